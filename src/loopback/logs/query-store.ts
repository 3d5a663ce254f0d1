import type { JsonObject } from "../operation.ts";

type QueryStatus = "Scheduled" | "Running" | "Complete" | "Cancelled";

/** A query that was started. Its answer is settled from the start; only its status moves. */
export interface StartedQuery {
  status: QueryStatus;
  readonly rows: readonly (readonly JsonObject[])[];
  readonly statistics: JsonObject;
}

/** Queries by id, for the life of a server. */
export type QueryStore = Map<string, StartedQuery>;
