import { HOUR_MS } from "../../../core/window.ts";
import { datapoints, type Series } from "../../../model/series.ts";
import type { LintHit, LintRule } from "../lint-rule.ts";
import { gatewayUses, type MetricUse } from "../metric-uses.ts";
import { toldBy } from "../told-by.ts";
import { deadDimensions } from "./dead-dimensions.ts";
import { detailedMetricsOff } from "./detailed-metrics-off.ts";
import { httpApiByName } from "./http-api-by-name.ts";
import { metricName } from "./metric-name.ts";
import { noSuchMetric } from "./no-such-metric.ts";
import { placeholder } from "./placeholder.ts";
import { restApiById } from "./rest-api-by-id.ts";
import { unknownStage } from "./unknown-stage.ts";

/** They say why it has none. */
const NEARER = [
  metricName,
  restApiById,
  httpApiByName,
  deadDimensions,
  detailedMetricsOff,
  placeholder,
  unknownStage,
  noSuchMetric,
];
const LONG_MS = 24 * HOUR_MS;
const TRAFFIC = ["Count", "MessageCount", "ConnectCount"];

export const noDataDespiteTraffic: LintRule = {
  id: "no-data-despite-traffic",
  severity: "error",
  title: "INSUFFICIENT_DATA while there is traffic",
  what: "The alarm has been in INSUFFICIENT_DATA for more than a day, and its API had requests later than that. It needs the alarm's state and the traffic: --live, or describe-alarms output and a recording (--from).",
  why: "An alarm without data while there are requests looks at a metric that does not exist: a wrong name, dimension or unit. It will never fire.",
  fix: "Compare its metric and dimensions with what `aws cloudwatch list-metrics --namespace AWS/ApiGateway` lists.",
  find: (context) => {
    const { alarms, series } = context;
    const told = toldBy(NEARER, context);
    return gatewayUses(alarms).flatMap((use): LintHit[] => {
      const { deployed } = use.alarm;
      if (told.has(use.alarm)) return [];
      if (series === null || deployed?.stateValue !== "INSUFFICIENT_DATA") return [];
      if (deployed.transitionedMs === null || use.id !== undefined) return [];
      const since = deployed.transitionedMs + LONG_MS;
      const busy = series.find((one) => isTrafficOf(use, one) && hasTraffic(one, since));
      if (!busy) return [];
      const message = `It is in INSUFFICIENT_DATA for more than a day, and ${busy.target ?? "its API"} has requests.`;
      return [{ alarm: use.alarm, path: null, message }];
    });
  },
};

/** Whatever else the alarm's dimensions say, they name the API by one of its values. */
function isTrafficOf({ dimensions }: MetricUse, { namespace, metric, dimensions: own }: Series): boolean {
  if (namespace !== "AWS/ApiGateway" || !TRAFFIC.includes(metric)) return false;
  const api = own["ApiName"] ?? own["ApiId"];
  return dimensions.some(({ name, value }) => (name === "ApiName" || name === "ApiId") && value === api);
}

function hasTraffic(series: Series, startMs: number): boolean {
  return datapoints(series, startMs).some(({ value }) => value > 0);
}
