/**
 * One alarm for all routes of a stage, for those that have none of their own: a Metrics Insights query gives a time series for each
 * route, and CloudWatch judges each by itself, also routes that come later. It costs as much as an alarm on each route's metric,
 * but it is one alarm.
 *
 * The average of an error metric is the share of failed requests, which is comparable between routes however busy they are; and two
 * periods in a row have to be bad, so a single error on a route that hardly anybody calls is none.
 */
import { ALARM_LIMITS } from "../../catalog/alarm-limits.ts";
import { API_GATEWAY_NAMESPACE, metricFact } from "../../catalog/metrics.ts";
import type { Target } from "../../model/target.ts";
import type { AlarmProposal } from "./alarm-proposal.ts";
import { averageQuery, canBeLabelValue } from "./average-query.ts";
import { periodText } from "./period-text.ts";

/** Long enough for a route with a few requests an hour; CloudWatch looks at three hours of a query's data. */
const PERIOD_SECONDS = 900;
const PERIODS = 2;
const START = 0.5;

/**
 * Null where no query can say it: routes under different dimensions, a name with a quote in it, more series than one returns.
 *
 * @param routes the dimensions of each route that has metrics of its own
 */
export function routeTail(
  target: Target,
  routes: readonly Readonly<Record<string, string>>[],
): AlarmProposal | null {
  const errors = metricFact(target.kind, target.kind === "websocket" ? "integrationErrors" : "serverErrors");
  const [groupBy, ...others] = new Set(routes.map((dimensions) => keysBeside(target, dimensions)));
  if (errors === undefined || groupBy === undefined || groupBy === "" || others.length > 0) return null;
  if (!Object.values(target.dimensions).every(canBeLabelValue)) return null;
  if (routes.length > ALARM_LIMITS.insightsSeries) return null;
  const where = target.dimensions;
  const query = {
    namespace: API_GATEWAY_NAMESPACE,
    metric: errors.metric,
    where,
    groupBy: groupBy.split(" "),
  };
  return {
    rule: "route-tail",
    part: "ratio",
    target: target.id,
    route: null,
    severity: "page",
    definition: {
      Metrics: [
        {
          Id: "share",
          Expression: averageQuery(query),
          Label: `share of ${errors.meaning} of each route`,
          Period: PERIOD_SECONDS,
          ReturnData: true,
        },
      ],
      EvaluationPeriods: PERIODS,
      DatapointsToAlarm: PERIODS,
      Threshold: START,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "notBreaching",
    },
    search: {
      side: "above",
      least: 0.1,
      most: 0.9,
      spans: [PERIODS, PERIODS + 1].map((periods) => ({
        evaluationPeriods: periods,
        datapointsToAlarm: periods,
      })),
      // An incident is laid on metrics, and a query names none.
      catches: [],
    },
    why: `The share of ${errors.meaning} of each of ${routes.length} routes in ${periodText(PERIOD_SECONDS)}, by one query, for routes without an alarm of their own; the alarm's contributors say which route it is.`,
    logMetric: null,
    metricsAnalyzed: routes.length,
  };
}

/** The names of the dimensions that a route has and its stage has not, ascending; "" where it is none of this stage's. */
function keysBeside(target: Target, dimensions: Readonly<Record<string, string>>): string {
  const isOfStage = Object.entries(target.dimensions).every(([key, value]) => dimensions[key] === value);
  const keys = Object.keys(dimensions).filter((key) => !Object.hasOwn(target.dimensions, key));
  return isOfStage ? keys.sort().join(" ") : "";
}
