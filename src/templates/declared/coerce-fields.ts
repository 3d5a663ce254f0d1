import { isRecord } from "../../core/is-record.ts";

type Kind = "number" | "boolean" | "text";

/** Fields that a template may spell in another type, at any depth: CloudFormation and Terraform both take "60" for 60. */
const KINDS: Readonly<Record<string, Kind>> = {
  ActionsEnabled: "boolean",
  ActionsSuppressorExtensionPeriod: "number",
  ActionsSuppressorWaitPeriod: "number",
  AccountId: "text",
  AlarmDescription: "text",
  AlarmName: "text",
  DatapointsToAlarm: "number",
  EvaluationPeriods: "number",
  Expression: "text",
  Key: "text",
  Label: "text",
  Period: "number",
  ReturnData: "boolean",
  Threshold: "number",
  Value: "text",
};

/** Fields in the types of PutMetricAlarm and PutCompositeAlarm. What is neither stays as it is, for a check to name. */
export function coerceFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, coerce(value, KINDS[name])]),
  );
}

function coerce(value: unknown, kind: Kind | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => coerce(item, undefined));
  if (isRecord(value)) return coerceFields(value);
  if (kind === "text") return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
  if (typeof value !== "string") return value;
  if (kind === "number") {
    const number = Number(value);
    return value.trim() !== "" && Number.isFinite(number) ? number : value;
  }
  // YAML 1.1 has more words for the two, and templates are written in it.
  if (kind === "boolean" && /^(?:true|yes|on)$/i.test(value)) return true;
  return kind === "boolean" && /^(?:false|no|off)$/i.test(value) ? false : value;
}
