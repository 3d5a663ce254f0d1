import { CACHE_HOUR_USD } from "../../catalog/cache-prices.ts";
import { CACHE_TTL_SECONDS } from "../../catalog/quotas.ts";
import type { AuditAdvice } from "../../model/audit-result.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";
import { routeTraffic } from "./route-traffic.ts";

/**
 * GET routes that a cache would serve well, by the traffic that a recording holds of single routes: their metrics, or
 * access logs.
 *
 * For requests that come by chance at the rate r and an entry that lives for T seconds, one request in 1 + rT has to ask the backend: it
 * finds the entry expired, and all that follow within T are answered by it. So the hit ratio of one entry is rT / (1 + rT). A route with a
 * parameter in its path has an entry for each value and nobody knows how many, so only routes without one are judged; a query string or a
 * header that the answer depends on divides the entry in the same way, so the ratio of {@link SHARED_BY} entries is told beside it.
 *
 * Left out: routes that are cached already, that cost a write (all but GET), that fail too often for a cache to help, and with less than one
 * request in ten seconds: there one answer has 97 % still, and ten have 75 %. bench/audit-advice.mjs measures it.
 */
const MONTH_HOURS = 730;
const LEAST_PER_SECOND = 0.1;
/** So many answers are an example of what a query string may choose from. */
const SHARED_BY = 10;
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
  const traffic = routeTraffic(snapshot, target, route);
  if (traffic === null) return [];
  const { perSecond, errorShare, source, seconds } = traffic;
  if (perSecond < LEAST_PER_SECOND || errorShare > MOST_ERRORS) return [];
  const hitRatio = hitRatioOf(perSecond);
  const sharedHitRatio = hitRatioOf(perSecond / SHARED_BY);
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
      message: `${perSecond.toFixed(1)} requests a second${source === "metrics" ? "" : ` (by ${Math.round(seconds / 60)} minutes of access log)`} for one answer: kept for ${CACHE_TTL_SECONDS.default} seconds it would serve up to ${percentText(hitRatio)} of them, and save ${million(savedCalls)} calls of the backend a month; ${price}. Less where the answer depends on a query string, a header or the caller, which must then be part of the cache key: ${percentText(sharedHitRatio)} with ${SHARED_BY} answers.`,
      numbers: { perSecond, hitRatio, sharedHitRatio, savedCallsPerMonth: savedCalls, usdPerMonth },
    },
  ];
}

/** Of one entry. */
function hitRatioOf(perSecond: number): number {
  const reach = perSecond * CACHE_TTL_SECONDS.default;
  return reach / (1 + reach);
}

/** Never "100 %": the first request always asks. */
function percentText(ratio: number): string {
  return `${Math.min(99.9, Math.floor(ratio * 1_000) / 10)} %`;
}

function million(count: number): string {
  return count >= 1_000_000 ? `${(count / 1_000_000).toFixed(1)} million` : String(Math.round(count));
}
