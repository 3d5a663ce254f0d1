import { CACHE_HOUR_USD } from "../../catalog/cache-prices.ts";
import { CACHE_TTL_SECONDS } from "../../catalog/quotas.ts";
import type { AuditAdvice } from "../../model/audit-result.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Route, Target } from "../../model/target.ts";
import { routeTraffic, writesPerSecond } from "./route-traffic.ts";

/**
 * GET routes that a cache would serve well, by the traffic that a recording holds of single routes: their metrics, or
 * access logs.
 *
 * Read-heavy: for requests that come by chance at the rate r and an entry that lives for T seconds, one request in 1 + rT has to ask the
 * backend: it finds the entry expired, and all that follow within T are answered by it. So the hit ratio of one entry is rT / (1 + rT). A
 * route with a parameter in its path has an entry for each value and nobody knows how many, so only routes without one are judged; a query
 * string or a header that the answer depends on divides the entry in the same way, so the ratio of {@link SHARED_BY} entries is told beside it.
 *
 * Stable: what writes to the route's path or below it may change its answer. Where that comes by chance at the rate w, an answer that has
 * been kept for a seconds is older than the last write with the probability 1 - exp(-wa), so of all that an entry serves within T the share
 * 1 - (1 - exp(-wT)) / (wT). T is API Gateway's default, or as much shorter as that share needs to stay at 5 %. A route that
 * then has less than {@link LEAST_HIT_RATIO} (fewer than some ten reads for each write) is not advised.
 *
 * Left out: routes that are cached already or call nothing (mocks), that cost a write (all but GET), that fail too often for a cache to help, and with less than one
 * request in ten seconds: there one answer has 97 % still, and ten have 75 %. bench/audit-advice.mjs measures it.
 */
const MONTH_HOURS = 730;
const LEAST_PER_SECOND = 0.1;
/** So many answers are an example of what a query string may choose from. */
const SHARED_BY = 10;
const SMALLEST_GB = "0.5";
/** A share of errors above which the route has another problem. */
const MOST_ERRORS = 0.05;
/** wT where a share of 5 % is outdated, by Newton's method. */
const OUTDATED_REACH = 0.1034788;
const LEAST_HIT_RATIO = 0.5;

export function cacheAdvice(snapshot: Snapshot): AuditAdvice[] {
  return snapshot.targets.flatMap((target) => {
    if (target.kind !== "rest" || target.configuration === null) return [];
    return target.configuration.routes
      .filter(({ key, cached }) => key.startsWith("GET ") && !key.includes("{") && !cached)
      .filter(({ integration }) => integration !== "mock")
      .flatMap((route) => adviceFor(snapshot, target, route));
  });
}

function adviceFor(snapshot: Snapshot, target: Target, { key: route, authorization }: Route): AuditAdvice[] {
  const traffic = routeTraffic(snapshot, target, route);
  if (traffic === null) return [];
  const { perSecond, errorShare, source, seconds } = traffic;
  if (perSecond < LEAST_PER_SECOND || errorShare > MOST_ERRORS) return [];
  const writes = writesPerSecond(snapshot, target, route);
  const ttlSeconds = timeToLive(writes ?? 0);
  const hitRatio = hitRatioOf(perSecond, ttlSeconds);
  if (hitRatio < LEAST_HIT_RATIO) return [];
  const sharedHitRatio = hitRatioOf(perSecond / SHARED_BY, ttlSeconds);
  const outdatedShare = outdatedShareOf((writes ?? 0) * ttlSeconds);
  const monthSeconds = MONTH_HOURS * 3_600;
  const savedCalls = perSecond * monthSeconds * hitRatio;
  const hasCache = Boolean(target.configuration?.cache);
  const usdPerMonth = hasCache ? 0 : (CACHE_HOUR_USD[SMALLEST_GB] ?? 0) * MONTH_HOURS;
  const price = hasCache
    ? "the stage has a cache already, so it would cost nothing more"
    : `the smallest cache (${SMALLEST_GB} GB) costs about ${usdPerMonth.toFixed(2)} USD a month for the whole stage`;
  const message = [
    `${perSecond.toFixed(1)} requests a second${source === "metrics" ? "" : ` (by ${Math.round(seconds / 60)} minutes of access log)`} for one answer: kept for ${ttlSeconds} seconds it would serve up to ${percentText(hitRatio)} of them, and save ${million(savedCalls)} calls of the backend a month; ${price}.`,
    stabilityText(route, writes, outdatedShare),
    `Less where the answer depends on a query string, a header or the caller, which must then be part of the cache key: ${percentText(sharedHitRatio)} with ${SHARED_BY} answers.`,
    ...(authorization === null || authorization === "NONE"
      ? []
      : [
          `It asks who calls (${authorization}): never cache what is the caller's own without the caller in the key.`,
        ]),
  ].join(" ");
  return [
    {
      kind: "cache",
      target: target.id,
      route,
      message,
      numbers: {
        perSecond,
        ttlSeconds,
        hitRatio,
        sharedHitRatio,
        savedCallsPerMonth: savedCalls,
        usdPerMonth,
        ...(writes === null ? {} : { writesPerSecond: writes, outdatedShare }),
      },
    },
  ];
}

/** Whole seconds, as API Gateway takes them; 0: too short for any. */
function timeToLive(writes: number): number {
  return writes === 0
    ? CACHE_TTL_SECONDS.default
    : Math.min(CACHE_TTL_SECONDS.default, Math.floor(OUTDATED_REACH / writes));
}

/** @param reach writes within the time that an entry lives. */
function outdatedShareOf(reach: number): number {
  return reach === 0 ? 0 : 1 + Math.expm1(-reach) / reach;
}

function stabilityText(route: string, writes: number | null, outdatedShare: number): string {
  const path = route.slice(route.indexOf(" ") + 1);
  if (writes === null) return `What writes to ${path}, and so how long an answer stays right, is not known.`;
  if (writes === 0) {
    return `Nothing wrote to ${path} or below it through this stage meanwhile, so the answer seems stable.`;
  }
  return `${path} and what is below it are written to ${oftenText(writes)}, so up to ${percentText(Math.max(outdatedShare, 0.001))} of what it serves would be older than the last write.`;
}

/** "4.2 times a minute", "3.0 times a day" */
function oftenText(perSecond: number): string {
  const unit = [
    { name: "a minute", seconds: 60 },
    { name: "an hour", seconds: 3_600 },
    { name: "a day", seconds: 86_400 },
  ].find(({ seconds }) => perSecond * seconds >= 1) ?? { name: "a day", seconds: 86_400 };
  return `${(perSecond * unit.seconds).toFixed(1)} times ${unit.name}`;
}

/** Of one entry. */
function hitRatioOf(perSecond: number, ttlSeconds: number): number {
  const reach = perSecond * ttlSeconds;
  return reach / (1 + reach);
}

/** Never "100 %": the first request always asks. */
function percentText(ratio: number): string {
  return `${Math.min(99.9, Math.floor(ratio * 1_000) / 10)} %`;
}

function million(count: number): string {
  return count >= 1_000_000 ? `${(count / 1_000_000).toFixed(1)} million` : String(Math.round(count));
}
