import { ALARM_EVALUATION } from "../../catalog/alarm-limits.ts";
import { alarmPeriodSeconds } from "../../model/alarm-period.ts";
import type { MetricAlarm } from "../../model/alarm-spec.ts";
import type { Expression } from "../../metric-math/expression.ts";
import { isInsightsQuery, parseInsightsQuery, type InsightsQuery } from "../../metric-math/insights-query.ts";
import { parseExpression } from "../../metric-math/parse-expression.ts";
import { checkMetricAlarm } from "./check-metric-alarm.ts";
import type { JudgeRule } from "./judge-points.ts";

/** One metric with one statistic. */
export interface MetricReference {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: string;
}

interface ParsedExpression {
  readonly source: string;
  readonly root: Expression;
}

/** An alarm in the one form that the evaluator works on, whether it was written with MetricName or with Metrics. */
export interface AlarmPlan extends JudgeRule {
  readonly periodSeconds: number;
  /** Whether DatapointsToAlarm was given: CloudWatch's reasons then say "out of the last". */
  readonly saysOutOf: boolean;
  readonly operator: MetricAlarm["ComparisonOperator"];
  readonly metrics: ReadonlyMap<string, MetricReference>;
  readonly expressions: ReadonlyMap<string, ParsedExpression>;
  /** What names the metrics instead of `metrics`; null for all other alarms. */
  readonly insights: InsightsQuery | null;
  /** The id whose points are judged. */
  readonly judged: string;
  /** What they are compared with: a number, or the band around what is usual for `of`. */
  readonly limit:
    | { readonly kind: "threshold"; readonly threshold: number }
    | { readonly kind: "band"; readonly of: string; readonly width: number };
  /** A point of fewer samples is not enough to judge by; undefined where all are. */
  readonly leastSamples: number | undefined;
}

/** Errors: E_BAD_INPUT naming every field that is wrong, and the place within an expression. */
export function planAlarm(definition: unknown): AlarmPlan {
  const alarm = checkMetricAlarm(definition);
  const common = {
    evaluationPeriods: alarm.EvaluationPeriods,
    datapointsToAlarm: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods,
    missing: alarm.TreatMissingData ?? "missing",
    saysOutOf: alarm.DatapointsToAlarm !== undefined,
    operator: alarm.ComparisonOperator,
  } as const;
  const isFrozenByFew = alarm.EvaluateLowSampleCountPercentile === "ignore";
  const queries = alarm.Metrics ?? [];
  if (queries.length === 0) {
    const metric = {
      namespace: alarm.Namespace ?? "",
      metric: alarm.MetricName ?? "",
      dimensions: dimensionsOf(alarm.Dimensions),
      stat: alarm.Statistic ?? alarm.ExtendedStatistic ?? "",
    };
    return {
      ...common,
      periodSeconds: alarm.Period ?? 0,
      metrics: new Map([["m1", metric]]),
      expressions: new Map(),
      insights: null,
      judged: "m1",
      limit: { kind: "threshold", threshold: alarm.Threshold ?? 0 },
      leastSamples: isFrozenByFew ? leastSamples(metric.stat) : undefined,
    };
  }
  const expressions = new Map(
    queries.flatMap(({ Id, Expression: source }) =>
      source === undefined || isInsightsQuery(source)
        ? []
        : [[Id, { source, root: parseExpression(source) }] as const],
    ),
  );
  const metrics = new Map(
    queries.flatMap(({ Id, MetricStat }) => {
      if (!MetricStat) return [];
      const { Metric, Stat } = MetricStat;
      const dimensions = dimensionsOf(Metric.Dimensions);
      const reference = { namespace: Metric.Namespace, metric: Metric.MetricName, dimensions, stat: Stat };
      return [[Id, reference] as const];
    }),
  );
  const returned = queries.find(
    ({ Id, ReturnData }) => ReturnData !== false && Id !== alarm.ThresholdMetricId,
  );
  const judged = returned?.Id ?? "";
  return {
    ...common,
    periodSeconds: alarmPeriodSeconds(alarm) ?? 0,
    metrics,
    expressions,
    insights: insightsOf(queries),
    judged,
    limit: limitOf(alarm, expressions),
    leastSamples: isFrozenByFew ? leastSamples(metrics.get(judged)?.stat) : undefined,
  };
}

function insightsOf(queries: NonNullable<MetricAlarm["Metrics"]>): InsightsQuery | null {
  const source = queries.find(({ Expression }) => isInsightsQuery(Expression ?? ""))?.Expression;
  return source === undefined ? null : parseInsightsQuery(source);
}

function dimensionsOf(dimensions: MetricAlarm["Dimensions"]): Record<string, string> {
  return Object.fromEntries((dimensions ?? []).map(({ Name, Value }) => [Name, Value]));
}

/** checkMetricAlarm has seen that the band's expression is one. */
function limitOf(alarm: MetricAlarm, expressions: ReadonlyMap<string, ParsedExpression>): AlarmPlan["limit"] {
  const band = expressions.get(alarm.ThresholdMetricId ?? "")?.root;
  if (band?.kind !== "call") return { kind: "threshold", threshold: alarm.Threshold ?? 0 };
  const [of, width] = band.args;
  return {
    kind: "band",
    of: of?.kind === "id" ? of.name : "",
    width: width?.kind === "number" ? width.value : ALARM_EVALUATION.bandWidth,
  };
}

/** Undefined where the statistic is no percentile. */
function leastSamples(stat: string | undefined): number | undefined {
  const percent = /^p(\d+(?:\.\d+)?)$/.exec(stat ?? "")?.[1];
  if (percent === undefined) return undefined;
  // 100 - 99.9 is not quite 0.1, and 10,000 samples must not become 10,001.
  const rarer = Math.min(Number(percent), 100 - Number(percent));
  return rarer === 0 ? undefined : Math.round((ALARM_EVALUATION.lowSampleFactor * 100) / rarer);
}
