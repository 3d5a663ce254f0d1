import type { Measure } from "../catalog/metrics.ts";
import type { Cell } from "./cell.ts";
import type { LatencySketch } from "./latency-sketch.ts";

/**
 * How to read one statistic of one metric from cells, as CloudWatch would answer it, or null where it has no
 * datapoint or no such statistic.
 *
 * Every request gives one sample of 0 or 1 to each error and cache metric, so Average is the ratio; no
 * request, no datapoint.
 *
 * Shape of `stat`: SampleCount, Sum, Average, Minimum, Maximum; for latencies also pNN, TM(a%:b%) and PR(a:b).
 * Source: Statistics-definitions.html.
 */
export function statisticOf(measure: Measure, stat: string): (cell: Cell) => number | null {
  if (measure === "latency" || measure === "integrationLatency") {
    const read = ofLatency(stat);
    return (cell) => (cell[measure].count === 0 ? null : read(cell[measure]));
  }
  if (measure === "bytes")
    return (cell) => basic(stat, cell.requests, cell.bytes, cell.minBytes, cell.maxBytes);
  const { samples, ones } = COUNTS[measure];
  return (cell) => ofCount(stat, cell[samples], cell[ones]);
}

type CountOf = { [Name in keyof Cell]: Cell[Name] extends number ? Name : never }[keyof Cell];

/** What a metric's samples are, and which of them are 1. */
const COUNTS: Readonly<
  Record<
    Exclude<Measure, "latency" | "integrationLatency" | "bytes">,
    { readonly samples: CountOf; readonly ones: CountOf }
  >
> = {
  requests: { samples: "requests", ones: "requests" },
  clientErrors: { samples: "requests", ones: "clientErrors" },
  serverErrors: { samples: "requests", ones: "serverErrors" },
  cacheHits: { samples: "requests", ones: "cacheHits" },
  cacheMisses: { samples: "requests", ones: "cacheMisses" },
  connects: { samples: "connects", ones: "connects" },
  messages: { samples: "messages", ones: "messages" },
  integrationErrors: { samples: "requests", ones: "integrationErrors" },
  executionErrors: { samples: "requests", ones: "executionErrors" },
};

function ofCount(stat: string, samples: number, ones: number): number | null {
  return basic(stat, samples, ones, ones < samples ? 0 : 1, ones > 0 ? 1 : 0);
}

function basic(stat: string, samples: number, sum: number, min: number, max: number): number | null {
  if (samples === 0) return null;
  switch (stat) {
    case "SampleCount":
      return samples;
    case "Sum":
      return sum;
    case "Average":
      return sum / samples;
    case "Minimum":
      return min;
    case "Maximum":
      return max;
    default:
      return null;
  }
}

/** Of a sketch that holds something. */
function ofLatency(stat: string): (sketch: LatencySketch) => number | null {
  const [, percentile] = /^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(stat) ?? [];
  if (percentile !== undefined) {
    const share = Number(percentile) / 100;
    return (sketch) => (share <= 1 ? sketch.quantile(share) : null);
  }
  const [, kind, from, to] = /^(TM|PR)\((\d*\.?\d*)%?:(\d*\.?\d*)%?\)$/.exec(stat) ?? [];
  if (kind === "TM" && stat.includes("%")) {
    return (sketch) =>
      trimmedMean(sketch, from === "" ? 0 : Number(from) / 100, to === "" ? 1 : Number(to) / 100);
  }
  if (kind === "PR" && !stat.includes("%")) {
    return (sketch) => {
      const below = from === "" ? 0 : sketch.shareUpTo(Number(from));
      const upTo = to === "" ? 1 : sketch.shareUpTo(Number(to));
      return 100 * Math.max(0, upTo - below);
    };
  }
  return (sketch) => basic(stat, sketch.count, sketch.sum, sketch.min, sketch.max);
}

/** Mean between two quantiles, by the middle of each bucket's part in it. */
function trimmedMean(sketch: LatencySketch, from: number, to: number): number | null {
  const buckets = [...sketch.buckets()];
  const total = buckets.reduce((sum, { times }) => sum + times, 0);
  let below = 0;
  let count = 0;
  let sum = 0;
  for (const { lowMs, highMs, times } of buckets) {
    const share = times / total;
    const kept = Math.max(0, Math.min(to, below + share) - Math.max(from, below));
    count += kept;
    sum += (kept * (lowMs + highMs)) / 2;
    below += share;
  }
  return count > 0 ? sum / count : null;
}
