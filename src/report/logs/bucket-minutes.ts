import { MINUTE_MS } from "../../core/window.ts";
import type { LogMinute } from "../../model/log-report.ts";

/** Several minutes together. Percentiles cannot be joined, so the worst minute stands for all. */
export interface MinuteBucket {
  readonly startMs: number;
  readonly requests: number;
  readonly errors4xx: number;
  readonly errors5xx: number;
  readonly throttled: number;
  /** Of the minute where it is greatest; null where no request logged a latency. */
  readonly worstP99Ms: number | null;
}

export interface MinuteBuckets {
  readonly startMs: number;
  /** Exclusive; the end of the last minute, and so perhaps within the last stretch. */
  readonly endMs: number;
  readonly minutesEach: number;
  /** In the order of time; null for a stretch without requests. */
  readonly buckets: readonly (MinuteBucket | null)[];
}

/** Equal stretches of whole minutes, at most `most`. Undefined where no request has a time. */
export function bucketMinutes(minutes: readonly LogMinute[], most: number): MinuteBuckets | undefined {
  const [first, last] = [minutes[0], minutes.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const startMs = Date.parse(first.start);
  const spanned = (Date.parse(last.start) - startMs) / MINUTE_MS + 1;
  const minutesEach = Math.ceil(spanned / Math.max(1, Math.min(most, spanned)));
  const stepMs = minutesEach * MINUTE_MS;
  const count = Math.ceil(spanned / minutesEach);
  const buckets: (MinuteBucket | null)[] = Array.from({ length: count }, () => null);
  for (const minute of minutes) {
    const at = Math.floor((Date.parse(minute.start) - startMs) / stepMs);
    const before = buckets[at] ?? null;
    buckets[at] = {
      startMs: startMs + at * stepMs,
      requests: minute.requests + (before?.requests ?? 0),
      errors4xx: minute.errors4xx + (before?.errors4xx ?? 0),
      errors5xx: minute.errors5xx + (before?.errors5xx ?? 0),
      throttled: minute.throttled + (before?.throttled ?? 0),
      worstP99Ms: greater(minute.latencyMs.p99, before?.worstP99Ms ?? null),
    };
  }
  return { startMs, endMs: startMs + spanned * MINUTE_MS, minutesEach, buckets };
}

function greater(left: number | null, right: number | null): number | null {
  return left === null || right === null ? (left ?? right) : Math.max(left, right);
}
