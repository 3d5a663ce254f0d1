import { z } from "zod";

import { operation } from "../operation.ts";
import { ServiceError } from "../service-error.ts";
import type { AthenaStore, StartedExecution } from "./athena-store.ts";

export const getQueryExecution = operation({
  service: "athena",
  name: "GetQueryExecution",
  input: z.object({ QueryExecutionId: z.string() }),
  answer: ({ QueryExecutionId }, { athena }) => {
    const execution = findExecution(athena, QueryExecutionId);
    const { query, state, reason, result } = execution;
    if (state === "QUEUED") execution.state = "RUNNING";
    return {
      QueryExecution: {
        QueryExecutionId,
        Query: query,
        Status: { State: state, StateChangeReason: reason },
        Statistics: { DataScannedInBytes: result.scannedBytes },
      },
    };
  },
});

/** Errors: InvalidRequestException for an id that was not given out. */
export function findExecution({ executions }: AthenaStore, id: string): StartedExecution {
  const execution = executions.get(id);
  if (execution) return execution;
  throw new ServiceError("InvalidRequestException", `QueryExecution ${id} was not found`);
}
