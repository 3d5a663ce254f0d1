import type { RunSummary } from "../../model/run-summary.ts";
import type { ReportView } from "../../report/view/to-view.ts";
import type { Undelivered } from "../run-once.ts";

/** What a daemon knows of itself; all that it serves is made of it. */
export interface DaemonStatus {
  readonly toolVersion: string;
  /** Of the last run that looked at something; null before the first. */
  readonly view: ReportView | null;
  /** Of the last run that ended; null before the first. */
  readonly summary: RunSummary | null;
  readonly undelivered: readonly Undelivered[];
  /** When the last good run ended, or the daemon started, epoch ms. */
  readonly lastGoodMs: number;
  /** A run has to have ended well so recently, ms. */
  readonly maxAgeMs: number;
  /** Runs so far, by outcome; "failed": it threw. */
  readonly runs: ReadonlyMap<string, number>;
  /** Of all runs so far. */
  readonly usd: number;
  readonly metricsRequested: number;
}

export function isHealthy({ lastGoodMs, maxAgeMs }: DaemonStatus, nowMs: number): boolean {
  return nowMs - lastGoodMs <= maxAgeMs;
}
