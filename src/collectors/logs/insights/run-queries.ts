import PQueue from "p-queue";

import type { ScanClaim } from "../../../aws/scan-allowance.ts";
import { ToolError } from "../../../core/errors.ts";
import { floorTo, MINUTE_MS, type Window } from "../../../core/window.ts";
import type { LogAccess } from "../log-request.ts";
import type { PlannedQuery } from "./plan-query.ts";
import { beyondAllowance } from "./query-failure.ts";
import type { QueryRow } from "./query-row.ts";
import { runQuery, type QueryAnswer } from "./run-query.ts";

/** Of the hundred queries that an account may have under way, dashboards' and others' included. */
const CONCURRENT_QUERIES = 5;

type Answered = Omit<QueryOutcome, "failure">;

interface ClaimedPart {
  readonly window: Window;
  readonly claim: ScanClaim;
}

/** What became of one planned query. */
export interface QueryOutcome {
  readonly rows: readonly QueryRow[];
  readonly scanned: number;
  readonly matched: number;
  /** Whether rows may be missing because the answer was full. */
  readonly isFull: boolean;
  /** Whether its parts were not asked for because of what that costs. */
  readonly isCutByCost: boolean;
  /** Null where it was answered. */
  readonly failure: ToolError | null;
}

export interface QueriedLog {
  readonly logGroups: readonly string[];
  readonly window: Window;
  /** In the window; null: nobody knows. */
  readonly estimatedBytes: number | null;
  /** Told the bytes that each query scanned. */
  readonly onScanned: (bytes: number) => void;
}

/**
 * Runs queries a few at a time, by name. One that fails does not end the others. What is beyond the allowance is not asked:
 * a query fails for it, and an answer that is full stays as it is.
 *
 * Errors: the signal's reason where it was interrupted.
 */
export async function runQueries(
  queries: readonly PlannedQuery[],
  log: QueriedLog,
  access: LogAccess,
): Promise<ReadonlyMap<string, QueryOutcome>> {
  // The estimate may be far too low, and what runs cannot be unspent: under a limit the first answer is waited for, and from
  // then on each query reserves what it really scans before it is asked. So at most one query is beyond the limit.
  const queue = new PQueue({ concurrency: access.allowance.isLimited ? 1 : CONCURRENT_QUERIES });
  /** By the answers so far, which know better than the estimate. */
  let densestBytesPerMs = 0;
  const run = async (query: PlannedQuery, window: Window, claim: ScanClaim): Promise<QueryAnswer> => {
    const answers: QueryAnswer[] = [];
    const lengthMs = window.endMs - window.startMs;
    await queue.add(async () => {
      if (!claim.grow(Math.floor(densestBytesPerMs * lengthMs))) {
        claim.settle(0);
        throw beyondAllowance();
      }
      const asked = { text: query.text(window), logGroups: log.logGroups, window, limit: query.limit };
      answers.push(await runQuery(asked, claim, access));
    });
    const [answer] = answers;
    if (answer === undefined) throw new Error("a queued query ended without an answer");
    densestBytesPerMs = Math.max(densestBytesPerMs, answer.bytesScanned / lengthMs);
    queue.concurrency = CONCURRENT_QUERIES;
    log.onScanned(answer.bytesScanned);
    return answer;
  };

  /** What is grouped by time adds up: an answer as long as it may be is asked for again in halves. */
  const runWhole = async (query: PlannedQuery, window: Window, claim: ScanClaim): Promise<Answered> => {
    const { rows, scanned, matched, bytesScanned } = await run(query, window, claim);
    const isFull = rows.length >= query.limit;
    const answer = { rows, scanned, matched, isFull, isCutByCost: false };
    if (!isFull || !query.isSplittable || minutesOf(window) <= 1) return answer;
    const halves = claimHalves(window, bytesScanned);
    return halves === null ? { ...answer, isCutByCost: true } : runHalves(query, halves);
  };
  const runHalves = async (query: PlannedQuery, parts: readonly ClaimedPart[]): Promise<Answered> => {
    const halves = await allEnded(parts.map(({ window, claim }) => runPlanned(query, window, claim)));
    return {
      rows: halves.flatMap(({ rows }) => rows),
      scanned: halves.reduce((sum, half) => sum + half.scanned, 0),
      matched: halves.reduce((sum, half) => sum + half.matched, 0),
      isFull: halves.some(({ isFull }) => isFull),
      isCutByCost: halves.some(({ isCutByCost }) => isCutByCost),
    };
  };
  /** Both halves or none; together they scan what the whole did. */
  const claimHalves = (window: Window, bytes: number): readonly ClaimedPart[] | null => {
    const parts: ClaimedPart[] = [];
    for (const half of halvesOf(window)) {
      const share = (half.endMs - half.startMs) / (window.endMs - window.startMs);
      const claim = access.allowance.claim(Math.floor(bytes * share));
      if (claim === null) {
        for (const part of parts) part.claim.settle(0);
        return null;
      }
      parts.push({ window: half, claim });
    }
    return parts;
  };
  /** A minute is a row at least, so the answer for more of them than that need not be seen to be too long. */
  const runPlanned = async (query: PlannedQuery, window: Window, claim: ScanClaim): Promise<Answered> => {
    if (!query.isSplittable || minutesOf(window) <= query.limit) return runWhole(query, window, claim);
    claim.settle(0);
    const halves = claimHalves(window, estimateOf(window));
    if (halves === null) throw beyondAllowance();
    return runHalves(query, halves);
  };
  const estimateOf = ({ startMs, endMs }: Window): number =>
    Math.floor(((log.estimatedBytes ?? 0) * (endMs - startMs)) / (log.window.endMs - log.window.startMs));

  const outcomes = await Promise.allSettled(
    queries.map(async (query): Promise<[string, QueryOutcome]> => {
      try {
        const claim = access.allowance.claim(log.estimatedBytes ?? 0);
        if (claim === null) throw beyondAllowance();
        return [query.name, { ...(await runPlanned(query, log.window, claim)), failure: null }];
      } catch (thrown) {
        if (access.signal.aborted || !(thrown instanceof ToolError)) throw thrown;
        return [
          query.name,
          { rows: [], scanned: 0, matched: 0, isFull: false, isCutByCost: false, failure: thrown },
        ];
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

function minutesOf({ startMs, endMs }: Window): number {
  return (endMs - startMs) / MINUTE_MS;
}

/** Each has ended, and so given back its claim, before an error is passed on. */
async function allEnded<T>(parts: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(parts);
  return Promise.all(parts);
}
