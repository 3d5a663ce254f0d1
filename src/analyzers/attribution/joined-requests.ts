import type { ExecutionFailure, JoinedRequest } from "../../model/execution-slice.ts";
import { formatMs } from "../shared/wording.ts";

/** Of what was looked up this part must be of one route for the failure to be that route's. */
const MOST = 0.5;

/**
 * How a failure's requests are divided among routes: as the execution log says, else as the access log says of a sample. Empty
 * where neither does.
 */
export function routesOfFailure({
  route,
  requests,
  joined = [],
}: ExecutionFailure): ReadonlyMap<string, number> {
  if (route !== null) return new Map([[route, requests]]);
  const known = joined.flatMap((one) => one.route ?? []);
  const routes = new Map<string, number>();
  for (const one of known) routes.set(one, (routes.get(one) ?? 0) + requests / known.length);
  return routes;
}

/** The route that most of a failure's requests are of; null where none is, or nobody tells. */
export function mainRouteOf(failure: ExecutionFailure): string | null {
  const routes = [...routesOfFailure(failure)];
  return routes.find(([, requests]) => requests > MOST * failure.requests)?.[0] ?? null;
}

/** "request 0d2c…, POST /orders from 203.0.113.24, was answered with 502 after 212 ms"; null where no access-log line was found. */
export function exampleText(joined: readonly JoinedRequest[] | undefined): string | null {
  const [one] = joined ?? [];
  if (one === undefined) return null;
  const { requestId, route, client, status, latencyMs } = one;
  const whose = [route ?? "", client === null ? "" : `from ${client}`]
    .filter((part) => part !== "")
    .join(" ");
  const how = [
    status === null ? "" : `was answered with ${status}`,
    latencyMs === null ? "" : `${status === null ? "took" : "after"} ${formatMs(latencyMs)}`,
  ].filter((part) => part !== "");
  return [
    `request ${requestId}`,
    ...(whose === "" ? [] : [`, ${whose},`]),
    ...how.map((part) => ` ${part}`),
  ].join("");
}
