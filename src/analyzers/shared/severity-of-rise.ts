import type { Severity } from "../../model/finding.ts";
import type { ShareStretch } from "./replay-share.ts";

/** The severity of the highest step that the rise of the share reaches, "info" below all. Steps: rise, 0..1. */
export function severityOfRise(
  { part, whole, expected }: ShareStretch,
  steps: { readonly critical: number; readonly warning: number },
): Severity {
  const rise = (part - expected) / Math.max(1, whole);
  if (rise >= steps.critical) return "critical";
  return rise >= steps.warning ? "warning" : "info";
}
