/**
 * Burn rates at which an error budget is spent too fast: an alarm fires where both the long and the short window burn at
 * least so fast. The short one, a twelfth of the long, lets it end soon after the errors do. One burns the budget exactly within the
 * objective's period; burn x window / period is the part of the budget that is gone by then.
 *
 * Source: Google, The Site Reliability Workbook, chapter 5 "Alerting on SLOs", table 5-8 (an objective over 30 days).
 */
export interface BurnWindow {
  readonly severity: "page" | "ticket";
  readonly longSeconds: number;
  readonly shortSeconds: number;
  /** Part of the whole period's budget that the long window spends, 0..1. */
  readonly budgetShare: number;
}

export const BURN_WINDOWS: readonly BurnWindow[] = [
  { severity: "page", longSeconds: 3_600, shortSeconds: 300, budgetShare: 0.02 },
  { severity: "page", longSeconds: 21_600, shortSeconds: 1_800, budgetShare: 0.05 },
  { severity: "ticket", longSeconds: 259_200, shortSeconds: 21_600, budgetShare: 0.1 },
];

/** How many times as fast as the objective allows. For 30 days: 14.4, 6 and 1, as in the table. */
export function burnRate({ budgetShare, longSeconds }: BurnWindow, periodDays: number): number {
  return (budgetShare * periodDays * 86_400) / longSeconds;
}
