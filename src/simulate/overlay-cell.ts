import type { Measure } from "../catalog/metrics.ts";
import type { RecordedLatency } from "./overlay-quantile.ts";

/** How many requests of a period did what. Whole numbers. */
export interface Tally {
  /** All of them; of a WebSocket API connects and messages together. */
  readonly requests: number;
  readonly clientErrors: number;
  readonly serverErrors: number;
  readonly cacheHits: number;
  readonly cacheMisses: number;
  /** Called the integration. */
  readonly integrated: number;
  /** WebSocket only, as the next. */
  readonly integrationErrors: number;
  readonly executionErrors: number;
  readonly connects: number;
  readonly messages: number;
}
export type TallyKey = keyof Tally;

export const EMPTY_TALLY: Tally = Object.freeze({
  requests: 0,
  clientErrors: 0,
  serverErrors: 0,
  cacheHits: 0,
  cacheMisses: 0,
  integrated: 0,
  integrationErrors: 0,
  executionErrors: 0,
  connects: 0,
  messages: 0,
});

/** Field by field. */
export function combineTallies(left: Tally, right: Tally, combine: (a: number, b: number) => number): Tally {
  // Spelled out: this runs for every part of every minute.
  return {
    requests: combine(left.requests, right.requests),
    clientErrors: combine(left.clientErrors, right.clientErrors),
    serverErrors: combine(left.serverErrors, right.serverErrors),
    cacheHits: combine(left.cacheHits, right.cacheHits),
    cacheMisses: combine(left.cacheMisses, right.cacheMisses),
    integrated: combine(left.integrated, right.integrated),
    integrationErrors: combine(left.integrationErrors, right.integrationErrors),
    executionErrors: combine(left.executionErrors, right.executionErrors),
    connects: combine(left.connects, right.connects),
    messages: combine(left.messages, right.messages),
  };
}

export function addTallies(left: Tally, right: Tally): Tally {
  return combineTallies(left, right, (a, b) => a + b);
}

/** One period of a stage or of a route, as recorded. */
export interface Cell {
  readonly tally: Tally;
  /** Null where nothing of it is recorded. */
  readonly latency: RecordedLatency | null;
  readonly integrationLatency: RecordedLatency | null;
}

/** Reads one statistic of one measure; undefined where there is no datapoint. */
export type ReadStatistic = (measure: Measure, stat: string) => number | undefined;

/**
 * The period as the recorded statistics tell it. Undefined where they hold no number of requests: a share of
 * an unknown number cannot be changed.
 *
 * @param quantileStats the percentile statistics that are recorded for latencies ("p50", "p99.9")
 */
export function readCell(read: ReadStatistic, quantileStats: readonly string[]): Cell | undefined {
  const connects = countOf(read, "connects");
  const messages = countOf(read, "messages");
  const sockets =
    connects === undefined && messages === undefined ? undefined : (connects ?? 0) + (messages ?? 0);
  const requests = sockets ?? countOf(read, "requests") ?? read("latency", "SampleCount");
  if (requests === undefined || !(requests > 0)) return undefined;
  const errors = (measure: Measure) =>
    Math.min(requests, Math.round(read(measure, "Sum") ?? (read(measure, "Average") ?? 0) * requests));
  const integrationLatency = recordedLatency(read, "integrationLatency", quantileStats);
  const cacheHits = errors("cacheHits");
  const integrated = integrationLatency?.sampleCount ?? requests - cacheHits;
  return {
    tally: {
      requests: Math.round(requests),
      clientErrors: errors("clientErrors"),
      serverErrors: errors("serverErrors"),
      cacheHits,
      cacheMisses: errors("cacheMisses"),
      integrated: Math.min(Math.round(requests), Math.round(integrated)),
      integrationErrors: errors("integrationErrors"),
      executionErrors: errors("executionErrors"),
      connects: Math.round(connects ?? 0),
      messages: Math.round(messages ?? 0),
    },
    latency: recordedLatency(read, "latency", quantileStats),
    integrationLatency,
  };
}

function countOf(read: ReadStatistic, measure: Measure): number | undefined {
  return read(measure, "Sum") ?? read(measure, "SampleCount");
}

function recordedLatency(
  read: ReadStatistic,
  measure: "latency" | "integrationLatency",
  quantileStats: readonly string[],
): RecordedLatency | null {
  const quantiles = quantileStats.flatMap((stat) => {
    const value = read(measure, stat);
    return value === undefined ? [] : [[Number(stat.slice(1)) / 100, value] as const];
  });
  const average = read(measure, "Average");
  if (quantiles.length === 0 && average === undefined) return null;
  return {
    quantiles,
    average,
    minimum: read(measure, "Minimum"),
    maximum: read(measure, "Maximum"),
    sampleCount: read(measure, "SampleCount"),
  };
}
