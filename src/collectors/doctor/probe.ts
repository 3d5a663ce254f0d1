import type { FeatureId } from "../../catalog/permissions.ts";

/** What one call showed. "unknown": it failed for another reason than being denied. */
export type Outcome = "granted" | "denied" | "unknown";

/** One call that was made to see whether it is allowed. */
export interface ProbeResult {
  readonly operation: string;
  readonly outcome: Outcome;
  /** Why it failed: a code and one line of what to do; null where it did not. */
  readonly failure: { readonly code: string; readonly hint: string } | null;
}

export interface FeatureResult {
  readonly feature: FeatureId;
  /** Denied where any call was, granted where none failed, else unknown. */
  readonly outcome: Outcome;
  readonly tried: readonly ProbeResult[];
  /** Operations of the feature that were not called, each with the reason. */
  readonly untried: readonly { readonly operation: string; readonly reason: string }[];
}
