import type { LogCount } from "../../model/log-slice.ts";
import type { LogSides } from "../shared/log-sides.ts";

/** Which answers count as errors: those of the metric that a finding is of. */
export type ErrorClass = 4 | 5;

export function isErrorOf({ status }: Pick<LogCount, "status">, errorClass: ErrorClass): boolean {
  return status !== null && Math.floor(status / 100) === errorClass;
}

/** Requests that ended alike, and how many more of them there are than before. */
export interface OutcomeRise {
  readonly status: number;
  /** Null: the backend answered, or the lines do not tell who did. */
  readonly responseType: string | null;
  readonly before: number;
  readonly now: number;
  /** Beyond what the share before lets expect of the requests now; in requests of what was read. */
  readonly excess: number;
  /** Its part of all added errors, 0..1. */
  readonly excessShare: number;
}

/** The errors that were added, most first; empty where there are none. */
export function outcomeRises({ now, before }: LogSides, errorClass: ErrorClass): OutcomeRise[] {
  const outcomes = new Map<
    string,
    { status: number; responseType: string | null; before: number; now: number }
  >();
  for (const [side, counts] of [["now", now.counts] as const, ["before", before.counts] as const]) {
    for (const { status, responseType, requests } of counts) {
      if (status === null || !isErrorOf({ status }, errorClass)) continue;
      const name = `${status} ${responseType ?? ""}`;
      const known = outcomes.get(name) ?? { status, responseType, before: 0, now: 0 };
      known[side] += requests;
      outcomes.set(name, known);
    }
  }
  const rises = [...outcomes.values()]
    .map((outcome) => ({
      ...outcome,
      excess: outcome.now - (outcome.before * now.requests) / before.requests,
    }))
    .filter(({ excess }) => excess > 0)
    .sort((left, right) => right.excess - left.excess || left.status - right.status);
  const added = rises.reduce((sum, { excess }) => sum + excess, 0);
  return rises.map((rise) => ({ ...rise, excessShare: rise.excess / added }));
}
