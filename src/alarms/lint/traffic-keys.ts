import { metricFact } from "../../catalog/metrics.ts";
import { DAY_MS } from "../../core/window.ts";
import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import type { MetricKey } from "../../model/metric-key.ts";
import { COUNT_MEASURES, LATENCY_MEASURES, measureOf } from "./condition.ts";
import { gatewayUses, type MetricUse } from "./metric-uses.ts";

/**
 * The counts of requests without which some alarms cannot be judged: of what a percentile is of, and of the APIs whose alarms
 * have been in INSUFFICIENT_DATA for a day.
 *
 * @param listed those that CloudWatch has.
 */
export function trafficKeys(
  alarms: readonly DeclaredAlarm[],
  listed: readonly MetricKey[],
  nowMs: number,
): MetricKey[] {
  const counts = listed.filter(({ metric }) => COUNTS.has(metric));
  const wanted = gatewayUses(alarms).flatMap((use) => {
    if (isPercentile(use)) return counts.filter((key) => key.metric !== "ConnectCount" && isSame(key, use));
    return isStuck(use, nowMs) ? counts.filter((key) => isOfApi(key, use)) : [];
  });
  return [...new Set(wanted)];
}

const COUNTS: ReadonlySet<string> = new Set(
  COUNT_MEASURES.flatMap((measure) =>
    (["rest", "http", "websocket"] as const).flatMap((kind) => metricFact(kind, measure)?.metric ?? []),
  ),
);

function isPercentile(use: MetricUse): boolean {
  const measure = measureOf(use);
  return measure !== undefined && LATENCY_MEASURES.includes(measure) && /^p\d/.test(use.stat ?? "");
}

function isStuck({ alarm: { deployed } }: MetricUse, nowMs: number): boolean {
  const isSilent = deployed?.stateValue === "INSUFFICIENT_DATA" && deployed.transitionedMs !== null;
  return isSilent && deployed.transitionedMs < nowMs - DAY_MS;
}

function isSame({ dimensions: own }: MetricKey, { dimensions }: MetricUse): boolean {
  const isThere = dimensions.every(({ name, value, unknown }) => !unknown && own[name] === value);
  return isThere && Object.keys(own).length === dimensions.length;
}

/** Of any stage of the API: which of them is meant may be the mistake. */
function isOfApi({ dimensions: own }: MetricKey, { dimensions }: MetricUse): boolean {
  const api = own["ApiName"] ?? own["ApiId"];
  return (
    Object.keys(own).length <= 2 &&
    dimensions.some(({ name, value }) => (name === "ApiName" || name === "ApiId") && value === api)
  );
}
