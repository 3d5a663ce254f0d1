import { bucketStart, bucketWidth, Histogram } from "../../core/histogram.ts";
import type { LogLatency, LogPhase } from "../../model/log-slice.ts";
import type { LogSide } from "../shared/log-sides.ts";

/** What a phase took the requests of one side, milliseconds. */
export interface PooledLatency {
  readonly count: number;
  readonly meanMs: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  /** Requests by bucket (core/histogram.ts); null where an engine gave percentiles alone. */
  readonly byBucket: ReadonlyMap<number, number> | null;
}

const LEAST_REQUESTS = 20;

/**
 * Over the slices of a side: of distributions the distribution of all; where only percentiles are known the largest, since
 * they do not average. Null where too few requests logged the phase.
 */
export function pooledLatency(side: LogSide, phase: LogPhase, route: string | null): PooledLatency | null {
  const own = side.latencies.filter((latency) => latency.phase === phase && latency.route === route);
  const count = own.reduce((sum, latency) => sum + latency.count, 0);
  if (count < LEAST_REQUESTS) return null;
  const meanMs = own.reduce((sum, latency) => sum + latency.meanMs * latency.count, 0) / count;
  const byBucket = mergedBuckets(own);
  if (byBucket === null) {
    const largest = (stat: "p50" | "p90" | "p99"): number => Math.max(...own.map((latency) => latency[stat]));
    return { count, meanMs, p50: largest("p50"), p90: largest("p90"), p99: largest("p99"), byBucket };
  }
  const all = new Histogram();
  for (const [bucket, requests] of byBucket)
    all.add(bucketStart(bucket) + (bucketWidth(bucket) - 1) / 2, requests);
  return { count, meanMs, p50: all.quantile(0.5), p90: all.quantile(0.9), p99: all.quantile(0.99), byBucket };
}

/** The routes of which enough requests logged the phase. */
export function routesWith(side: LogSide, phase: LogPhase): string[] {
  const routes = new Set(
    side.latencies.flatMap((latency) => (latency.phase === phase ? (latency.route ?? []) : [])),
  );
  return [...routes].filter((route) => pooledLatency(side, phase, route) !== null);
}

function mergedBuckets(latencies: readonly LogLatency[]): Map<number, number> | null {
  const merged = new Map<number, number>();
  for (const { buckets } of latencies) {
    if (buckets === null) return null;
    for (let index = 0; index + 1 < buckets.length; index += 2) {
      const bucket = buckets[index] ?? 0;
      merged.set(bucket, (merged.get(bucket) ?? 0) + (buckets[index + 1] ?? 0));
    }
  }
  return merged;
}
