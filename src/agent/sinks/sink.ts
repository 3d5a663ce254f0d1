import type { AgentEvent } from "../../model/agent-event.ts";
import type { RunSummary } from "../../model/run-summary.ts";

export type OnTaken = (events: readonly AgentEvent[]) => void;

/** A way out of the process for what is news. */
export interface Sink {
  /** Type and destination without secrets, "sns:arn:aws:sns:eu-west-1:111122223333:page"; what is undelivered is kept by it. */
  readonly name: string;
  /** Delivers after every run, also without an event: metrics of the run itself. */
  readonly everyRun?: true;
  /**
   * Delivers all or throws. What is delivered twice must do no harm where the channel allows: the events' ids stay.
   *
   * @param onTaken called with what the channel took, as soon as it did: where the rest fails, only the rest is handed over again.
   * Errors: ToolError.
   */
  deliver(events: readonly AgentEvent[], run: RunSummary, onTaken: OnTaken): Promise<void>;
}
