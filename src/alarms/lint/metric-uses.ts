import { API_GATEWAY_NAMESPACE } from "../../catalog/metrics.ts";
import { isRecord } from "../../core/is-record.ts";
import type { DeclaredAlarm, UnknownValue } from "../../model/declared-alarm.ts";
import { unknownAt } from "./alarm-fields.ts";

export interface UsedDimension {
  readonly name: string;
  /** As text also where only a deployment knows it; then `unknown` says so. */
  readonly value: string;
  readonly path: string;
  readonly unknown: UnknownValue | undefined;
}

/** A metric that an alarm looks at, in whichever form it was written. What is missing or no text is undefined. */
export interface MetricUse {
  readonly alarm: DeclaredAlarm;
  /** What stands before Namespace, MetricName and Dimensions in their paths: "", "Metrics[1].MetricStat.Metric." */
  readonly prefix: string;
  readonly namespace: string | undefined;
  readonly metric: string | undefined;
  readonly dimensions: readonly UsedDimension[];
  /** True where a deployment decides which dimensions there are. */
  readonly isOpen: boolean;
  readonly stat: string | undefined;
  readonly statPath: string;
  readonly periodSeconds: number | undefined;
  readonly periodPath: string;
  readonly unit: string | undefined;
  readonly unitPath: string;
  /** The id within Metrics; undefined where the alarm is on this metric alone. */
  readonly id: string | undefined;
}

/** Every metric of every metric alarm. */
export function metricUses(alarms: readonly DeclaredAlarm[]): MetricUse[] {
  return alarms.flatMap((alarm) => (alarm.kind === "metric" ? usesOf(alarm) : []));
}

/** Those of API Gateway. */
export function gatewayUses(alarms: readonly DeclaredAlarm[]): MetricUse[] {
  return metricUses(alarms).filter(({ namespace }) => namespace === API_GATEWAY_NAMESPACE);
}

/** A use whose own values the alarm compares with its number, so that the number is in the metric's unit. */
export function isCompared({ alarm, id }: MetricUse): boolean {
  if (id === undefined) return true;
  const band = alarm.fields["ThresholdMetricId"];
  const returned = queriesOf(alarm).filter(({ ReturnData, Id }) => ReturnData !== false && Id !== band);
  return returned.length === 1 && returned[0]?.["Id"] === id;
}

/** The elements of Metrics that are objects. */
export function queriesOf({ fields }: DeclaredAlarm): Readonly<Record<string, unknown>>[] {
  const list: unknown = fields["Metrics"];
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

/** Expressions of an alarm, with their paths. */
export function expressionsOf(alarm: DeclaredAlarm): { readonly path: string; readonly source: string }[] {
  const list: unknown = alarm.fields["Metrics"];
  if (!Array.isArray(list)) return [];
  const queries: readonly unknown[] = list;
  return queries.flatMap((query, index) => {
    const path = `Metrics[${index}].Expression`;
    const source = isRecord(query) ? query["Expression"] : undefined;
    return typeof source === "string" && unknownAt(alarm, path) === undefined ? [{ path, source }] : [];
  });
}

function usesOf(alarm: DeclaredAlarm): MetricUse[] {
  const { fields } = alarm;
  const list: unknown = fields["Metrics"];
  if (!Array.isArray(list)) {
    if (fields["MetricName"] === undefined) return [];
    const stat = fields["Statistic"] === undefined ? "ExtendedStatistic" : "Statistic";
    return [useOf(alarm, "", fields, { fields, prefix: "", stat })];
  }
  const queries: readonly unknown[] = list;
  return queries.flatMap((query, index) => {
    const outer = isRecord(query) ? query["MetricStat"] : undefined;
    const metric = isRecord(outer) ? outer["Metric"] : undefined;
    if (!isRecord(query) || !isRecord(outer) || !isRecord(metric)) return [];
    const prefix = `Metrics[${index}].MetricStat.`;
    const use = useOf(alarm, `${prefix}Metric.`, metric, { fields: outer, prefix, stat: "Stat" });
    return [{ ...use, id: text(query["Id"]) ?? "" }];
  });
}

interface Around {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly prefix: string;
  readonly stat: string;
}

function useOf(
  alarm: DeclaredAlarm,
  prefix: string,
  metric: Readonly<Record<string, unknown>>,
  around: Around,
): MetricUse {
  const known = (path: string, value: unknown): string | undefined =>
    unknownAt(alarm, path) === undefined ? text(value) : undefined;
  const path = (name: string): string => `${around.prefix}${name}`;
  const period = around.fields["Period"];
  return {
    alarm,
    prefix,
    namespace: known(`${prefix}Namespace`, metric["Namespace"]),
    metric: known(`${prefix}MetricName`, metric["MetricName"]),
    ...dimensionsOf(alarm, `${prefix}Dimensions`, metric["Dimensions"]),
    stat: known(path(around.stat), around.fields[around.stat]),
    statPath: path(around.stat),
    periodSeconds: typeof period === "number" ? period : undefined,
    periodPath: path("Period"),
    unit: text(around.fields["Unit"]),
    unitPath: path("Unit"),
    id: undefined,
  };
}

function dimensionsOf(
  alarm: DeclaredAlarm,
  path: string,
  value: unknown,
): Pick<MetricUse, "dimensions" | "isOpen"> {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const dimensions = list.flatMap((item, index) => {
    const name = isRecord(item) ? text(item["Name"]) : undefined;
    if (!isRecord(item) || name === undefined) return [];
    const own = `${path}[${index}].Value`;
    const unknown = unknownAt(alarm, own);
    return [{ name, value: text(item["Value"]) ?? "", path: own, unknown }];
  });
  // An unknown list, an unknown element of it, or an unknown name.
  const isOpen = alarm.unknown.some(
    (one) => one.path === path || (one.path.startsWith(`${path}[`) && !one.path.endsWith(".Value")),
  );
  return { dimensions, isOpen: isOpen || (value !== undefined && !Array.isArray(value)) };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
