/**
 * What is affordable: alarms of a stage before alarms of a route, pages before tickets, and routes by what an hour without an
 * alarm would cost (traffic times the owner's cost of an error there). What stands together stands or falls together.
 */
import type { AlarmSeverity } from "../rules/alarm-proposal.ts";

export interface Affordable {
  readonly group: string;
  readonly target: string | null;
  readonly route: string | null;
  readonly severity: AlarmSeverity;
  readonly alarms: number;
  readonly usdPerMonth: number;
  /** Of routes: requests a day times the cost of an error; the larger, the sooner. */
  readonly worth: number;
  /** One alarm for the routes of a stage: after the stages' own, before those of single routes. */
  readonly isForRoutes?: true;
}

export interface Budget {
  readonly maxAlarms: number;
  readonly maxUsdPerMonth: number;
  /** What the composite above a target's alarms of a severity costs; null where there are none. */
  readonly compositeUsd: number | null;
}

/** The groups that are kept. The first that does not fit ends the routes, so that a cheap unimportant one never beats a dear one. */
export function withinBudget(
  items: readonly Affordable[],
  { maxAlarms, maxUsdPerMonth, compositeUsd }: Budget,
): ReadonlySet<string> {
  const kept = new Set<string>();
  let alarms = 0;
  let usd = 0;
  const composites = new Set<string>();
  for (const item of [...items].sort(byImportance)) {
    const composite =
      item.target === null || compositeUsd === null ? null : `${item.target} ${item.severity}`;
    const isNew = composite !== null && !composites.has(composite);
    const moreAlarms = item.alarms + (isNew ? 1 : 0);
    const moreUsd = item.usdPerMonth + (isNew ? (compositeUsd ?? 0) : 0);
    if (alarms + moreAlarms > maxAlarms || usd + moreUsd > maxUsdPerMonth) break;
    kept.add(item.group);
    if (composite !== null) composites.add(composite);
    alarms += moreAlarms;
    usd += moreUsd;
  }
  return kept;
}

function byImportance(left: Affordable, right: Affordable): number {
  const rank = ({ route, severity, isForRoutes }: Affordable) =>
    (route === null ? 0 : 3) + (isForRoutes ? 2 : severity === "page" ? 0 : 1);
  // Whole routes, the worthiest first, rather than every route's pages and then every route's tickets.
  const isRoute = left.route !== null && right.route !== null;
  if (isRoute && left.worth !== right.worth) return right.worth - left.worth;
  // Equal ones stay in the order of the rules, of which the first are those that page first.
  return rank(left) - rank(right) || right.worth - left.worth;
}
