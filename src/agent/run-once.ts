import type { AccountReader } from "../collectors/account-reader.ts";
import type { AgentEvent } from "../model/agent-event.ts";
import type { Config } from "../model/config.ts";
import type { RunSummary } from "../model/run-summary.ts";
import type { ReportView } from "../report/view/to-view.ts";
import type { ReportArchive } from "./report-archive.ts";
import type { Sink } from "./sinks/sink.ts";
import type { StateStore } from "./state/state-store.ts";

/** One region of one account that an agent watches. */
export interface AgentAccount {
  /** Names it in the state for ever: "own/eu-west-1", "arn:aws:iam::123456789012:role/gatewatch/eu-west-1". */
  readonly key: string;
  readonly region: string;
  /** As far as it is known without asking: of a role's ARN. */
  readonly accountId: string | null;
  /** Opens it for one run. */
  open(nowMs: number): AccountReader & { close(): void };
}

export interface RunOnceInput {
  readonly accounts: readonly AgentAccount[];
  readonly state: StateStore;
  readonly sinks: readonly Sink[];
  /** Null: reports are not kept, and events link to none. */
  readonly archive: ReportArchive | null;
  readonly config: Config;
  /** "Now" of the run: what it looks at ends here. A scheduled run's is the scheduled time. */
  readonly nowMs: number;
  /** By `clock`: at this time the run has to be over; it finishes before with what it has. Null: no limit. */
  readonly deadlineMs: number | null;
  /**
   * Names the run where it may be started twice (the id of the event that started it, the same in a retry); null: it
   * cannot.
   */
  readonly runKey: string | null;
  /** The time of day, for durations, leases and the deadline. */
  readonly clock: () => number;
  readonly toolVersion: string;
}

/** What a sink could not deliver. It is kept, and tried again in the next run. */
export interface Undelivered {
  readonly sink: string;
  readonly events: number;
  /** Why, of this run; null where it was not tried. */
  readonly error: string | null;
}

export interface RunOnceResult {
  /** Null where the run looked at nothing; see the summary's outcome. */
  readonly view: ReportView | null;
  /** News of this run, whether delivered or not. */
  readonly events: readonly AgentEvent[];
  readonly summary: RunSummary;
  readonly undelivered: readonly Undelivered[];
}
