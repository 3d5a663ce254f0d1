import { randomNormal, randomPoisson } from "d3-random";

import { API_GATEWAY_NAMESPACE } from "../../src/catalog/metrics.ts";
import { createRandom } from "../../src/core/random.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/core/window.ts";
import { toRuns, type Datapoint, type Series } from "../../src/model/series.ts";
import { NO_COST, type Snapshot } from "../../src/model/snapshot.ts";
import type { ApiKind, StageConfiguration, Target } from "../../src/model/target.ts";

/** A Thursday, 15:00 UTC. */
const NOW_MS = Date.UTC(2026, 9, 15, 15);

export function minutesAgo(minutes: number): number {
  return NOW_MS - minutes * MINUTE_MS;
}

/** What a made-up stage does in one minute. Counts are expectations; latencies are medians in milliseconds. */
export interface Minute {
  readonly requests: number;
  readonly clientErrorRatio?: number;
  readonly serverErrorRatio?: number;
  /** Share of requests that reach the integration. */
  readonly reached?: number;
  readonly integrationMs?: number;
  readonly overheadMs?: number;
  /** Factor from p50 to p99 of the integration. */
  readonly tail?: number;
  readonly missRatio?: number;
}

export interface MadeOptions {
  readonly kind?: ApiKind;
  readonly api?: string;
  readonly seed?: number;
  readonly days?: number;
  readonly windowHours?: number;
  /** What happens at a time. The route is null for the stage as a whole. */
  readonly at: (timeMs: number, route: string | null) => Minute;
  readonly routes?: readonly string[];
  readonly configuration?: StageConfiguration;
}

type Row = Record<string, number>;

interface Collected {
  readonly series: Omit<Series, "runs">;
  readonly points: Datapoint[];
}

/**
 * A target and its series as CloudWatch would hold them, minute by minute from Poisson counts; where routes are
 * named, the stage is their sum. Deliberately simpler than the simulated account, and independent of it.
 */
export function madeTarget(options: MadeOptions): { target: Target; series: Series[] } {
  const { kind = "rest", api = "orders", seed = 5, days = 3, windowHours = 3 } = options;
  const random = createRandom(seed).fork(api);
  const dimensions = kind === "rest" ? { ApiName: api, Stage: "prod" } : { ApiId: api, Stage: "prod" };
  const target: Target = {
    id: `${kind}:${api}/prod`,
    kind,
    apiId: api,
    apiName: api,
    stage: "prod",
    region: "eu-central-1",
    accountId: null,
    dimensions,
    configuration: options.configuration ?? null,
  };
  const windowStartMs = NOW_MS - windowHours * HOUR_MS;
  const startMs = windowStartMs - days * DAY_MS;
  const scopes = options.routes ?? [null];
  const series: Collected[] = [];
  const byScope = new Map<string, Map<string, Collected>>();
  const put = (route: string | null, periodSeconds: number, timeMs: number, row: Row): void => {
    const scope = `${periodSeconds} ${route}`;
    const ofScope = byScope.get(scope) ?? new Map<string, Collected>();
    byScope.set(scope, ofScope);
    for (const name in row) {
      const known = ofScope.get(name);
      const own = known ?? emptySeries(route, name, periodSeconds);
      own.points.push({ timeMs, value: row[name] ?? Number.NaN });
      if (known !== undefined) continue;
      ofScope.set(name, own);
      series.push(own);
    }
  };
  const emptySeries = (route: string | null, name: string, periodSeconds: number): Collected => {
    const [metric = "", stat = ""] = name.split(" ");
    return {
      series: {
        target: target.id,
        route,
        namespace: API_GATEWAY_NAMESPACE,
        metric,
        dimensions: route === null ? dimensions : { ...dimensions, Route: route },
        stat,
        periodSeconds,
      },
      points: [],
    };
  };
  for (const periodSeconds of [300, 60]) {
    for (
      let timeMs = periodSeconds === 300 ? startMs : windowStartMs;
      timeMs < NOW_MS;
      timeMs += periodSeconds * 1_000
    ) {
      // The same draws for both periods, so that their sums agree.
      const rows = scopes.map((route) => ({
        route,
        minutes: Array.from({ length: periodSeconds / 60 }, (_, index) => {
          const minuteMs = timeMs + index * MINUTE_MS;
          return drawMinute(kind, options.at(minuteMs, route), random.fork(`${route}/${minuteMs}`));
        }),
      }));
      for (const { route, minutes } of rows) {
        const row = route === null ? null : toRow(minutes);
        if (row !== null) put(route, periodSeconds, timeMs, row);
      }
      const stage = toRow(rows.flatMap(({ minutes }) => minutes));
      if (stage !== null) put(null, periodSeconds, timeMs, stage);
    }
  }
  return {
    target,
    series: series.map((one) => ({
      ...one.series,
      runs: toRuns(one.points, one.series.periodSeconds),
    })),
  };
}

export function madeSnapshot(
  made: readonly { target: Target; series: Series[] }[],
  { days = 3, windowHours = 3 } = {},
): Snapshot {
  const windowStartMs = NOW_MS - windowHours * HOUR_MS;
  return {
    schemaVersion: 1,
    origin: "recorded",
    window: { startMs: windowStartMs, endMs: NOW_MS },
    baseline: { startMs: windowStartMs - days * DAY_MS, endMs: windowStartMs },
    settledMs: NOW_MS - 2 * MINUTE_MS,
    targets: made.map(({ target }) => target),
    logs: [],
    series: made.flatMap(({ series }) => series),
    blindSpots: [],
    cost: NO_COST,
  };
}

/** A stage on its own. */
export function snapshotOf(options: MadeOptions): Snapshot {
  return madeSnapshot([madeTarget(options)], options);
}

interface Drawn {
  readonly counts: Row;
  /** Requests and their latency quantiles; null where none reached it. */
  readonly whole: Latency | null;
  readonly integration: Latency | null;
}

interface Latency {
  readonly samples: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

const COUNTS = {
  rest: { requests: "Count Sum", client: "4XXError Sum", server: "5XXError Sum" },
  http: { requests: "Count Sum", client: "4xx Sum", server: "5xx Sum" },
  websocket: { requests: "MessageCount Sum", client: "ClientError Sum", server: "IntegrationError Sum" },
} as const;

function drawMinute(kind: ApiKind, minute: Minute, random: { next(): number }): Drawn | null {
  const poisson = (mean: number): number =>
    mean > 0 ? randomPoisson.source(() => random.next())(mean)() : 0;
  const requests = poisson(minute.requests);
  if (requests === 0) return null;
  const part = (share: number): number => Math.min(requests, poisson(requests * share));
  const names = COUNTS[kind];
  const counts: Row = {
    [names.requests]: requests,
    [names.client]: part(minute.clientErrorRatio ?? 0),
    [names.server]: part(minute.serverErrorRatio ?? 0),
  };
  if (minute.missRatio !== undefined) {
    const misses = part(minute.missRatio);
    counts["CacheMissCount Sum"] = misses;
    counts["CacheHitCount Sum"] = requests - misses;
  }
  if (minute.integrationMs === undefined) return { counts, whole: null, integration: null };
  const reached = minute.reached === undefined ? requests : part(minute.reached);
  const noise = (spread: number): number =>
    Math.exp(randomNormal.source(() => random.next())(0, spread / Math.sqrt(Math.max(1, requests)))());
  const { integrationMs, overheadMs = 8, tail = 4 } = minute;
  const integration = {
    samples: reached,
    p50: integrationMs * noise(0.5),
    p90: integrationMs * Math.sqrt(tail) * noise(0.9),
    p99: integrationMs * tail * noise(1.6),
  };
  return {
    counts,
    integration: reached === 0 ? null : integration,
    whole: {
      samples: requests,
      p50: integration.p50 + overheadMs,
      p90: integration.p90 + overheadMs,
      p99: integration.p99 + overheadMs,
    },
  };
}

/** Several minutes as one period: counts add up, latencies are weighted by samples, which is near enough here. */
function toRow(drawn: readonly (Drawn | null)[]): Row | null {
  const minutes = drawn.filter((one) => one !== null);
  if (minutes.length === 0) return null;
  const row: Row = {};
  for (const { counts } of minutes) {
    for (const name in counts) row[name] = (row[name] ?? 0) + (counts[name] ?? 0);
  }
  for (const [metric, side] of [
    ["Latency", "whole"],
    ["IntegrationLatency", "integration"],
  ] as const) {
    const parts = minutes.flatMap((one) => one[side] ?? []);
    const samples = parts.reduce((sum, one) => sum + one.samples, 0);
    if (samples === 0) continue;
    const mean = (of: (one: Latency) => number): number =>
      parts.reduce((sum, one) => sum + of(one) * one.samples, 0) / samples;
    row[`${metric} p50`] = mean((one) => one.p50);
    row[`${metric} p90`] = mean((one) => one.p90);
    row[`${metric} p99`] = mean((one) => one.p99);
    row[`${metric} Average`] = mean((one) => 0.8 * one.p50 + 0.2 * one.p90);
    row[`${metric} SampleCount`] = samples;
  }
  // A WebSocket API publishes no latency of its own.
  if ("MessageCount Sum" in row) {
    for (const name of Object.keys(row)) if (name.startsWith("Latency ")) delete row[name];
  }
  return row;
}

/** A busy day and a quiet night, peaking at 14:00 UTC. */
export function dayAndNight(timeMs: number, mean: number, swing = 0.6): number {
  return mean * (1 + swing * Math.cos((2 * Math.PI * (timeMs - 14 * HOUR_MS)) / DAY_MS));
}
