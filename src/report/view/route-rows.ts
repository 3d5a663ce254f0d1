import { API_GATEWAY_NAMESPACE } from "../../catalog/metrics.ts";
import { compareText } from "../../core/order.ts";
import type { Window } from "../../core/window.ts";
import type { LogSlice } from "../../model/log-slice.ts";
import { datapoints, type Series } from "../../model/series.ts";
import type { ApiKind } from "../../model/target.ts";
import { countedPoints } from "./counted-points.ts";
import { goldenSignals, REQUESTS } from "./golden-signals.ts";
import { seriesOf, type TargetSeries } from "./signal-series.ts";

/** What a route has of its target's traffic, errors and time. Null is what cannot be known. */
export interface RouteRow {
  readonly route: string;
  readonly requests: number;
  readonly errorRatio4xx: number | null;
  readonly errorRatio5xx: number | null;
  readonly p50: number | null;
  readonly p99: number | null;
  /** Parts of the listed routes together, 0..1; null where there are none to be a part of. */
  readonly shareOfRequests: number | null;
  readonly shareOf4xx: number | null;
  readonly shareOf5xx: number | null;
  /** Of the time that all requests took. */
  readonly shareOfTime: number | null;
}

export interface RouteTable {
  /** Access logs count what was read of them, which may be a sample. */
  readonly source: "metrics" | "access-logs";
  /** Most errors first, then most requests. */
  readonly rows: readonly RouteRow[];
}

interface Counted {
  readonly route: string;
  readonly requests: number;
  readonly errors4xx: number | null;
  readonly errors5xx: number | null;
  readonly p50: number | null;
  readonly p99: number | null;
  /** Of all its requests together. */
  readonly timeMs: number | null;
}

/** From the routes' metrics where the stage has them (detailed metrics), else from the access log; null without both. */
export function routeTable(
  kind: ApiKind,
  series: readonly Series[],
  logs: readonly LogSlice[],
  window: Window,
): RouteTable | null {
  const measured = fromMetrics(kind, series, window);
  if (measured.length > 0) return { source: "metrics", rows: toRows(measured) };
  const logged = fromLogs(logs);
  return logged.length > 0 ? { source: "access-logs", rows: toRows(logged) } : null;
}

function fromMetrics(kind: ApiKind, series: readonly Series[], window: Window): Counted[] {
  const byRoute = new Map<string, Series[]>();
  for (const one of series) {
    if (one.route === null || one.namespace !== API_GATEWAY_NAMESPACE) continue;
    const list = byRoute.get(one.route);
    if (list) list.push(one);
    else byRoute.set(one.route, [one]);
  }
  return [...byRoute].flatMap(([route, own]) => {
    const target: TargetSeries = { kind, series: own };
    const { requests, errorRatio4xx, errorRatio5xx, latencyMs, integrationLatencyMs } = goldenSignals(
      target,
      window,
    );
    if (requests === null || requests === 0) return [];
    const of = (ratio: number | null): number | null => (ratio === null ? null : ratio * requests);
    const latency = latencyMs ?? integrationLatencyMs;
    return [
      {
        route,
        requests,
        errors4xx: of(errorRatio4xx),
        errors5xx: of(errorRatio5xx),
        p50: latency?.p50 ?? null,
        p99: latency?.p99 ?? null,
        timeMs: totalTimeMs(target, window),
      },
    ];
  });
}

/** Averages weighted by requests may be added where percentiles may not. */
function totalTimeMs(target: TargetSeries, window: Window): number | null {
  const requests = countedPoints(target, REQUESTS[target.kind], window);
  const average = [
    ...seriesOf(target, "latency", "Average"),
    ...seriesOf(target, "integrationLatency", "Average"),
  ].find(({ periodSeconds }) => periodSeconds * 1_000 === requests?.stepMs);
  if (!average || !requests) return null;
  return datapoints(average, window.startMs, window.endMs).reduce(
    (sum, { timeMs, value }) => sum + value * (requests.byTime.get(timeMs) ?? 0),
    0,
  );
}

function fromLogs(logs: readonly LogSlice[]): Counted[] {
  const counts = new Map<string, { requests: number; errors4xx: number; errors5xx: number }>();
  for (const { route, status, requests } of logs.flatMap((slice) => slice.counts)) {
    if (route === null) continue;
    const sum = counts.get(route) ?? { requests: 0, errors4xx: 0, errors5xx: 0 };
    const family = status === null ? 0 : Math.floor(status / 100);
    counts.set(route, {
      requests: sum.requests + requests,
      errors4xx: sum.errors4xx + (family === 4 ? requests : 0),
      errors5xx: sum.errors5xx + (family === 5 ? requests : 0),
    });
  }
  const latencies = logs.flatMap((slice) => slice.latencies).filter(({ phase }) => phase === "latency");
  return [...counts].map(([route, sum]) => {
    const own = latencies.filter((one) => one.route === route);
    const [only] = own;
    return {
      route,
      ...sum,
      // Percentiles of several spans cannot be joined; of one they are its own.
      p50: own.length === 1 && only ? only.p50 : null,
      p99: own.length === 1 && only ? only.p99 : null,
      timeMs: own.length === 0 ? null : own.reduce((all, { count, meanMs }) => all + count * meanMs, 0),
    };
  });
}

function toRows(routes: readonly Counted[]): RouteRow[] {
  const total = (of: (route: Counted) => number | null): number =>
    routes.reduce((sum, route) => sum + (of(route) ?? 0), 0);
  const [requests, errors4xx, errors5xx, timeMs] = [
    total((route) => route.requests),
    total((route) => route.errors4xx),
    total((route) => route.errors5xx),
    total((route) => route.timeMs),
  ];
  const share = (part: number | null, whole: number): number | null =>
    part === null || whole === 0 ? null : part / whole;
  return [...routes]
    .sort(
      (left, right) =>
        (right.errors5xx ?? 0) - (left.errors5xx ?? 0) ||
        right.requests - left.requests ||
        compareText(left.route, right.route),
    )
    .map((route) => ({
      route: route.route,
      requests: route.requests,
      errorRatio4xx: share(route.errors4xx, route.requests),
      errorRatio5xx: share(route.errors5xx, route.requests),
      p50: route.p50,
      p99: route.p99,
      shareOfRequests: share(route.requests, requests),
      shareOf4xx: share(route.errors4xx, errors4xx),
      shareOf5xx: share(route.errors5xx, errors5xx),
      shareOfTime: share(route.timeMs, timeMs),
    }));
}
