import { z } from "zod";

import { operation } from "../operation.ts";
import { findExecution } from "./get-query-execution.ts";

export const stopQueryExecution = operation({
  service: "athena",
  name: "StopQueryExecution",
  input: z.object({ QueryExecutionId: z.string() }),
  answer: ({ QueryExecutionId }, { athena }) => {
    const execution = findExecution(athena, QueryExecutionId);
    if (execution.state === "QUEUED" || execution.state === "RUNNING") execution.state = "CANCELLED";
    return {};
  },
});
