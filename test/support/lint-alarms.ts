import type { LintContext } from "../../src/alarms/lint/lint-context.ts";
import { LINT_RULES } from "../../src/alarms/lint/registry.ts";
import { runLint } from "../../src/alarms/lint/run-lint.ts";
import type { DeclaredAlarm } from "../../src/model/declared-alarm.ts";
import type { LintFinding } from "../../src/model/lint-finding.ts";

type Changes = Partial<Omit<DeclaredAlarm, "fields">>;

/** An alarm of a REST API that no rule has anything against, but for what is changed; null takes a field out. */
export function lintAlarm(
  fields: Readonly<Record<string, unknown>> = {},
  changes: Changes = {},
): DeclaredAlarm {
  const all: Record<string, unknown> = {
    AlarmName: "orders-errors",
    Namespace: "AWS/ApiGateway",
    MetricName: "5XXError",
    Dimensions: dimensions({ ApiName: "orders", Stage: "prod" }),
    Statistic: "Average",
    Period: 60,
    EvaluationPeriods: 5,
    DatapointsToAlarm: 3,
    Threshold: 0.04,
    ComparisonOperator: "GreaterThanThreshold",
    TreatMissingData: "notBreaching",
    AlarmActions: ["arn:aws:sns:eu-west-1:210987654321:page"],
    ...fields,
  };
  return declared("metric", all, changes);
}

/** An alarm on queries; nothing is given that belongs to one metric. */
export function mathAlarm(
  queries: readonly Readonly<Record<string, unknown>>[],
  fields: Readonly<Record<string, unknown>> = {},
): DeclaredAlarm {
  const none = { Namespace: null, MetricName: null, Dimensions: null, Statistic: null, Period: null };
  return lintAlarm({ ...none, Metrics: queries, ...fields });
}

export function query(id: string, metric: string, stat = "Sum"): Record<string, unknown> {
  const Metric = {
    Namespace: "AWS/ApiGateway",
    MetricName: metric,
    Dimensions: dimensions({ ApiName: "orders", Stage: "prod" }),
  };
  return { Id: id, MetricStat: { Metric, Period: 60, Stat: stat }, ReturnData: false };
}

export function composite(name: string, rule: string, changes: Changes = {}): DeclaredAlarm {
  const AlarmActions = ["arn:aws:sns:eu-west-1:210987654321:page"];
  return declared("composite", { AlarmName: name, AlarmRule: rule, AlarmActions }, changes);
}

export function dimensions(values: Readonly<Record<string, string>>): { Name: string; Value: string }[] {
  return Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
}

/** Nothing but the alarms themselves is known. */
export const OFFLINE: Omit<LintContext, "alarms"> = {
  deployed: null,
  partial: new Set(),
  region: null,
  targets: null,
  inventoried: new Set(),
  series: null,
  metrics: null,
  topics: null,
  history: null,
  coverage: null,
  restTimeoutMs: 29_000,
  changesADay: 10,
};

export function lintOf(
  alarms: readonly DeclaredAlarm[],
  context: Partial<LintContext> = {},
): readonly LintFinding[] {
  return runLint(LINT_RULES, { ...OFFLINE, ...context, alarms });
}

function declared(
  kind: DeclaredAlarm["kind"],
  all: Readonly<Record<string, unknown>>,
  changes: Changes,
): DeclaredAlarm {
  const fields = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
  const id = typeof fields["AlarmName"] === "string" ? fields["AlarmName"] : "nameless";
  const place = { file: "alarms.yaml", line: null, id };
  return { kind, unknown: [], place, silenced: [], deployed: null, ...changes, fields };
}
