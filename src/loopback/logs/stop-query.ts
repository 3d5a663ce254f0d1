import { z } from "zod";

import { operation } from "../operation.ts";
import { ServiceError } from "../service-error.ts";
import { findQuery } from "./get-query-results.ts";

/** A query that has ended cannot be stopped. */
export const stopQuery = operation({
  service: "logs",
  name: "StopQuery",
  input: z.object({ queryId: z.string() }),
  answer: ({ queryId }, { queries }) => {
    const query = findQuery(queries, queryId);
    if (query.status === "Complete" || query.status === "Cancelled") {
      throw new ServiceError(
        "InvalidParameterException",
        `Query with ID ${queryId} has already ended with status ${query.status}.`,
      );
    }
    query.status = "Cancelled";
    return { success: true };
  },
});
