import { metricFact, type Measure } from "../../../catalog/metrics.ts";
import { compareText } from "../../../core/order.ts";
import type { LintContext } from "../lint-context.ts";
import type { LintHit, LintRule } from "../lint-rule.ts";
import { measureOf } from "../condition.ts";
import { listedMetrics } from "../listed-metrics.ts";
import { gatewayUses, type MetricUse } from "../metric-uses.ts";
import { regionOf } from "../region-of.ts";
import { toldBy } from "../told-by.ts";
import { deadDimensions } from "./dead-dimensions.ts";
import { detailedMetricsOff } from "./detailed-metrics-off.ts";
import { httpApiByName } from "./http-api-by-name.ts";
import { metricName } from "./metric-name.ts";
import { placeholder } from "./placeholder.ts";
import { restApiById } from "./rest-api-by-id.ts";
import { unknownStage } from "./unknown-stage.ts";

/** They say why there is no such metric. */
const NEARER = [
  metricName,
  restApiById,
  httpApiByName,
  deadDimensions,
  placeholder,
  detailedMetricsOff,
  unknownStage,
];
/** REST and HTTP APIs publish these with every request; the others may wait for something to count. */
const WITH_EVERY_REQUEST: readonly Measure[] = ["requests", "clientErrors", "serverErrors", "latency"];

export const noSuchMetric: LintRule = {
  id: "no-such-metric",
  severity: "error",
  title: "A metric that CloudWatch does not have",
  what: "CloudWatch lists no metric with the alarm's name and exactly its dimensions, though the API has others. Where the whole API, stage or route has had no metric for two weeks, it is a warning: that is how long CloudWatch lists what has become silent. It needs the account: --live.",
  why: "The alarm has nothing to look at. Often it is left over from a route or stage that is gone, or written for a path that the API has in another spelling.",
  fix: "Compare it with what `aws cloudwatch list-metrics --namespace AWS/ApiGateway` lists; delete an alarm whose API is gone.",
  find: (context) => {
    const told = toldBy(NEARER, context);
    return gatewayUses(context.alarms).flatMap((use) =>
      told.has(use.alarm) ? [] : (hitOf(use, context) ?? []),
    );
  },
};

function hitOf(use: MetricUse, context: LintContext): LintHit | undefined {
  const { alarm, metric, dimensions, isOpen, prefix } = use;
  const listed = context.metrics?.get(regionOf(alarm, context) ?? "");
  const isKnown = !isOpen && dimensions.every(({ unknown }) => !unknown);
  if (!listed || metric === undefined || !isKnown || dimensions.length === 0) return undefined;
  const near = listedMetrics(
    listed,
    dimensions.map(({ name, value }) => [name, value] as const),
  );
  if (near.has(metric)) return undefined;
  if (near.size > 0) {
    const names = [...near].sort(compareText);
    const message = `With its dimensions CloudWatch has ${names.join(", ")}, and no ${metric}.`;
    return { alarm, path: `${prefix}MetricName`, message, ...(isCertain(use) ? {} : { severity: "note" }) };
  }
  const text = dimensions.map(({ name, value }) => `${name} "${value}"`).join(", ");
  const message = `CloudWatch lists no metric of ${text}: there were no requests for two weeks, or there is no such thing.`;
  return { alarm, path: `${prefix}Dimensions`, message, severity: "warning" };
}

/** Whether requests of REST and HTTP APIs always make a datapoint of it. */
function isCertain(use: MetricUse): boolean {
  const measure = measureOf(use);
  const isRestOrHttp =
    measure !== undefined &&
    [metricFact("rest", measure), metricFact("http", measure)].some((fact) => fact?.metric === use.metric);
  return isRestOrHttp && WITH_EVERY_REQUEST.includes(measure);
}
