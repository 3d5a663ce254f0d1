import type { RunOnceResult } from "../run-once.ts";
import type { DaemonStatus } from "./daemon-status.ts";

/** Keeps what the last runs said, for those who ask over HTTP. */
export class StatusBoard {
  #status: DaemonStatus;

  constructor(toolVersion: string, maxAgeMs: number, startedMs: number) {
    this.#status = {
      toolVersion,
      maxAgeMs,
      lastGoodMs: startedMs,
      view: null,
      summary: null,
      undelivered: [],
      runs: new Map(),
      usd: 0,
      metricsRequested: 0,
    };
  }

  get status(): DaemonStatus {
    return this.#status;
  }

  /** A run that ended, at a time. One that looked at nothing is not a good one. */
  ended({ view, summary, undelivered }: RunOnceResult, nowMs: number): void {
    const before = this.#status;
    const { usd, metricsRequested } = summary.cost;
    this.#status = {
      ...before,
      view: view ?? before.view,
      summary,
      undelivered,
      lastGoodMs: view === null ? before.lastGoodMs : nowMs,
      runs: counted(before.runs, summary.outcome),
      usd: before.usd + usd,
      metricsRequested: before.metricsRequested + metricsRequested,
    };
  }

  /** A run that threw. */
  failed(): void {
    this.#status = { ...this.#status, runs: counted(this.#status.runs, "failed") };
  }
}

function counted(runs: DaemonStatus["runs"], outcome: string): DaemonStatus["runs"] {
  return new Map([...runs, [outcome, (runs.get(outcome) ?? 0) + 1]]);
}
