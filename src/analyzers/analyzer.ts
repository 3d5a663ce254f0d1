import type { Measure } from "../catalog/metrics.ts";
import type { ResolvedSettings } from "../model/config.ts";
import type { Finding } from "../model/finding.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Target } from "../model/target.ts";

/** A finding before run.ts stamps what follows from elsewhere: id, analyzer and target. */
export type FindingDraft = Omit<Finding, "id" | "analyzer" | "target">;

/** What an analyzer is given: one target of a snapshot. It sees no other target, so a healthy one never changes a finding. */
export interface AnalyzerInput {
  readonly snapshot: Snapshot;
  readonly target: Target;
  readonly settings: (route: string | null) => ResolvedSettings;
}

/** One question asked of every target. Pure. The id is the path: "errors/server-error-spike". */
export interface Analyzer {
  readonly id: string;
  readonly title: string;
  /** Measures without which it cannot answer; a target without any of them is skipped. */
  readonly needs: readonly Measure[];
  /** Whether it looks at `snapshot.logs` too. */
  readonly readsLogs?: true;
  analyze(input: AnalyzerInput): FindingDraft[];
}
