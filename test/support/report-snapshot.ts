import { createRandom } from "../../src/core/random.ts";
import { MINUTE_MS } from "../../src/core/window.ts";
import type { LogSlice } from "../../src/model/log-slice.ts";
import { toRuns, type Series } from "../../src/model/series.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import type { Target } from "../../src/model/target.ts";
import { aSnapshot, aTarget, END_MS } from "./report-fixtures.ts";

/** A snapshot of noisy minutes: as many targets and minutes as asked for, every number another. */
export function minuteSnapshot(targets: number, minutes: number, seed = 11): Snapshot {
  const startMs = END_MS - minutes * MINUTE_MS;
  const all = Array.from({ length: targets }, (_, index) => configured(`api-${index}`));
  return aSnapshot({
    window: { startMs, endMs: END_MS },
    baseline: { startMs: startMs - 1_440 * MINUTE_MS, endMs: startMs },
    targets: all,
    series: all.flatMap((target, index) => minuteSeries(target, startMs, minutes, seed + index)),
  });
}

function configured(apiName: string): Target {
  const target = aTarget({ apiName });
  return {
    ...target,
    configuration: {
      routes: [],
      detailedMetrics: false,
      cache: null,
      throttle: null,
      tracing: false,
      accessLog: null,
      executionLogLevel: null,
      deploymentId: "d7",
      deployments: [{ id: "d7", createdMs: END_MS - 22 * MINUTE_MS, description: "version 4.18" }],
      canary: null,
      usagePlans: [],
      webAclArn: null,
    },
  };
}

const MEASURES: readonly (readonly [metric: string, stat: string, level: number, spread: number])[] = [
  ["Count", "Sum", 41_300, 0.05],
  ["4XXError", "Sum", 530, 0.2],
  ["5XXError", "Sum", 23, 0.6],
  ["Latency", "p50", 61, 0.06],
  ["Latency", "p90", 127, 0.1],
  ["Latency", "p99", 483, 0.25],
  ["IntegrationLatency", "p50", 47, 0.06],
  ["IntegrationLatency", "p90", 111, 0.1],
  ["IntegrationLatency", "p99", 447, 0.25],
  ["CacheHitCount", "Sum", 29_000, 0.05],
  ["CacheMissCount", "Sum", 12_300, 0.1],
];

function minuteSeries({ id }: Target, startMs: number, minutes: number, seed: number): Series[] {
  const random = createRandom(seed);
  return MEASURES.map(([metric, stat, level, spread]) => {
    const own = random.fork(`${metric} ${stat}`);
    const points = Array.from({ length: minutes }, (_, minute) => {
      const value = level * (1 + spread * (own.next() + own.next() + own.next() - 1.5));
      return { timeMs: startMs + minute * MINUTE_MS, value: stat === "Sum" ? Math.round(value) : value };
    });
    return {
      target: id,
      route: null,
      namespace: "AWS/ApiGateway",
      metric,
      dimensions: {},
      stat,
      periodSeconds: 60,
      runs: toRuns(points, 60),
    };
  });
}

/** A span of the access log of "rest:orders/prod". */
export function aLogSlice(changes: Partial<LogSlice> = {}): LogSlice {
  return {
    target: "rest:orders/prod",
    startMs: END_MS - 30 * MINUTE_MS,
    endMs: END_MS - 20 * MINUTE_MS,
    engine: "local",
    sampledShare: 0.37,
    isComplete: true,
    fields: [],
    requests: 100,
    unparsed: 0,
    bytes: 0,
    counts: [],
    latencies: [],
    top: [],
    slowest: [],
    ...changes,
  };
}
