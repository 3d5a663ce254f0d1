import type { SimulatedRequest } from "../request.ts";
import { hexOf, type RequestFacts, uuidOf } from "./request-facts.ts";
import { serviceNameOf } from "./service-name.ts";

/** What a handler's own code takes: this part of what the route usually takes, and at most that part of the invocation. */
const OWN_OF_USUAL = 0.25;
const OWN_AT_MOST = 0.6;

const OPERATIONS: Readonly<Record<string, string>> = {
  GET: "GetItem",
  POST: "PutItem",
  PUT: "UpdateItem",
  PATCH: "UpdateItem",
  DELETE: "DeleteItem",
};

/**
 * What a function or a service calls: one operation on a table that is named after it, for as long as it takes beyond its code's own
 * time. So what slows it down is mostly seen in its table.
 *
 * A member of what calls it, the function's invocation or the service's segment; nothing where the route is not known. Times are epoch seconds.
 */
export function downstreamCall(
  request: SimulatedRequest,
  facts: RequestFacts,
  invocation: { readonly region: string; readonly startS: number; readonly endS: number },
): Record<string, unknown> {
  const usualMs = facts.route?.integrationLatency?.parts[0]?.medianMs;
  if (facts.route === null || usualMs === undefined) return {};
  const { startS, endS, region } = invocation;
  const ownS = Math.min((OWN_OF_USUAL * usualMs) / 1_000, OWN_AT_MOST * (endS - startS));
  const table = tableOf(facts);
  const operation = OPERATIONS[facts.method] ?? "Query";
  return {
    subsegments: [
      {
        id: hexOf(`downstream/${request.requestId}`, 16),
        name: "DynamoDB",
        // Half of the code's own time before it, half of it behind it.
        start_time: startS + ownS / 2,
        end_time: endS - ownS / 2,
        http: { response: { status: 200 } },
        aws: {
          operation,
          region,
          table_name: table,
          request_id: uuidOf(`downstream/${request.requestId}`),
          resource_names: [table],
        },
        namespace: "aws",
      },
    ],
  };
}

/** "orders-create" and "orders-read" have one table, "orders"; so has the service "orders". */
function tableOf(facts: RequestFacts): string {
  return serviceNameOf(facts) ?? (facts.route?.integrationTarget ?? "unknown").replace(/-[^-]*$/, "");
}
