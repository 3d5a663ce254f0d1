import { hashText } from "../../core/hash.ts";

/**
 * A target's id as a part of the names of a metric filter and its metric, which hold no ":", "*" or "$": "http/a1b2/(default)". No
 * two ids share one; a stage's name holds no bracket.
 *
 * Source: CloudWatch Logs API Reference, PutMetricFilter and MetricTransformation (patterns).
 */
export function filterableName(id: string): string {
  const readable = id.replace(":", "/").replace(/\$default$/, "(default)");
  if (!/[:*$]/.test(readable)) return readable;
  return `${readable.replaceAll(/[:*$]/g, "_")} ${hashText(id).toString(16).padStart(8, "0")}`;
}
