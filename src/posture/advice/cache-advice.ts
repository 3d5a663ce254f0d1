import { CACHE_HOUR_USD } from "../../catalog/cache-prices.ts";
import { CACHE_TTL_SECONDS } from "../../catalog/quotas.ts";
import { metricFact } from "../../catalog/metrics.ts";
import { SECOND_MS } from "../../core/window.ts";
import type { AuditAdvice } from "../../model/audit-result.ts";
import { datapoints } from "../../model/series.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";

/**
 * GET routes that a cache would serve well, by the traffic that a recording holds of single routes.
 *
 * For requests that come by chance at the rate r and an entry that lives for T seconds, one request in 1 + rT has to ask the backend: it
 * finds the entry expired, and all that follow within T are answered by it. So the hit ratio of one entry is rT / (1 + rT). A route with a
 * parameter in its path has an entry for each value and nobody knows how many, so only routes without one are judged; a query string or a
 * header that the answer depends on divides the entry in the same way, which the advice says.
 *
 * Left out: routes that are cached already, that cost a write (all but GET), that fail too often for a cache to help, and with less than one
 * request in ten seconds.
 */
const MONTH_HOURS = 730;
const LEAST_PER_SECOND = 0.1;
const LEAST_HIT_RATIO = 0.8;
const SMALLEST_GB = "0.5";
/** A share of errors above which the route has another problem. */
const MOST_ERRORS = 0.05;

export function cacheAdvice(snapshot: Snapshot): AuditAdvice[] {
  return snapshot.targets.flatMap((target) => {
    if (target.kind !== "rest" || target.configuration === null) return [];
    return target.configuration.routes
      .filter(({ key, cached }) => key.startsWith("GET ") && !key.includes("{") && !cached)
      .flatMap(({ key }) => adviceFor(snapshot, target, key));
  });
}

function adviceFor(snapshot: Snapshot, target: Target, route: string): AuditAdvice[] {
  const requests = sumOf(snapshot, target, route, "requests");
  if (requests === null || requests.seconds === 0) return [];
  const perSecond = requests.sum / requests.seconds;
  const errors = sumOf(snapshot, target, route, "serverErrors");
  if (perSecond < LEAST_PER_SECOND || (errors !== null && errors.sum > MOST_ERRORS * requests.sum)) return [];
  const reach = perSecond * CACHE_TTL_SECONDS.default;
  const hitRatio = reach / (1 + reach);
  if (hitRatio < LEAST_HIT_RATIO) return [];
  const monthSeconds = MONTH_HOURS * 3_600;
  const savedCalls = perSecond * monthSeconds * hitRatio;
  const hasCache = Boolean(target.configuration?.cache);
  const usdPerMonth = hasCache ? 0 : (CACHE_HOUR_USD[SMALLEST_GB] ?? 0) * MONTH_HOURS;
  const price = hasCache
    ? "the stage has a cache already, so it would cost nothing more"
    : `the smallest cache (${SMALLEST_GB} GB) costs about ${usdPerMonth.toFixed(2)} USD a month for the whole stage`;
  return [
    {
      kind: "cache",
      target: target.id,
      route,
      message: `${perSecond.toFixed(1)} requests a second for one answer: kept for ${CACHE_TTL_SECONDS.default} seconds it would serve up to ${percentText(hitRatio)} of them, and save ${million(savedCalls)} calls of the backend a month; ${price}. Less where the answer depends on a query string, a header or the caller, which must then be part of the cache key.`,
      numbers: { perSecond, hitRatio, savedCallsPerMonth: savedCalls, usdPerMonth },
    },
  ];
}

/** What a metric of a route sums up to over the window, and the seconds that it covers; null where it was not recorded. */
function sumOf(
  { series, window }: Snapshot,
  { id, kind }: Target,
  route: string,
  measure: "requests" | "serverErrors",
): { readonly sum: number; readonly seconds: number } | null {
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
  return {
    sum: points.reduce((total, { value }) => total + value, 0),
    seconds: (window.endMs - window.startMs) / SECOND_MS,
  };
}

/** Never "100 %": the first request always asks. */
function percentText(ratio: number): string {
  return `${Math.min(99.9, Math.floor(ratio * 1_000) / 10)} %`;
}

function million(count: number): string {
  return count >= 1_000_000 ? `${(count / 1_000_000).toFixed(1)} million` : String(Math.round(count));
}
