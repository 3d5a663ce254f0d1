import { z } from "zod";

import { ATHENA_PAGE_ROWS } from "../../catalog/athena.ts";
import { operation } from "../operation.ts";
import { takePage } from "../page-token.ts";
import { ServiceError } from "../service-error.ts";
import { findExecution } from "./get-query-execution.ts";

const input = z.object({
  QueryExecutionId: z.string(),
  NextToken: z.string().optional(),
  MaxResults: z.number().int().min(1).max(ATHENA_PAGE_ROWS).default(ATHENA_PAGE_ROWS),
});

/** The first row of a query's first page holds the names of its columns. */
export const getAthenaResults = operation({
  service: "athena",
  name: "GetQueryResults",
  input,
  answer: ({ QueryExecutionId, NextToken, MaxResults }, { athena }) => {
    const { state, result } = findExecution(athena, QueryExecutionId);
    if (state !== "SUCCEEDED") {
      const message = `Query did not finish successfully. Final query state: ${state}`;
      throw new ServiceError("InvalidRequestException", message);
    }
    const { items, next } = takePage(
      [result.columns, ...result.rows],
      MaxResults,
      QueryExecutionId,
      NextToken,
      () => new ServiceError("InvalidRequestException", "Invalid token"),
    );
    return {
      ResultSet: {
        Rows: items.map((row) => ({
          Data: row.map((value) => (value === null ? {} : { VarCharValue: value })),
        })),
        ResultSetMetadata: { ColumnInfo: result.columns.map((Name) => ({ Name, Type: "varchar" })) },
      },
      NextToken: next,
    };
  },
});
