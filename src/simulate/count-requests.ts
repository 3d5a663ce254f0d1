import { MINUTE_MS } from "../core/window.ts";
import type { ApiKind } from "../model/target.ts";
import type { Outcome } from "./behaviour.ts";
import { type Cell, compactCell, countOutcome, emptyCell } from "./cell.ts";
import type { BareRequest } from "./complete-request.ts";
import type { StagePlan } from "./plan.ts";

/** Single requests, added up by minutes since the epoch; a minute without requests is absent. */
export interface CountedRequests {
  readonly periods: ReadonlyMap<number, { readonly stage: Cell; readonly routes: ReadonlyMap<string, Cell> }>;
  /** Minute, route key, outcome. */
  readonly outcomes: ReadonlyMap<number, ReadonlyMap<string, ReadonlyMap<Outcome, number>>>;
  /** The requests themselves, by minute; null where they are too many to keep. */
  readonly requests: ReadonlyMap<number, readonly BareRequest[]> | null;
}

/** About a hundred bytes each. */
const MOST_KEPT = 250_000;

/** @param requests ascending by time. */
export function countRequests(
  requests: Iterable<BareRequest>,
  { kind, detailedMetrics }: Pick<StagePlan, "kind" | "detailedMetrics">,
): CountedRequests {
  const periods = new Map<number, { stage: Cell; routes: Map<string, Cell> }>();
  const outcomes = new Map<number, Map<string, Map<Outcome, number>>>();
  const kept = new Map<number, BareRequest[]>();
  let count = 0;
  let newest = Number.NaN;
  // What is over is put away at once: open cells are large.
  const close = (): void => {
    const period = periods.get(newest);
    if (period === undefined) return;
    compactCell(period.stage);
    for (const cell of period.routes.values()) compactCell(cell);
  };
  for (const request of requests) {
    const minute = Math.floor(request.timeMs / MINUTE_MS);
    if (minute !== newest) close();
    newest = minute;
    const routeKey = request.route.key;
    const period = valueOf(periods, minute, () => ({ stage: emptyCell(), routes: new Map<string, Cell>() }));
    addRequest(period.stage, kind, request);
    if (detailedMetrics && request.outcome.unrouted !== true)
      addRequest(valueOf(period.routes, routeKey, emptyCell), kind, request);
    const ofMinute = valueOf(outcomes, minute, () => new Map<string, Map<Outcome, number>>());
    const ofRoute = valueOf(ofMinute, routeKey, () => new Map<Outcome, number>());
    count += 1;
    if (count <= MOST_KEPT) valueOf(kept, minute, (): BareRequest[] => []).push(request);
    else kept.clear();
    ofRoute.set(request.outcome, (ofRoute.get(request.outcome) ?? 0) + 1);
  }
  close();
  return { periods, outcomes, requests: count > MOST_KEPT ? null : kept };
}

function valueOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function addRequest(cell: Cell, kind: ApiKind, request: BareRequest): void {
  countOutcome(cell, kind, request.route.key, request.outcome, 1);
  cell.latency.addWhole(request.latencyMs);
  if (request.integrationLatencyMs !== null) cell.integrationLatency.addWhole(request.integrationLatencyMs);
  if (kind !== "http") return;
  cell.bytes += request.bytes;
  cell.minBytes = Math.min(cell.minBytes, request.bytes);
  cell.maxBytes = Math.max(cell.maxBytes, request.bytes);
}
