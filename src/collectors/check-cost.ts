import { PRICES } from "../catalog/prices.ts";
import { ToolError } from "../core/errors.ts";
import type { MetricQuery } from "./account-reader.ts";
import { planCost } from "./plan-metrics.ts";

/** Prices are sums of many small numbers; a limit that equals the price shall hold. */
const ROUNDING_USD = PRICES.metricRequestedUsd / 2;

/**
 * Stops before money is spent.
 *
 * Errors: E_COST_LIMIT where the plan costs more than the limit, with both sums and what makes up the first.
 */
export function checkCost(queries: readonly MetricQuery[], maxCostUsd: number | null): void {
  const { metricsRequested, usd } = planCost(queries);
  if (maxCostUsd === null || usd <= maxCostUsd + ROUNDING_USD) return;
  const targets = new Set(queries.map(({ target }) => target).filter((target) => target !== null)).size;
  const others = queries.filter(({ target }) => target === null).length;
  const forAlarms = others === 0 ? "" : `, ${others} of them for alarms`;
  const ofRoutes = queries.filter(({ route }) => route !== null);
  const routes = new Set(ofRoutes.map(({ target, route }) => JSON.stringify([target, route]))).size;
  const share =
    routes === 0 ? "" : `, ${ofRoutes.length} of them for ${routes} routes with metrics of their own`;
  throw new ToolError(
    "E_COST_LIMIT",
    `reading ${targets} targets takes ${metricsRequested} metrics${share}${forAlarms}: about ${toUsd(usd)} at list price, over the limit of ${toUsd(maxCostUsd)}; nothing was spent`,
    {
      hint: `Give --max-cost ${roundUp(usd)}, or look at fewer targets with --api, --stage or --region. The length of the window does not change the price.`,
    },
  );
}

/** Four places, and more where they would show nothing: a metric costs a thousandth of a cent. */
function toUsd(usd: number): string {
  return `${usd < 0.0001 ? Number(usd.toPrecision(2)) : usd.toFixed(4)} USD`;
}

/** The least limit, to a hundredth of a cent, under which the run would go through. */
function roundUp(usd: number): string {
  return (Math.ceil(usd * 10_000 - 1e-6) / 10_000).toFixed(4);
}
