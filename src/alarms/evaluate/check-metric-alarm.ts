import {
  ALARM_EVALUATION,
  ALARM_LIMITS,
  isAlarmPeriod,
  maxEvaluationPeriods,
} from "../../catalog/alarm-limits.ts";
import { ToolError } from "../../core/errors.ts";
import type { Expression } from "../../metric-math/expression.ts";
import { isInsightsQuery, parseInsightsQuery } from "../../metric-math/insights-query.ts";
import { parseExpression } from "../../metric-math/parse-expression.ts";
import { metricAlarmSchema, type MetricAlarm } from "../../model/alarm-spec.ts";
import { schemaProblems } from "./schema-problems.ts";

const BAND_OPERATORS: readonly string[] = [
  "LessThanLowerOrGreaterThanUpperThreshold",
  "LessThanLowerThreshold",
  "GreaterThanUpperThreshold",
];
/** What belongs to the form with one metric, and may not stand beside Metrics. */
const ONE_METRIC_FIELDS = [
  "Namespace",
  "MetricName",
  "Dimensions",
  "Period",
  "Unit",
  "Statistic",
  "ExtendedStatistic",
] as const;

/**
 * An alarm that PutMetricAlarm would take.
 *
 * Errors: E_BAD_INPUT whose details are all that is wrong, each with the path of its field; problems within an
 * expression name the character.
 */
export function checkMetricAlarm(definition: unknown): MetricAlarm {
  const parsed = metricAlarmSchema.safeParse(definition);
  const problems = parsed.success
    ? problemsOf(parsed.data)
    : schemaProblems(parsed.error, Object.keys(metricAlarmSchema.shape));
  if (parsed.success && problems.length === 0) return parsed.data;
  const name = parsed.success ? ` "${parsed.data.AlarmName}"` : "";
  throw new ToolError("E_BAD_INPUT", `this is not a metric alarm that CloudWatch takes${name}`, {
    hint: "Compare the fields with PutMetricAlarm in the CloudWatch API Reference.",
    details: problems,
  });
}

function problemsOf(alarm: MetricAlarm): string[] {
  const { EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods, Metrics } = alarm;
  const problems = Metrics ? queryProblems(alarm, Metrics) : oneMetricProblems(alarm);
  if (DatapointsToAlarm > EvaluationPeriods) {
    problems.push(
      `DatapointsToAlarm: ${DatapointsToAlarm} is more than EvaluationPeriods (${EvaluationPeriods})`,
    );
  }
  const isBand = BAND_OPERATORS.includes(alarm.ComparisonOperator);
  if (isBand !== (alarm.ThresholdMetricId !== undefined)) {
    problems.push(`ThresholdMetricId: belongs to ${BAND_OPERATORS.join(", ")}, and only to them`);
  }
  if (isBand === (alarm.Threshold !== undefined)) {
    problems.push(isBand ? "Threshold: an anomaly band takes none" : "Threshold: missing");
  }
  const periods = Metrics
    ? Metrics.flatMap(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? [])
    : [alarm.Period ?? []].flat();
  for (const period of new Set(periods)) {
    if (!isAlarmPeriod(period)) problems.push(`Period: ${period} is not 10, 20, 30 or a multiple of 60`);
    else if (EvaluationPeriods > maxEvaluationPeriods(period)) {
      problems.push(
        `EvaluationPeriods: ${EvaluationPeriods} of ${period} s are too long, at most ${maxEvaluationPeriods(period)}`,
      );
    }
  }
  if (new Set(periods).size > 1) problems.push(`Metrics: all have one period, not ${periods.join(" and ")}`);
  return problems;
}

function oneMetricProblems(alarm: MetricAlarm): string[] {
  const problems = (["Namespace", "MetricName", "Period"] as const)
    .filter((field) => alarm[field] === undefined)
    .map((field) => `${field}: missing`);
  if ((alarm.Statistic === undefined) === (alarm.ExtendedStatistic === undefined)) {
    problems.push("Statistic: exactly one of Statistic and ExtendedStatistic is given");
  }
  return problems;
}

function queryProblems(alarm: MetricAlarm, queries: NonNullable<MetricAlarm["Metrics"]>): string[] {
  const problems = ONE_METRIC_FIELDS.filter((field) => alarm[field] !== undefined).map(
    (field) => `${field}: cannot stand beside Metrics`,
  );
  const roots = new Map<string, Expression>();
  for (const [index, { Id, MetricStat, Expression: source }] of queries.entries()) {
    const path = `Metrics[${index}]`;
    if (queries.findIndex((query) => query.Id === Id) !== index)
      problems.push(`${path}.Id: "${Id}" is given twice`);
    if ((MetricStat === undefined) === (source === undefined)) {
      problems.push(`${path}: exactly one of MetricStat and Expression is given`);
    }
    if (source === undefined) continue;
    try {
      if (isInsightsQuery(source)) parseInsightsQuery(source);
      else roots.set(Id, parseExpression(source));
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      problems.push([`${path}.Expression: ${error.message}`, error.hint].filter(Boolean).join(". "));
    }
  }
  const metrics = queries.filter(({ MetricStat }) => MetricStat !== undefined).length;
  if (metrics > ALARM_LIMITS.metricsInExpression) {
    problems.push(`Metrics: ${metrics} metrics, at most ${ALARM_LIMITS.metricsInExpression}`);
  }
  if (!queries.some(({ MetricStat, Period }) => (MetricStat?.Period ?? Period) !== undefined)) {
    problems.push("Metrics: none of them has a Period");
  }
  problems.push(...insightsProblems(alarm, queries));
  const band = alarm.ThresholdMetricId;
  const judged = queries.filter(({ Id, ReturnData }) => ReturnData !== false && Id !== band);
  if (judged.length !== 1) {
    problems.push(`Metrics: exactly one has ReturnData true, besides the band; here ${judged.length} have`);
  }
  if (band !== undefined && roots.has(band) && !isBandOf(roots.get(band), queries)) {
    problems.push(
      `ThresholdMetricId: "${band}" is not ANOMALY_DETECTION_BAND(id) or (id, standard deviations)`,
    );
  }
  if (band !== undefined && !queries.some(({ Id }) => Id === band)) {
    problems.push(`ThresholdMetricId: nothing in Metrics has the id "${band}"`);
  }
  return problems;
}

/** CloudWatch judges an alarm on a query by its last hours alone. */
function insightsProblems(
  { EvaluationPeriods }: MetricAlarm,
  queries: NonNullable<MetricAlarm["Metrics"]>,
): string[] {
  const query = queries.find(({ Expression }) => isInsightsQuery(Expression ?? ""));
  if (query === undefined) return [];
  const { insightsSeconds } = ALARM_EVALUATION;
  const seconds = EvaluationPeriods * (query.Period ?? 0);
  if (seconds <= insightsSeconds) return [];
  return [`EvaluationPeriods: a query is judged by ${insightsSeconds} s of data, and these are ${seconds} s`];
}

function isBandOf(root: Expression | undefined, queries: readonly { Id: string }[]): boolean {
  if (root?.kind !== "call" || root.name !== "ANOMALY_DETECTION_BAND" || root.args.length > 2) return false;
  const [of, width] = root.args;
  const isKnown = of?.kind === "id" && queries.some(({ Id }) => Id === of.name);
  return isKnown && (width === undefined || (width.kind === "number" && width.value > 0));
}
