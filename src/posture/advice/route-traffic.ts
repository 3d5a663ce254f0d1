import { metricFact } from "../../catalog/metrics.ts";
import { MINUTE_MS, SECOND_MS } from "../../core/window.ts";
import { datapoints } from "../../model/series.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";

export interface RouteTraffic {
  readonly perSecond: number;
  /** Requests that the server failed, 0..1; 0 where nobody tells. */
  readonly errorShare: number;
  readonly source: "metrics" | "access-logs";
  /** Time that was looked at. */
  readonly seconds: number;
}

/** Less tells how busy a route was in some minute, and not how busy it is. */
const LEAST_LOG_MS = 10 * MINUTE_MS;
const LEAST_LOG_REQUESTS = 30;

/** How busy a route was: by its own metrics over the window, else by what was read of the access log; null where neither tells. */
export function routeTraffic(snapshot: Snapshot, target: Target, route: string): RouteTraffic | null {
  return byMetrics(snapshot, target, route) ?? byLogs(snapshot, target, route);
}

function byMetrics(snapshot: Snapshot, target: Target, route: string): RouteTraffic | null {
  const requests = sumOf(snapshot, target, route, "requests");
  const seconds = (snapshot.window.endMs - snapshot.window.startMs) / SECOND_MS;
  if (requests === null || seconds <= 0) return null;
  const errors = sumOf(snapshot, target, route, "serverErrors") ?? 0;
  return {
    perSecond: requests / seconds,
    errorShare: requests === 0 ? 0 : errors / requests,
    source: "metrics",
    seconds,
  };
}

/** What a metric of a route sums up to over the window; null where it was not recorded. */
function sumOf(
  { series, window }: Snapshot,
  { id, kind }: Target,
  route: string,
  measure: "requests" | "serverErrors",
): number | null {
  const fact = metricFact(kind, measure);
  // Every sample of requests is 1, so either statistic counts them; the same metric may be there at several periods.
  const stats = measure === "requests" ? ["Sum", "SampleCount"] : ["Sum"];
  const [points] = series
    .filter(
      (one) =>
        one.target === id && one.route === route && one.metric === fact?.metric && stats.includes(one.stat),
    )
    .map((one) => datapoints(one, window.startMs, window.endMs))
    .sort((left, right) => right.length - left.length);
  if (points === undefined || points.length === 0) return null;
  return points.reduce((total, { value }) => total + value, 0);
}

/** Counts are of the part of the time that was read, so that part is what they are divided by. */
function byLogs({ logs }: Snapshot, { id }: Target, route: string): RouteTraffic | null {
  const slices = logs.filter(({ target }) => target === id);
  const spannedMs = slices.reduce((total, { startMs, endMs }) => total + endMs - startMs, 0);
  const readMs = slices.reduce(
    (total, { startMs, endMs, sampledShare }) => total + (endMs - startMs) * sampledShare,
    0,
  );
  const counts = slices.flatMap((slice) => slice.counts).filter((count) => count.route === route);
  const requests = counts.reduce((total, count) => total + count.requests, 0);
  if (spannedMs < LEAST_LOG_MS || readMs <= 0 || requests < LEAST_LOG_REQUESTS) return null;
  const failed = counts
    .filter(({ status }) => status !== null && status >= 500)
    .reduce((total, count) => total + count.requests, 0);
  return {
    perSecond: (requests * SECOND_MS) / readMs,
    errorShare: failed / requests,
    source: "access-logs",
    seconds: spannedMs / SECOND_MS,
  };
}
