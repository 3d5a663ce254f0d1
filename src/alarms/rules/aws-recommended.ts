/** AWS's recommended alarms, exactly; the counts that AWS leaves to the history are learned from it. */
import { API_GATEWAY_NAMESPACE, METRICS } from "../../catalog/metrics.ts";
import {
  RECOMMENDED_ALARMS,
  RECOMMENDED_PERIOD_SECONDS,
  type RecommendedAlarm,
} from "../../catalog/recommended-alarms.ts";
import type { AlarmProposal, ProposedDefinition } from "./alarm-proposal.ts";
import type { AlarmRule, RuleContext } from "./alarm-rule.ts";

export const awsRecommended: AlarmRule = {
  id: "aws-recommended",
  summary: "the 18 alarms that AWS recommends for API Gateway, as they are",
  profile: "aws-recommended",
  propose: (context) =>
    RECOMMENDED_ALARMS.filter((row) => isFor(row, context)).map((row) => proposalOf(row, context)),
};

/** Of the flavour and the level; AWS's documents name a route's dimensions in two ways, so they do not decide. */
function isFor({ kinds, needsDetailedMetrics }: RecommendedAlarm, { target, route }: RuleContext): boolean {
  return kinds.includes(target.kind) && needsDetailedMetrics === (route !== null);
}

function proposalOf(
  row: RecommendedAlarm,
  { target, route, dimensions, traffic }: RuleContext,
): AlarmProposal {
  const statistic =
    row.stat === "p90" ? ({ ExtendedStatistic: row.stat } as const) : ({ Statistic: row.stat } as const);
  const definition: ProposedDefinition = {
    Namespace: API_GATEWAY_NAMESPACE,
    MetricName: row.metric,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    ...statistic,
    Period: RECOMMENDED_PERIOD_SECONDS,
    EvaluationPeriods: row.evaluationPeriods,
    DatapointsToAlarm: row.datapointsToAlarm,
    Threshold: row.threshold ?? 1,
    ComparisonOperator: row.operator,
    TreatMissingData: row.missing,
  };
  const span = { evaluationPeriods: row.evaluationPeriods, datapointsToAlarm: row.datapointsToAlarm };
  const most = (traffic?.quietPerMinute ?? 0) * 0.9;
  return {
    rule: "aws-recommended",
    part: row.id,
    target: target.id,
    route,
    severity: "page",
    definition,
    search:
      row.threshold === null && most > 1
        ? { side: "below", least: 1, most, spans: [span], catches: ["traffic-drop"] }
        : null,
    why: `AWS's recommendation for ${row.metric}: ${METRICS.find(({ kind, metric }) => kind === target.kind && metric === row.metric)?.meaning ?? row.metric}.`,
    logMetric: null,
  };
}
