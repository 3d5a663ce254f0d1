import { classifyError, type ClassifiedError } from "../../aws/classify-error.ts";
import type { AwsErrorCode } from "../../aws/error-codes.ts";
import type { Pause } from "../../aws/pause.ts";
import { PagingError } from "../../aws/read-pages.ts";
import type { Window } from "../../core/window.ts";
import { SeenEvents, type LogEvent } from "./seen-events.ts";

export interface EventPage {
  readonly events: readonly LogEvent[];
  readonly token: string | undefined;
}

/** What reading a slice needs to know. */
export interface SliceSource {
  /** Events from `fromMs` on, or from where the token says. Throws what the SDK throws. */
  readonly fetch: (span: Window, token: string | undefined) => Promise<EventPage>;
  /** Told each event of the slice once. */
  readonly onEvents: (events: readonly LogEvent[]) => void;
  /** Asked before each page. */
  readonly mayGoOn: () => boolean;
  readonly pause: Pause;
  readonly signal: AbortSignal;
  readonly region: string;
}

export interface SliceReading {
  /** Everything before this was read. */
  readonly readToMs: number;
  /** Why it ended early; null where it did not, or was told to. */
  readonly failure: ClassifiedError | null;
}

const ACTION = "logs:FilterLogEvents";

/** What may be gone a moment later. The client has repeated the call by then; the others of this run may have been in the way. */
const PASSING: readonly AwsErrorCode[] = [
  "THROTTLED",
  "SERVER_ERROR",
  "TIMEOUT",
  "UNREACHABLE",
  "BAD_RESPONSE",
];
const PAUSES_MS = [250, 1_000, 4_000];

/** Pages without events are legal while AWS looks through a quiet group; so many in a row lead nowhere. */
const MAX_EMPTY_PAGES = 5_000;

/**
 * Reads a slice page by page. After a failure it goes on where it was: with the token of the page that failed, or, where
 * that is refused (a token lives for a day), from the time of the last event on.
 *
 * Errors: does not throw; what was read before a failure counts.
 */
export async function readSlice(slice: Window, source: SliceSource): Promise<SliceReading> {
  const seen = new SeenEvents();
  let at: { fromMs: number; token: string | undefined } = { fromMs: slice.startMs, token: undefined };
  let readToMs = slice.startMs;
  let restartedAtMs = -1;
  let [failures, emptyPages] = [0, 0];
  while (source.mayGoOn()) {
    try {
      const span = { startMs: at.fromMs, endMs: slice.endMs };
      const { events, token } = await source.fetch(span, at.token);
      const inside = events.filter(
        ({ timestampMs }) => timestampMs >= slice.startMs && timestampMs < slice.endMs,
      );
      source.onEvents(seen.takeNew(inside));
      for (const { timestampMs } of inside) readToMs = Math.max(readToMs, timestampMs);
      if (token === undefined || token === "") return { readToMs: slice.endMs, failure: null };
      emptyPages = events.length === 0 ? emptyPages + 1 : 0;
      if (token === at.token || emptyPages > MAX_EMPTY_PAGES)
        throw new PagingError("the pages of a log group do not end");
      at = { fromMs: at.fromMs, token };
      failures = 0;
    } catch (error) {
      if (source.signal.aborted) break;
      const failure = classifyError(error, { action: ACTION, region: source.region });
      if (failure.code === "INVALID_REQUEST" && at.token !== undefined && readToMs > restartedAtMs) {
        at = { fromMs: readToMs, token: undefined };
        restartedAtMs = readToMs;
        continue;
      }
      const pauseMs = PAUSES_MS[failures];
      if (pauseMs === undefined || error instanceof PagingError || !PASSING.includes(failure.code)) {
        return { readToMs, failure };
      }
      failures += 1;
      await source.pause(pauseMs, source.signal).catch(() => undefined);
    }
  }
  return { readToMs, failure: null };
}
