import type { Backtest, BacktestSet } from "../../model/backtest.ts";

/** What a run may be made to fail by; each is a number that must not be exceeded. */
export const LIMITED = [
  "pages-per-week",
  "alarm-pages-per-week",
  "missed-incidents",
  "not-evaluated",
] as const;
type LimitName = (typeof LIMITED)[number];

export interface Limit {
  readonly measure: LimitName;
  readonly most: number;
}

/** The limits that the set exceeds, those of a single alarm with its name. */
export function exceededLimits(limits: readonly Limit[], set: BacktestSet): Backtest["exceeded"] {
  return limits.flatMap(({ measure, most }) =>
    VALUES[measure](set)
      .filter(({ value }) => value > most)
      .map(({ value, alarm }) => ({ measure, limit: most, value, alarm })),
  );
}

type ValuesOf = (set: BacktestSet) => { readonly value: number; readonly alarm: string | null }[];

const VALUES: Readonly<Record<LimitName, ValuesOf>> = {
  "pages-per-week": ({ total }) => [{ value: total.pagesPerWeek, alarm: null }],
  "alarm-pages-per-week": ({ alarms }) =>
    alarms.map(({ name, pagesPerWeek }) => ({ value: pagesPerWeek, alarm: name })),
  "missed-incidents": ({ catches, total }) => [{ value: catches.length - total.caught, alarm: null }],
  "not-evaluated": ({ notEvaluated }) => [{ value: notEvaluated.length, alarm: null }],
};
