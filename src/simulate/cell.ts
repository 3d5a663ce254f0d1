import type { ApiKind } from "../model/target.ts";
import type { Outcome } from "./behaviour.ts";
import { LatencySketch } from "./latency-sketch.ts";

/** What CloudWatch would know of one period of a route, a stage or an API. Cells add up. */
export interface Cell {
  requests: number;
  /** REST and HTTP: answered 4XX by anybody. WebSocket: by the gateway, before the integration ran. */
  clientErrors: number;
  serverErrors: number;
  cacheHits: number;
  cacheMisses: number;
  connects: number;
  messages: number;
  /** WebSocket: the integration answered 4XX or 5XX. */
  integrationErrors: number;
  /** WebSocket: calling the integration failed. */
  executionErrors: number;
  bytes: number;
  minBytes: number;
  maxBytes: number;
  readonly latency: LatencySketch;
  /** Of the requests that reached the integration. */
  readonly integrationLatency: LatencySketch;
}

export function emptyCell(): Cell {
  return {
    requests: 0,
    clientErrors: 0,
    serverErrors: 0,
    cacheHits: 0,
    cacheMisses: 0,
    connects: 0,
    messages: 0,
    integrationErrors: 0,
    executionErrors: 0,
    bytes: 0,
    minBytes: Infinity,
    maxBytes: -Infinity,
    latency: new LatencySketch(),
    integrationLatency: new LatencySketch(),
  };
}

/** Counts requests of a route that ended in `outcome`; latencies and bytes are added apart. */
export function countOutcome(
  cell: Cell,
  kind: ApiKind,
  routeKey: string,
  outcome: Outcome,
  times: number,
): void {
  const { status, integrationStatus } = outcome;
  cell.requests += times;
  if (outcome.cache === "hit") cell.cacheHits += times;
  if (outcome.cache === "miss") cell.cacheMisses += times;
  if (kind !== "websocket") {
    if (status >= 500) cell.serverErrors += times;
    else if (status >= 400) cell.clientErrors += times;
    return;
  }
  if (routeKey === "$connect") cell.connects += times;
  else cell.messages += times;
  if (outcome.integrationError !== null || (integrationStatus === null && status >= 500))
    cell.executionErrors += times;
  else if (integrationStatus !== null && integrationStatus >= 400) cell.integrationErrors += times;
  else if (status >= 400) cell.clientErrors += times;
}

/** Adds all that `other` holds. */
export function mergeCell(cell: Cell, other: Cell): void {
  cell.requests += other.requests;
  cell.clientErrors += other.clientErrors;
  cell.serverErrors += other.serverErrors;
  cell.cacheHits += other.cacheHits;
  cell.cacheMisses += other.cacheMisses;
  cell.connects += other.connects;
  cell.messages += other.messages;
  cell.integrationErrors += other.integrationErrors;
  cell.executionErrors += other.executionErrors;
  cell.bytes += other.bytes;
  cell.minBytes = Math.min(cell.minBytes, other.minBytes);
  cell.maxBytes = Math.max(cell.maxBytes, other.maxBytes);
  cell.latency.merge(other.latency);
  cell.integrationLatency.merge(other.integrationLatency);
}

/** Takes the least memory; see LatencySketch. */
export function compactCell({ latency, integrationLatency }: Cell): void {
  latency.compact();
  integrationLatency.compact();
}
