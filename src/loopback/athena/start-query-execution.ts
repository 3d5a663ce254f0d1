import { z } from "zod";

import { ATHENA_QUERY_BYTES } from "../../catalog/athena.ts";
import { operation } from "../operation.ts";
import type { StartedExecution } from "./athena-store.ts";

const input = z.object({
  QueryString: z.string().min(1).max(ATHENA_QUERY_BYTES),
  WorkGroup: z.string().default("primary"),
  QueryExecutionContext: z
    .object({ Database: z.string().optional(), Catalog: z.string().optional() })
    .optional(),
  ResultConfiguration: z.object({ OutputLocation: z.string().optional() }).optional(),
});

/** Runs at once, beside the answer; looks move the state from QUEUED to RUNNING until it has ended. */
export const startQueryExecution = operation({
  service: "athena",
  name: "StartQueryExecution",
  input,
  answer: ({ QueryString }, { athena, newId }) => {
    const execution: StartedExecution = {
      query: QueryString,
      state: "QUEUED",
      result: { columns: [], rows: [], scannedBytes: 0 },
      reason: undefined,
    };
    const id = newId();
    athena.executions.set(id, execution);
    const end = (state: "SUCCEEDED" | "FAILED"): void => {
      if (execution.state !== "CANCELLED") execution.state = state;
    };
    void athena.execute(QueryString).then(
      (result) => {
        execution.result = result;
        end("SUCCEEDED");
      },
      (thrown: unknown) => {
        execution.reason = thrown instanceof Error ? thrown.message : String(thrown);
        end("FAILED");
      },
    );
    return { QueryExecutionId: id };
  },
});
