/** Columns and rows of an answer; null where a row has no value. */
interface SqlResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly scannedBytes: number;
}

/** Runs one statement. What it throws is what the query fails with. */
export type ExecuteSql = (sql: string) => Promise<SqlResult>;

type QueryState = "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";

export interface StartedExecution {
  readonly query: string;
  state: QueryState;
  result: SqlResult;
  reason: string | undefined;
}

/** Queries by id, for the life of a server, and what runs them. */
export interface AthenaStore {
  readonly execute: ExecuteSql;
  readonly executions: Map<string, StartedExecution>;
}

export function newAthenaStore(execute: ExecuteSql = noEngine): AthenaStore {
  return { execute, executions: new Map() };
}

async function noEngine(): Promise<never> {
  throw new Error("GENERIC_INTERNAL_ERROR: this endpoint has no engine that runs queries");
}
