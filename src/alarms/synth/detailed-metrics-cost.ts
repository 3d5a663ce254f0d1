import { METRICS } from "../../catalog/metrics.ts";
import { PRICES } from "../../catalog/prices.ts";
import type { Target } from "../../model/target.ts";

/** What metrics for the routes of a target that have none would cost a month at most; null where all have them, or none is known. */
interface DetailedMetricsCost {
  readonly target: Target;
  readonly routes: number;
  readonly usdPerMonth: number;
}

/** A metric is paid from its first datapoint in a month on, so routes that nobody calls cost nothing. */
function detailedMetricsCost(target: Target): DetailedMetricsCost | null {
  const routes = (target.configuration?.routes ?? []).filter(({ detailedMetrics }) => !detailedMetrics);
  if (routes.length === 0) return null;
  const metrics = routes.reduce((sum, { cached }) => sum + metricsOfRoute(target, cached), 0);
  const usdPerMonth = Math.round(metrics * PRICES.customMetricMonthUsd * 100) / 100;
  return { target, routes: routes.length, usdPerMonth };
}

/** One sentence for all of them, null where there is nothing to say. */
export function detailedMetricsNote(targets: readonly Target[]): string | null {
  const costs = targets.flatMap((target) => detailedMetricsCost(target) ?? []);
  if (costs.length === 0) return null;
  const routes = costs.reduce((sum, one) => sum + one.routes, 0);
  const usd = costs.reduce((sum, one) => sum + one.usdPerMonth, 0);
  const stages = costs.length === 1 ? "one stage" : `${costs.length} stages`;
  const dearest = [...costs].sort((left, right) => right.usdPerMonth - left.usdPerMonth)[0];
  const example =
    dearest === undefined || costs.length === 1
      ? ""
      : `, of which ${dearest.target.id} has ${dearest.routes} for $${dearest.usdPerMonth.toFixed(2)}`;
  return `${routes} routes of ${stages} have no metrics of their own, so no alarm can watch them alone. Detailed metrics would give them some, for at most $${usd.toFixed(2)} a month${example}.`;
}

function metricsOfRoute({ kind }: Target, isCached: boolean): number {
  return METRICS.filter(
    (fact) =>
      fact.kind === kind &&
      fact.measure !== "connects" &&
      (isCached || (fact.measure !== "cacheHits" && fact.measure !== "cacheMisses")),
  ).length;
}
