import type { Dimension, Evidence } from "../../model/finding.ts";
import type { Target } from "../../model/target.ts";
import type { LogSides } from "../shared/log-sides.ts";
import { formatFactor, formatList, formatMs, formatShare } from "../shared/wording.ts";
import { addedLoad } from "./added-load.ts";
import { distributionShift, shiftSentence } from "./distribution-shift.ts";
import type { Explanation } from "./explain-errors.ts";
import { pooledLatency, routesWith, type PooledLatency } from "./pooled-latency.ts";

/**
 * Which requests wait longer for the integration. The growth of the mean is split by route: what each route's own requests wait
 * longer adds up, and what is left comes from other requests than before (more of them to slow routes).
 */
interface RouteGrowth {
  readonly route: string;
  readonly before: PooledLatency;
  readonly now: PooledLatency;
  /** Milliseconds that its requests now waited longer, in all. */
  readonly addedMs: number;
}

const PHASE = "integrationLatency";
const LEAST_ADDED_MS = 1;
/** From this part of the added time on it is these routes'. */
const MOST = 0.8;
/** A route that is slower by less than this did not slow down. */
const SLOWER = 1.1;
/** Routes that have so much of the added time for their part of the requests are not the reason but the busiest. */
const BEYOND_TRAFFIC = 1.25;
const MOST_ROUTES = 2;
const MOST_IDS = 3;

/** Null where the lines carry no integration latency on both sides, or show no growth of it. */
export function explainIntegration(
  sides: LogSides,
  route: string | null,
  target: Target,
): Explanation | null {
  const before = pooledLatency(sides.before, PHASE, route);
  const now = pooledLatency(sides.now, PHASE, route);
  if (before === null || now === null || now.meanMs - before.meanMs < LEAST_ADDED_MS) return null;
  const shift = distributionShift(before, now);
  const growths = route === null ? routeGrowths(sides) : [];
  const slowed = slowedRoutes(growths);
  const isOfMix = isMix(growths, before, now);
  const ids = slowestIds(sides, route);
  const detail = [
    `The integration took ${formatMs(now.meanMs)} a request on average, ${formatMs(before.meanMs)} before (p50 ${formatMs(before.p50)} to ${formatMs(now.p50)}, p99 ${formatMs(before.p99)} to ${formatMs(now.p99)}).`,
    shift === null ? "" : shiftSentence(shift),
    isOfMix
      ? "Most of that is no route's own: other requests than before came, more of them to slow routes."
      : routeSentence(growths, slowed),
    addedLoad(sides),
  ]
    .filter((part) => part !== "")
    .join(" ");
  const where =
    slowed.length > 0 && slowed.length < growths.length ? formatList(slowed.map((one) => one.route)) : "it";
  return {
    kind: isOfMix ? "unknown" : "integration",
    detail,
    dimensions:
      isOfMix || isOfAll(growths, slowed) ? [] : slowed.flatMap((one) => toDimensions(one, growths, target)),
    evidence: [
      toEvidence("", before, now),
      ...slowed.slice(0, MOST_ROUTES).map((one) => toEvidence(` of ${one.route}`, one.before, one.now)),
    ],
    actions: [
      `Look at duration, concurrency and throttles of the function or service behind ${where}, from the start of the incident.`,
      ...(ids.length === 0
        ? []
        : [`Look up the slowest requests in its log: integration request id ${formatList(ids)}.`]),
      "Look at traces of slow requests: they name the dependency that takes the time.",
    ],
  };
}

/** Most added time first. */
function routeGrowths({ now, before }: LogSides): RouteGrowth[] {
  return routesWith(now, PHASE)
    .flatMap((route): RouteGrowth[] => {
      const [later, earlier] = [pooledLatency(now, PHASE, route), pooledLatency(before, PHASE, route)];
      if (later === null || earlier === null) return [];
      const addedMs = later.count * (later.meanMs - earlier.meanMs);
      return [{ route, before: earlier, now: later, addedMs }];
    })
    .sort((left, right) => right.addedMs - left.addedMs);
}

/** The fewest routes that make most of the added time. */
function slowedRoutes(growths: readonly RouteGrowth[]): RouteGrowth[] {
  const slower = growths.filter(({ now, before }) => now.meanMs >= SLOWER * before.meanMs);
  const added = slower.reduce((sum, { addedMs }) => sum + addedMs, 0);
  const named: RouteGrowth[] = [];
  let told = 0;
  for (const growth of slower) {
    if (told >= MOST * added) break;
    named.push(growth);
    told += growth.addedMs;
  }
  return named;
}

function routeSentence(growths: readonly RouteGrowth[], slowed: readonly RouteGrowth[]): string {
  if (growths.length < 2 || slowed.length === 0) return "";
  if (isOfAll(growths, slowed)) {
    const factors = growths.map(factorOf);
    const [least, most] = [Math.min(...factors), Math.max(...factors)];
    return `All ${growths.length} routes are slower, ${formatFactor(least)} to ${formatFactor(most)}: look for what they share.`;
  }
  const names = slowed
    .slice(0, MOST_ROUTES)
    .map(({ route, before, now }) => `${route} (mean ${formatMs(before.meanMs)} to ${formatMs(now.meanMs)})`);
  const steady = growths
    .filter((one) => one.now.meanMs < SLOWER * one.before.meanMs)
    .map(({ route }) => route);
  const others = steady.length === 0 ? "" : ` ${formatList(steady)} did not slow down.`;
  return `${formatShare(addedShare(slowed, growths))} of the added time is of ${formatList(names)}.${others}`;
}

/** Whether every route slowed down, and none of them by more than its part of the requests. */
function isOfAll(growths: readonly RouteGrowth[], slowed: readonly RouteGrowth[]): boolean {
  return (
    growths.every((one) => factorOf(one) >= SLOWER) &&
    addedShare(slowed, growths) < BEYOND_TRAFFIC * partOf(growths, slowed)
  );
}

function factorOf({ now, before }: RouteGrowth): number {
  return now.meanMs / Math.max(before.meanMs, 1e-9);
}

function addedShare(some: readonly RouteGrowth[], growths: readonly RouteGrowth[]): number {
  const all = growths.reduce((sum, { addedMs }) => sum + Math.max(0, addedMs), 0);
  return some.reduce((sum, { addedMs }) => sum + addedMs, 0) / all;
}

/** A route's part of the added time, and of all the time that requests waited; what stands behind it has the same. */
function toDimensions(
  growth: RouteGrowth,
  growths: readonly RouteGrowth[],
  { configuration }: Target,
): Dimension[] {
  const partAt = (side: "now" | "before"): number => {
    const all = growths.reduce((sum, one) => sum + one[side].count * one[side].meanMs, 0);
    return all > 0 ? (growth[side].count * growth[side].meanMs) / all : 0;
  };
  const share = Math.min(1, Math.max(0, addedShare([growth], growths)));
  const parts = { share, now: partAt("now"), before: partAt("before") };
  const behind = configuration?.routes.find(({ key }) => key === growth.route)?.integrationTarget;
  return [
    { name: "route", value: growth.route, ...parts },
    ...(behind ? [{ name: "integration" as const, value: behind, ...parts }] : []),
  ];
}

/** Which part of the requests are of these routes. */
function partOf(growths: readonly RouteGrowth[], some: readonly RouteGrowth[]): number {
  const countOf = (routes: readonly RouteGrowth[]): number =>
    routes.reduce((sum, { now }) => sum + now.count, 0);
  return countOf(some) / countOf(growths);
}

function isMix(growths: readonly RouteGrowth[], before: PooledLatency, now: PooledLatency): boolean {
  if (growths.length < 2) return false;
  const own = growths.reduce((sum, { addedMs }) => sum + addedMs, 0);
  return own < (now.count * (now.meanMs - before.meanMs)) / 2;
}

function slowestIds({ now }: LogSides, route: string | null): string[] {
  return now.slowest
    .filter((one) => route === null || one.route === route)
    .sort((left, right) => right.latencyMs - left.latencyMs)
    .flatMap(({ integrationRequestId }) => integrationRequestId ?? [])
    .slice(0, MOST_IDS);
}

function toEvidence(of: string, before: PooledLatency, now: PooledLatency): Evidence {
  return {
    label: `Integration latency${of}, mean a request`,
    baseline: round(before.meanMs),
    observed: round(now.meanMs),
    unit: "ms",
    source: "access-logs",
  };
}

function round(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
