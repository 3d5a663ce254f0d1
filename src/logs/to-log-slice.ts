import type { LogField } from "../catalog/log-fields.ts";
import { compareText } from "../core/order.ts";
import { MINUTE_MS } from "../core/window.ts";
import {
  LOG_TOP_DIMENSIONS,
  type LogCount,
  type LogLatency,
  type LogSlice,
  type LogTop,
} from "../model/log-slice.ts";
import {
  CELL_COLUMNS,
  LATENCIES,
  TOP_LISTS,
  type Distributions,
  type LogAggregates,
} from "./aggregate/aggregates.ts";
import { bucketsOf, mergeDistributions, quantileOf, type Distribution } from "./aggregate/distribution.ts";
import type { Dimension } from "./filter/filter.ts";

/** What the first scanner of a slice groups by, with cells. */
export const COUNT_DIMENSIONS = [
  "route",
  "status",
  "responseType",
  "deploymentId",
  "isCanary",
] as const satisfies Dimension[];
/** What the second one groups by: over fewer groups, so that none finds no room for its latencies. */
export const LATENCY_DIMENSIONS = ["route"] as const satisfies Dimension[];

/** How many of the most frequent texts are kept. */
const TOP = 50;

/** Where a slice comes from. */
export type SliceOrigin = Pick<
  LogSlice,
  "target" | "startMs" | "endMs" | "engine" | "sampledShare" | "isComplete" | "bytes"
> & { readonly fields: readonly LogField[] };

/**
 * What two scanners saw of the same lines, by {@link COUNT_DIMENSIONS} and by {@link LATENCY_DIMENSIONS}.
 *
 * Shape: requests of groups that found no room in the scanner count with nothing but their minute known; requests without
 * a time are in no count.
 */
export function toLogSlice(origin: SliceOrigin, byOutcome: LogAggregates, byRoute: LogAggregates): LogSlice {
  return {
    ...origin,
    fields: [...origin.fields],
    requests: byOutcome.requests,
    unparsed: byOutcome.unparsed,
    counts: toCounts(byOutcome),
    latencies: toLatencies(byRoute),
    top: toTop(byRoute),
    slowest: byRoute.worst.map(({ latencyMs, timeMs, status, key, requestId, integrationRequestId }) => ({
      latencyMs,
      timeMs,
      status: status === 0 ? null : status,
      route: key?.[0] || null,
      requestId: requestId || null,
      integrationRequestId: integrationRequestId || null,
    })),
  };
}

function toCounts({ cells, groups }: LogAggregates): LogCount[] {
  const counts = new Map<string, LogCount>();
  for (let at = 0; at < cells.length; at += CELL_COLUMNS) {
    const [route = "", status = "", responseType = "", deploymentId = "", canary = ""] =
      groups[cells[at] ?? 0]?.key ?? [];
    const minuteMs = (cells[at + 1] ?? 0) * MINUTE_MS;
    const requests = cells[at + 2] ?? 0;
    const name = JSON.stringify([minuteMs, route, status, responseType, deploymentId, canary]);
    const known = counts.get(name);
    if (known) known.requests += requests;
    else {
      counts.set(name, {
        minuteMs,
        route: route || null,
        status: /^\d{3}$/.test(status) ? Number(status) : null,
        responseType: responseType || null,
        deploymentId: deploymentId || null,
        isCanary: canary === "" ? null : canary === "true",
        requests,
      });
    }
  }
  return [...counts]
    .sort(([left, a], [right, b]) => a.minuteMs - b.minuteMs || compareText(left, right))
    .map(([, count]) => count);
}

function toLatencies({ groups }: LogAggregates): LogLatency[] {
  const byRoute = new Map<string | null, Distributions>();
  for (const { key, distributions } of groups) {
    // What found no room belongs to no route, and to all of them together.
    const route = key?.[0] || null;
    for (const name of route === null ? [null] : [null, route]) {
      const known = byRoute.get(name);
      byRoute.set(
        name,
        distributions.map((one, at) => mergeDistributions(known?.[at] ?? null, one)),
      );
    }
  }
  return [...byRoute]
    .sort(([left], [right]) => compareText(left ?? "", right ?? ""))
    .flatMap(([route, distributions]) =>
      LATENCIES.flatMap((phase, at) => {
        const distribution = distributions[at] ?? null;
        return distribution === null ? [] : [toLatency(route, phase, distribution)];
      }),
    );
}

function toLatency(route: string | null, phase: LogLatency["phase"], distribution: Distribution): LogLatency {
  const quantile = (q: number): number => quantileOf(distribution, q) ?? 0;
  return {
    route,
    phase,
    count: distribution.count,
    meanMs: distribution.sum / distribution.count,
    p50: quantile(0.5),
    p90: quantile(0.9),
    p99: quantile(0.99),
    buckets: bucketsOf(distribution),
  };
}

function toTop({ top }: LogAggregates): LogTop[] {
  return LOG_TOP_DIMENSIONS.flatMap((dimension, at) => {
    const list = TOP_LISTS[at];
    return list === undefined
      ? []
      : top[list].entries.slice(0, TOP).map((entry) => ({ dimension, ...entry }));
  });
}
