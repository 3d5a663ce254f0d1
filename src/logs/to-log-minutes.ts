import type { LatencyPercentiles, LogMinute } from "../model/log-report.ts";
import { MINUTE_ROW, type MinuteRows } from "./aggregate/aggregates.ts";
import { middleOf, nearestRank } from "./aggregate/distribution.ts";
import { sumOfRows, type RowSum } from "./aggregate/sum-of.ts";

const MINUTE_MS = 60_000;
/** More than rows that all threads together can have; a minute before it still makes a whole number that is exact. */
const MOST_ROWS = 2 ** 21;
/** The latencies of a minute that are told: the first two. */
const [LATENCY, INTEGRATION_LATENCY] = [0, 1] as const;

/**
 * What the report says of each minute, in order, all targets together. There are thousands, and nothing of this is compiled yet when a run
 * comes to its end: so rows are read where they lie, and nothing but their places is kept of them.
 */
export function toLogMinutes(pieces: readonly MinuteRows[]): LogMinute[] {
  const places = placesOf(pieces);
  const order = Float64Array.from(places, ({ minute }, number) => minute * MOST_ROWS + number).sort();
  const minutes: LogMinute[] = [];
  for (let next = 0; next < order.length;) {
    const minute = Math.floor((order[next] ?? 0) / MOST_ROWS);
    const sum = sumOfRows();
    let [requests, errors4xx, errors5xx, throttled] = [0, 0, 0, 0];
    for (; next < order.length; next += 1) {
      const row = places[(order[next] ?? 0) % MOST_ROWS];
      if (row?.minute !== minute) break;
      const { words, at } = row;
      requests += words[at + MINUTE_ROW.requests] ?? 0;
      errors4xx += words[at + MINUTE_ROW.byClass + 3] ?? 0;
      errors5xx += words[at + MINUTE_ROW.byClass + 4] ?? 0;
      throttled += words[at + MINUTE_ROW.throttled] ?? 0;
      sum.add(words, at, at + (words[at + MINUTE_ROW.length] ?? 0));
    }
    minutes.push({
      start: new Date(minute * MINUTE_MS).toISOString(),
      requests,
      errors4xx,
      errors5xx,
      throttled,
      latencyMs: percentiles(sum, LATENCY),
      integrationLatencyMs: percentiles(sum, INTEGRATION_LATENCY),
    });
  }
  return minutes;
}

interface Place {
  readonly words: Uint32Array;
  readonly at: number;
  readonly minute: number;
}

function placesOf(pieces: readonly MinuteRows[]): Place[] {
  const places: Place[] = [];
  for (const { words } of pieces) {
    for (let at = 0; at < words.length; at += words[at + MINUTE_ROW.length] ?? words.length)
      places.push({ words, at, minute: words[at + MINUTE_ROW.minute] ?? 0 });
  }
  return places;
}

function percentiles(sum: RowSum, latency: 0 | 1): LatencyPercentiles {
  const count = sum.count(latency);
  if (count === 0) return { p50: null, p90: null, p99: null };
  const at = (fraction: number): number => middleOf(sum.bucketOfRank(latency, nearestRank(fraction, count)));
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}
