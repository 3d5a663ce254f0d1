import { MAX_DATAPOINTS, MAX_METRIC_QUERIES, RECENT_MS } from "../catalog/api-limits.ts";
import type { MetricQuery } from "./account-reader.ts";

/** Queries that go into one GetMetricData call: one span of time, and answers that fit on one page. */
export interface QueryBatch {
  readonly startMs: number;
  readonly endMs: number;
  readonly queries: readonly MetricQuery[];
  /** True where the span reaches back no further than what CloudWatch's quotas call recent. */
  readonly isRecent: boolean;
}

/**
 * Packs queries into as few calls as the API allows. A call whose answer fits on one page is as many requests as
 * one with several pages, but the calls can run side by side, and one that fails loses less.
 *
 * Shape: every query once; order kept within a batch.
 */
export function batchQueries(queries: readonly MetricQuery[], nowMs: number): QueryBatch[] {
  const bySpan = new Map<string, MetricQuery[]>();
  for (const query of queries) {
    const span = `${query.startMs} ${query.endMs} ${query.periodSeconds}`;
    const sharing = bySpan.get(span);
    if (sharing === undefined) bySpan.set(span, [query]);
    else sharing.push(query);
  }
  return [...bySpan.values()].flatMap((sharing) => {
    const [first] = sharing;
    if (first === undefined) return [];
    const { startMs, endMs, periodSeconds } = first;
    const datapoints = Math.max(1, Math.ceil((endMs - startMs) / (periodSeconds * 1_000)));
    const size = Math.max(1, Math.min(MAX_METRIC_QUERIES, Math.floor(MAX_DATAPOINTS / datapoints)));
    const batches = Math.ceil(sharing.length / size);
    return Array.from({ length: batches }, (_, index) => ({
      startMs,
      endMs,
      queries: sharing.slice(index * size, (index + 1) * size),
      isRecent: startMs >= nowMs - RECENT_MS,
    }));
  });
}
