import { setTimeout as sleep } from "node:timers/promises";

import type { AthenaClient, GetQueryResultsCommandOutput } from "@aws-sdk/client-athena";

import { classifyError } from "../../../aws/classify-error.ts";
import { ATHENA_PAGE_ROWS } from "../../../catalog/athena.ts";
import { ToolError } from "../../../core/errors.ts";
import { SECOND_MS } from "../../../core/window.ts";
import { errorCodeOf } from "../read-failure.ts";
import type { AthenaOptions } from "./athena-options.ts";
import type { AthenaRow } from "./read-rows.ts";

export interface RunContext {
  readonly client: AthenaClient;
  readonly region: string;
  readonly options: AthenaOptions;
  /** Cancels the query. */
  readonly signal: AbortSignal;
  /** Bytes scanned so far, and whether more will come. What it throws ends the query, and is thrown. */
  readonly onScanned: (bytes: number, isEnded: boolean) => void;
}

const FIRST_LOOK_MS = SECOND_MS / 10;
const MOST_BETWEEN_LOOKS_MS = 2 * SECOND_MS;

/**
 * Runs one statement to its end and returns its rows.
 *
 * Errors: E_ACCESS_DENIED, E_UNREACHABLE, E_NOTHING_READABLE with what Athena says, and for a query that was cancelled;
 * those of `onScanned`. Whatever ends it early, the query is stopped.
 */
export async function runQuery(sql: string, context: RunContext): Promise<AthenaRow[]> {
  const { client, signal } = context;
  const sdk = await import("@aws-sdk/client-athena");
  const { StartQueryExecutionCommand, StopQueryExecutionCommand } = sdk;
  const { database, workGroup, outputLocation } = context.options;
  let id: string | undefined;
  const progress = { isEnded: false };
  try {
    signal.throwIfAborted();
    // Not given up half-way: a query that runs and has no id could not be cancelled.
    const started = await client.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        QueryExecutionContext: { Database: database },
        ...(workGroup === undefined ? {} : { WorkGroup: workGroup }),
        ...(outputLocation === undefined ? {} : { ResultConfiguration: { OutputLocation: outputLocation } }),
      }),
    );
    id = started.QueryExecutionId;
    if (id === undefined) throw new Error("StartQueryExecution answered without an id");
    await waitForEnd(id, context, progress);
    return await readResults(id, context);
  } catch (thrown) {
    if (id !== undefined && !progress.isEnded) {
      const stop = new StopQueryExecutionCommand({ QueryExecutionId: id });
      // The signal that ended the waiting must not end this call, too.
      await client.send(stop).catch(() => undefined);
    }
    throw toRunError(thrown, context);
  }
}

/** @param progress told when nothing runs any more. */
async function waitForEnd(
  id: string,
  { client, signal, onScanned, options }: RunContext,
  progress: { isEnded: boolean },
): Promise<void> {
  const { GetQueryExecutionCommand } = await import("@aws-sdk/client-athena");
  for (let waitMs = FIRST_LOOK_MS; ; waitMs = Math.min(MOST_BETWEEN_LOOKS_MS, waitMs * 1.5)) {
    const look = new GetQueryExecutionCommand({ QueryExecutionId: id });
    const { QueryExecution: found } = await client.send(look, { abortSignal: signal });
    const { State = "RUNNING", StateChangeReason: reason = "no reason given" } = found?.Status ?? {};
    progress.isEnded = State === "SUCCEEDED" || State === "FAILED" || State === "CANCELLED";
    onScanned(found?.Statistics?.DataScannedInBytes ?? 0, progress.isEnded);
    if (State === "SUCCEEDED") return;
    if (State === "FAILED" || State === "CANCELLED") throw failed(State, reason, options);
    await sleep(waitMs, undefined, { signal });
  }
}

function failed(state: string, reason: string, { database, mayCreateTable }: AthenaOptions): ToolError {
  const message = `Athena ended the query as ${state}: ${reason.replace(/\s+/g, " ").slice(0, 300)}`;
  if (/access denied|not authorized|insufficient/i.test(reason)) {
    return new ToolError("E_ACCESS_DENIED", message, {
      hint: "Athena reads the objects and the Glue catalogue with your identity: it needs s3:GetObject, s3:ListBucket, glue:GetTable and glue:GetDatabase.",
    });
  }
  const isMissing = /TABLE_NOT_FOUND|does not exist|SCHEMA_NOT_FOUND/i.test(reason);
  const hint =
    isMissing && !mayCreateTable
      ? `Make the table first: --print-sql prints its definition, which a person or a pipeline can run in the database ${database}, and --athena-create-table runs it.`
      : "Look at the query in Athena's console, or print it with --print-sql.";
  return new ToolError("E_NOTHING_READABLE", message, { hint });
}

/** The first row of the first page of a query has the names of its columns. */
async function readResults(id: string, { client, signal }: RunContext): Promise<AthenaRow[]> {
  const { GetQueryResultsCommand } = await import("@aws-sdk/client-athena");
  const rows: AthenaRow[] = [];
  let names: readonly string[] | undefined;
  let token: string | undefined;
  do {
    const page: GetQueryResultsCommandOutput = await client.send(
      new GetQueryResultsCommand({
        QueryExecutionId: id,
        MaxResults: ATHENA_PAGE_ROWS,
        ...(token === undefined ? {} : { NextToken: token }),
      }),
      { abortSignal: signal },
    );
    for (const { Data = [] } of page.ResultSet?.Rows ?? []) {
      if (names === undefined) {
        names = Data.map(({ VarCharValue = "" }) => VarCharValue);
        continue;
      }
      const row = new Map<string, string>();
      for (const [at, { VarCharValue: value }] of Data.entries()) {
        if (value !== undefined) row.set(names[at] ?? "", value);
      }
      rows.push(row);
    }
    if (page.NextToken !== undefined && page.NextToken === token) throw new Error("a page token came twice");
    token = page.NextToken === "" ? undefined : page.NextToken;
  } while (token !== undefined);
  return rows;
}

function toRunError(thrown: unknown, { region, signal }: RunContext): ToolError {
  if (signal.aborted) {
    return new ToolError("E_NOTHING_READABLE", "interrupted: the query was cancelled", { cause: thrown });
  }
  if (thrown instanceof ToolError) return thrown;
  const { code, hint } = classifyError(thrown, { action: "athena:StartQueryExecution", region });
  return new ToolError(errorCodeOf(code), "Athena cannot be asked", { hint, cause: thrown });
}
