import { listOf, recordOf } from "../../core/is-record.ts";
import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import type { Estate } from "../../model/estate.ts";

/** Alarms by what they watch and whether anybody hears of them: by an action of their own, or of a composite alarm above. */
export function toEstateAlarms(alarms: readonly DeclaredAlarm[]): NonNullable<Estate["alarms"]> {
  const composites = alarms.filter(({ kind, fields }) => kind === "composite" && acts(fields));
  const rules = composites.map(({ fields }) => textOf(fields["AlarmRule"]));
  return alarms
    .filter(({ kind }) => kind === "metric")
    .map(({ fields }) => {
      const name = textOf(fields["AlarmName"]);
      const isReferred = rules.some((rule) => [`"${name}"`, `(${name})`].some((text) => rule.includes(text)));
      return { name, metrics: metricsOf(fields), isHeard: acts(fields) || isReferred };
    });
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function acts(fields: DeclaredAlarm["fields"]): boolean {
  return fields["ActionsEnabled"] !== false && listOf(fields["AlarmActions"]).length > 0;
}

/** Its own metric, and those of the queries of a metric-math alarm. */
function metricsOf(fields: DeclaredAlarm["fields"]): NonNullable<Estate["alarms"]>[number]["metrics"] {
  const inner = listOf(fields["Metrics"]).map((query) =>
    recordOf(recordOf(recordOf(query)["MetricStat"])["Metric"]),
  );
  return [fields, ...inner].flatMap((metric) => {
    const { MetricName: name, Dimensions: dimensions } = metric;
    if (typeof name !== "string") return [];
    const entries = listOf(dimensions).map((dimension) => {
      const { Name, Value } = recordOf(dimension);
      return [String(Name), String(Value)] as const;
    });
    return [{ name, dimensions: Object.fromEntries(entries) }];
  });
}
