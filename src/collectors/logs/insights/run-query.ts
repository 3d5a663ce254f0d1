import type { CloudWatchLogsClient, GetQueryResultsCommandOutput } from "@aws-sdk/client-cloudwatch-logs";

import { classifyError } from "../../../aws/classify-error.ts";
import type { ScanClaim } from "../../../aws/scan-allowance.ts";
import { SECOND_MS, type Window } from "../../../core/window.ts";
import type { LogAccess } from "../log-request.ts";
import { readFailure } from "../read-failure.ts";
import { beyondAllowance, QueryFailure } from "./query-failure.ts";
import type { QueryRow } from "./query-row.ts";

export interface StartedText {
  readonly text: string;
  readonly logGroups: readonly string[];
  readonly window: Window;
  /** Rows of the answer at most. */
  readonly limit: number;
}

/** What one query came to. */
export interface QueryAnswer {
  readonly rows: readonly QueryRow[];
  readonly scanned: number;
  readonly matched: number;
  readonly bytesScanned: number;
}

/** Short queries end in a second; one that takes minutes is not asked ten times a second. */
const FIRST_LOOK_MS = 50;
const LONGEST_WAIT_MS = 4_000;

/** The account's queries under way may be a hundred already, of whomever: then it is tried again, for about two minutes. */
const MOST_STARTS = 8;
const FIRST_RETRY_MS = 1_000;

/**
 * Runs one query to its end. What it scanned is counted, also where it ended otherwise.
 *
 * Errors: those of {@link readFailure} where a call fails; QueryFailure where the query does; E_COST_LIMIT where it scans
 * more than its claim may grow to; the signal's reason where
 * it was interrupted. Whatever ends it early, the query is stopped.
 */
export async function runQuery(
  query: StartedText,
  claim: ScanClaim,
  caller: LogAccess,
): Promise<QueryAnswer> {
  caller.signal.throwIfAborted();
  // A signal of its own: many queries listening to one look like a leak to Node.
  const access = { ...caller, signal: AbortSignal.any([caller.signal]) };
  const client = await access.logs();
  const queryId = await startQuery(client, query, access);
  let bytesScanned = 0;
  let isEnded = false;
  try {
    for (let waitMs = FIRST_LOOK_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      await access.pause(waitMs, access.signal);
      const output = await readResults(client, queryId, access);
      bytesScanned = output.statistics?.bytesScanned ?? bytesScanned;
      const status = output.status ?? "Unknown";
      if (status === "Scheduled" || status === "Running") {
        if (!claim.grow(bytesScanned)) throw beyondAllowance();
        continue;
      }
      isEnded = true;
      if (status !== "Complete") throw new QueryFailure(status);
      return {
        rows: toRows(output),
        scanned: output.statistics?.recordsScanned ?? 0,
        matched: output.statistics?.recordsMatched ?? 0,
        bytesScanned,
      };
    }
  } catch (thrown) {
    access.signal.throwIfAborted();
    throw thrown;
  } finally {
    if (!isEnded) bytesScanned = Math.max(bytesScanned, await stopQuery(client, queryId));
    claim.settle(bytesScanned);
    access.meter.countLogBytes(bytesScanned);
  }
}

async function startQuery(
  client: CloudWatchLogsClient,
  { text, logGroups, window: { startMs, endMs }, limit }: StartedText,
  access: LogAccess,
): Promise<string> {
  const { StartQueryCommand } = await import("@aws-sdk/client-cloudwatch-logs");
  const command = new StartQueryCommand({
    logGroupIdentifiers: [...logGroups],
    queryString: text,
    startTime: Math.floor(startMs / SECOND_MS),
    // Whether its last second is read to its end is not said: the query itself ends where the window does.
    endTime: Math.ceil(endMs / SECOND_MS),
    limit,
  });
  for (let attempt = 1; ; attempt += 1) {
    try {
      // Not aborted under way: a query that was started without its id having come could not be stopped.
      const { queryId } = await access.budget("start-query", async () => {
        access.signal.throwIfAborted();
        return client.send(command);
      });
      if (queryId === undefined) throw new QueryFailure("Unknown");
      return queryId;
    } catch (thrown) {
      access.signal.throwIfAborted();
      if (!isFull(thrown) || attempt === MOST_STARTS)
        throw asFailure(thrown, "logs:StartQuery", logGroups, access);
      await access.pause(FIRST_RETRY_MS * Math.min(2 ** (attempt - 1), 32), access.signal);
    }
  }
}

function isFull(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === "LimitExceededException";
}

async function readResults(
  client: CloudWatchLogsClient,
  queryId: string,
  access: LogAccess,
): Promise<GetQueryResultsCommandOutput> {
  const { GetQueryResultsCommand } = await import("@aws-sdk/client-cloudwatch-logs");
  try {
    return await access.budget("get-query-results", () =>
      client.send(new GetQueryResultsCommand({ queryId }), { abortSignal: access.signal }),
    );
  } catch (thrown) {
    throw asFailure(thrown, "logs:GetQueryResults", [], access);
  }
}

function asFailure(
  thrown: unknown,
  action: string,
  logGroups: readonly string[],
  { region }: LogAccess,
): unknown {
  if (thrown instanceof QueryFailure) return thrown;
  const what = logGroups.length === 0 ? "the answer of a query" : `the log group ${logGroups.join(", ")}`;
  return readFailure(what, classifyError(thrown, { action, region }));
}

/** Best effort, outside the budget and the signal: nobody waits for it longer than for one answer. Bytes scanned so far. */
async function stopQuery(client: CloudWatchLogsClient, queryId: string): Promise<number> {
  const { GetQueryResultsCommand, StopQueryCommand } = await import("@aws-sdk/client-cloudwatch-logs");
  try {
    await client.send(new StopQueryCommand({ queryId }));
    const { statistics } = await client.send(new GetQueryResultsCommand({ queryId }));
    return statistics?.bytesScanned ?? 0;
  } catch {
    // It had ended meanwhile, or nothing can be reached any more: it ends by itself.
    return 0;
  }
}

function toRows({ results }: GetQueryResultsCommandOutput): QueryRow[] {
  return (results ?? []).map(
    (row) =>
      new Map(
        row.flatMap(({ field, value }) =>
          field === undefined || value === undefined ? [] : [[field, value] as const],
        ),
      ),
  );
}
