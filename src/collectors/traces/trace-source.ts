import type { Window } from "../../core/window.ts";
import type { Target } from "../../model/target.ts";

/** What is told of a trace before it is retrieved. */
export interface TraceSummary {
  readonly id: string;
  readonly startMs: number;
  readonly durationMs: number;
}

export interface TraceSearch {
  readonly target: Target;
  /** At most six hours. */
  readonly window: Window;
  /** All, those that a fault ended, or those that took longer. */
  readonly which: "all" | "faulty" | { readonly longerThanMs: number };
  /** How many will be retrieved: with fewer listed it is worth to look elsewhere too. */
  readonly wanted: number;
  /** Nothing more is asked for once so many have been found: more than wanted, so that the pick is not of the first seconds alone. */
  readonly enough: number;
}

export interface FoundTraces {
  readonly summaries: readonly TraceSummary[];
  /** False where more may be there. */
  readonly isWhole: boolean;
  /** What failed besides; left out: nothing. What was found all the same is there. */
  readonly error?: unknown;
}

/** One trace as its service gives it. */
export interface FetchedTrace {
  readonly id: string;
  /** Larger than is kept. */
  readonly isCut: boolean;
  /** Segment documents, parsed or as text. */
  readonly documents: readonly unknown[];
}

/** What could be retrieved of what was asked for. */
export interface FetchedTraces {
  /** In any order. */
  readonly traces: readonly FetchedTrace[];
  /** What failed first, and the action that it was; left out: nothing, and what is missing is not there. */
  readonly failure?: { readonly error: unknown; readonly action: string };
}

/** The request ids that a log tells of one span. */
export interface LoggedIds {
  /** Lower case. */
  readonly ids: ReadonlySet<string>;
  /** False: the log of that span holds more than was read, and what is missing here may stand there. */
  readonly isWhole: boolean;
}

/** Where traces come from: X-Ray, or an account that lives in this process. What cannot be had is thrown as it came. */
export interface TraceSource {
  search(search: TraceSearch): Promise<FoundTraces>;
  /** Does not throw. @param window that all of them began in. */
  fetch(ids: readonly string[], window: Window): Promise<FetchedTraces>;
  /**
   * The request ids in the target's access log of a span; null: it tells none.
   *
   * @param which those of the services that it called, or the gateway's own of requests that its canary served.
   */
  requestIds(target: Target, window: Window, which: "called" | "canary"): Promise<LoggedIds | null>;
  /** Whether the limit leaves room for another search. */
  hasAllowance(): boolean;
}
