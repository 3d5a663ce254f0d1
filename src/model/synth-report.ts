import type { AlarmSpec } from "./alarm-spec.ts";

/** Alarms that were made, and what was left out. */
export interface SynthReport {
  readonly alarms: readonly AlarmSpec[];
  readonly uncovered: readonly {
    readonly target: string;
    readonly route: string | null;
    /** How many alarms of it did not fit. */
    readonly alarms: number;
    /** What watches a route all the same: one alarm on all routes of the stage, or only the stage's own alarms. */
    readonly coveredBy: "route-tail" | "stage";
  }[];
  readonly usdPerMonth: number;
  /** What they were learned from; null where there was nothing. */
  readonly history: { readonly startMs: number; readonly endMs: number; readonly incidents: number } | null;
  readonly notes: readonly string[];
}
