import { z } from "zod";

import { LOG_EVENTS_PAGE } from "../../catalog/answer-limits.ts";
import { operation } from "../operation.ts";
import { takePage } from "../page-token.ts";
import { ServiceError } from "../service-error.ts";
import { invalidToken } from "./log-group.ts";
import type { QueryStore, StartedQuery } from "./query-store.ts";

const input = z.object({
  queryId: z.string(),
  maxItems: z.number().int().min(1).max(LOG_EVENTS_PAGE).default(LOG_EVENTS_PAGE),
  nextToken: z.string().optional(),
});

/**
 * Each look moves a query on: Scheduled without rows, Running with the first half of them, then Complete. A page
 * of a complete answer has at most `maxItems` rows.
 */
export const getQueryResults = operation({
  service: "logs",
  name: "GetQueryResults",
  input,
  answer: ({ queryId, maxItems, nextToken }, { queries }) => {
    const query = findQuery(queries, queryId);
    const { status, rows } = query;
    if (status === "Scheduled" || status === "Running") {
      query.status = status === "Scheduled" ? "Running" : "Complete";
      const first =
        status === "Scheduled" ? [] : rows.slice(0, Math.min(maxItems, Math.floor(rows.length / 2)));
      return { queryLanguage: "CWLI", results: first, statistics: query.statistics, status };
    }
    const { items, next } = takePage(rows, maxItems, queryId, nextToken, invalidToken);
    const results = status === "Complete" ? items : [];
    return { queryLanguage: "CWLI", results, statistics: query.statistics, status, nextToken: next };
  },
});

/** Errors: ResourceNotFoundException. */
export function findQuery(queries: QueryStore, queryId: string): StartedQuery {
  const query = queries.get(queryId);
  if (query) return query;
  throw new ServiceError("ResourceNotFoundException", `Query with ID ${queryId} does not exist.`);
}
