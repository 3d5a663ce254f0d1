import PQueue from "p-queue";

import { ToolError } from "../../../core/errors.ts";
import { floorTo, MINUTE_MS, type Window } from "../../../core/window.ts";
import type { LogAccess } from "../log-request.ts";
import type { PlannedQuery } from "./plan-query.ts";
import type { QueryRow } from "./query-row.ts";
import { runQuery, type QueryAnswer } from "./run-query.ts";

/** Of the hundred queries that an account may have under way, dashboards' and others' included. */
const CONCURRENT_QUERIES = 5;

/** What became of one planned query. */
export interface QueryOutcome {
  readonly rows: readonly QueryRow[];
  readonly scanned: number;
  readonly matched: number;
  /** Whether rows may be missing because the answer was full. */
  readonly isFull: boolean;
  /** Null where it was answered. */
  readonly failure: ToolError | null;
}

export interface QueriedLog {
  readonly logGroups: readonly string[];
  readonly window: Window;
  /** Told the bytes that each query scanned. */
  readonly onScanned: (bytes: number) => void;
}

/**
 * Runs queries a few at a time, by name. One that fails does not end the others.
 *
 * Errors: the signal's reason where it was interrupted.
 */
export async function runQueries(
  queries: readonly PlannedQuery[],
  log: QueriedLog,
  access: LogAccess,
): Promise<ReadonlyMap<string, QueryOutcome>> {
  const queue = new PQueue({ concurrency: CONCURRENT_QUERIES });
  const run = async (query: PlannedQuery, window: Window): Promise<QueryAnswer> => {
    const answers: QueryAnswer[] = [];
    await queue.add(async () => {
      answers.push(await runQuery(query.text(window), log.logGroups, window, query.limit, access));
    });
    const [answer] = answers;
    if (answer === undefined) throw new Error("a queued query ended without an answer");
    return answer;
  };

  /** What is grouped by time adds up: an answer as long as it may be is asked for again in halves. */
  const runWhole = async (query: PlannedQuery, window: Window): Promise<Omit<QueryOutcome, "failure">> => {
    const minutes = (window.endMs - window.startMs) / MINUTE_MS;
    // A minute is a row at least, so the answer for more of them than that need not be seen to be too long.
    if (query.isSplittable && minutes > query.limit) return runHalves(query, window);
    const { rows, scanned, matched, bytesScanned } = await run(query, window);
    log.onScanned(bytesScanned);
    const isFull = rows.length >= query.limit;
    return isFull && query.isSplittable && minutes > 1
      ? runHalves(query, window)
      : { rows, scanned, matched, isFull };
  };
  const runHalves: typeof runWhole = async (query, window) => {
    const halves = await Promise.all(halvesOf(window).map((half) => runWhole(query, half)));
    return {
      rows: halves.flatMap(({ rows }) => rows),
      scanned: halves.reduce((sum, half) => sum + half.scanned, 0),
      matched: halves.reduce((sum, half) => sum + half.matched, 0),
      isFull: halves.some(({ isFull }) => isFull),
    };
  };

  const outcomes = await Promise.allSettled(
    queries.map(async (query): Promise<[string, QueryOutcome]> => {
      try {
        return [query.name, { ...(await runWhole(query, log.window)), failure: null }];
      } catch (thrown) {
        if (access.signal.aborted || !(thrown instanceof ToolError)) throw thrown;
        return [query.name, { rows: [], scanned: 0, matched: 0, isFull: false, failure: thrown }];
      }
    }),
  );
  // Each has been stopped by now: only then is the interruption passed on.
  access.signal.throwIfAborted();
  return new Map(
    outcomes.map((outcome) => {
      if (outcome.status === "rejected") throw outcome.reason;
      return outcome.value;
    }),
  );
}

/** Two parts of more than a minute that meet at a whole one, so that no minute is in both. */
function halvesOf({ startMs, endMs }: Window): [Window, Window] {
  const middleMs = floorTo((startMs + endMs) / 2, MINUTE_MS);
  const borderMs = middleMs > startMs ? middleMs : floorTo(startMs, MINUTE_MS) + MINUTE_MS;
  return [
    { startMs, endMs: borderMs },
    { startMs: borderMs, endMs },
  ];
}
