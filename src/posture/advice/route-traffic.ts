import { metricFact } from "../../catalog/metrics.ts";
import { MINUTE_MS, SECOND_MS } from "../../core/window.ts";
import type { LogCount } from "../../model/log-slice.ts";
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

/** A time of access log that tells how often something happens. */
interface LogsRead {
  readonly spannedMs: number;
  /** Of it, what was read: counts are of that. */
  readonly readMs: number;
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
function byLogs(snapshot: Snapshot, target: Target, route: string): RouteTraffic | null {
  const read = logsRead(snapshot, target);
  const counts = logCounts(snapshot, target).filter((count) => count.route === route);
  const requests = counts.reduce((total, count) => total + count.requests, 0);
  if (read === null || requests < LEAST_LOG_REQUESTS) return null;
  const { spannedMs, readMs } = read;
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

/** Null where too little was read to tell how often something happens. */
function logsRead({ logs }: Snapshot, { id }: Target): LogsRead | null {
  const slices = logs.filter(({ target }) => target === id);
  const spannedMs = slices.reduce((total, { startMs, endMs }) => total + endMs - startMs, 0);
  const readMs = slices.reduce(
    (total, { startMs, endMs, sampledShare }) => total + (endMs - startMs) * sampledShare,
    0,
  );
  return spannedMs < LEAST_LOG_MS || readMs <= 0 ? null : { spannedMs, readMs };
}

function logCounts({ logs }: Snapshot, { id }: Target): LogCount[] {
  return logs.filter(({ target }) => target === id).flatMap(({ counts }) => counts);
}

/**
 * How often requests may have changed what a route answers: those that write (POST, PUT, PATCH, DELETE) to its path or to one below
 * it, a second. By the routes' own metrics, else by access logs, which leave out what was refused; null where neither tells: where
 * something was written by a route with a parameter ("PUT /{proxy+}"), nobody knows to which path.
 * Writes that do not come through this stage are not seen.
 */
export function writesPerSecond(snapshot: Snapshot, target: Target, route: string): number | null {
  return writesByMetrics(snapshot, target, route) ?? writesByLogs(snapshot, target, route);
}

function writesByMetrics(snapshot: Snapshot, target: Target, route: string): number | null {
  const { window, series } = snapshot;
  const isMeasured = series.some((one) => one.target === target.id && one.route === route);
  const writers = (target.configuration?.routes ?? []).filter(
    ({ key }) => writesTo(key, route, WRITING_OR_ANY) !== "no",
  );
  // A metric of ANY does not tell reads from writes.
  if (!isMeasured || writers.some(({ key, detailedMetrics }) => !detailedMetrics || key.startsWith("ANY ")))
    return null;
  const writes = writers.map(({ key }) => ({
    route: key,
    requests: sumOf(snapshot, target, key, "requests") ?? 0,
  }));
  return perSecondOf(writes, route, WRITING_OR_ANY, window.endMs - window.startMs);
}

function writesByLogs(snapshot: Snapshot, target: Target, route: string): number | null {
  const read = logsRead(snapshot, target);
  if (read === null) return null;
  const writes = logCounts(snapshot, target).filter(({ status }) => status === null || status < 400);
  return perSecondOf(writes, route, WRITING, read.readMs);
}

const WRITING: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH", "DELETE"]);
const WRITING_OR_ANY: ReadonlySet<string> = new Set([...WRITING, "ANY"]);

function perSecondOf(
  counts: readonly Pick<LogCount, "route" | "requests">[],
  route: string,
  verbs: ReadonlySet<string>,
  ms: number,
): number | null {
  let writes = 0;
  for (const { route: key, requests } of counts) {
    const reach = key === null || requests === 0 ? "no" : writesTo(key, route, verbs);
    if (reach === "perhaps") return null;
    if (reach === "yes") writes += requests;
  }
  return (writes * SECOND_MS) / ms;
}

/**
 * "PUT /orders/{id}" may change what "GET /orders" answers, and "PUT /{proxy+}" too if that is where it went; the root stands for
 * itself alone.
 */
function writesTo(key: string, route: string, verbs: ReadonlySet<string>): "yes" | "perhaps" | "no" {
  const space = key.indexOf(" ");
  const [path, read] = [key.slice(space + 1), route.slice(route.indexOf(" ") + 1)];
  if (!verbs.has(key.slice(0, space))) return "no";
  if (path === read) return "yes";
  if (read === "/") return "no";
  if (path.startsWith(`${read}/`)) return "yes";
  const written = path.split("/");
  for (const [index, step] of read.split("/").entries()) {
    const own = written[index];
    if (own?.endsWith("+}")) return "perhaps";
    if (own === undefined || (own !== step && !own.startsWith("{"))) return "no";
  }
  return "perhaps";
}
