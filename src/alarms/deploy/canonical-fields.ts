/**
 * An alarm's configuration in the one form in which two of them are compared: what PutMetricAlarm is given and what
 * DescribeAlarms gives back differ in defaults, empty lists and the order of what has no order.
 *
 * Source: CloudWatch API Reference, PutMetricAlarm (defaults); answers recorded from AWS.
 */
import { compareText } from "../../core/order.ts";

/** By name, without AlarmName and Tags; values are texts that are equal where they mean the same. */
export type CanonicalFields = ReadonlyMap<string, string>;

const DEFAULTS: Readonly<Record<string, unknown>> = {
  ActionsEnabled: true,
  TreatMissingData: "missing",
  EvaluateLowSampleCountPercentile: "evaluate",
};
const LEFT_OUT = new Set(["AlarmName", "Tags"]);
/** Lists whose order means nothing. */
const SETS = new Set(["AlarmActions", "OKActions", "InsufficientDataActions", "Dimensions", "Metrics"]);

export function canonicalFields(definition: Readonly<Record<string, unknown>>): CanonicalFields {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(definition)) {
    if (LEFT_OUT.has(name) || isUnset(value) || value === DEFAULTS[name]) continue;
    // All of N is what is meant where nothing else is said.
    if (name === "DatapointsToAlarm" && value === definition["EvaluationPeriods"]) continue;
    fields.set(name, canonicalText(value, name));
  }
  return fields;
}

/** The text of a value in which neither the order of members nor that of sets plays a part. */
export function canonicalText(value: unknown, name = ""): string {
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => canonicalText(name === "Metrics" ? withDefaults(item) : item));
    return `[${(SETS.has(name) ? items.sort(compareText) : items).join(",")}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value)
    .filter(([, inner]) => !isUnset(inner))
    .sort(([left], [right]) => compareText(left, right))
    .map(([key, inner]: [string, unknown]) => `${JSON.stringify(key)}:${canonicalText(inner, key)}`);
  return `{${members.join(",")}}`;
}

/** A query of an alarm's metric math is its result unless it says otherwise. */
function withDefaults(query: unknown): unknown {
  return typeof query === "object" && query !== null ? { ReturnData: true, ...query } : query;
}

function isUnset(value: unknown): boolean {
  return (
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
  );
}
