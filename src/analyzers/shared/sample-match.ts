import type { Window } from "../../core/window.ts";
import type { AnalyzerInput } from "../analyzer.ts";
import { gridOf, learnt, periodsOf, seriesFor } from "./scope.ts";

/** Latency samples and integration latency samples count as the same requests up to this difference. */
const TOLERANCE = 0.02;

/**
 * The share of a stage's requests that reach the integration, as the sample counts of the two latencies tell it.
 * Requests that were rejected, answered from the cache or mocked have no integration latency, so wherever the share
 * is not 1 the means of the two latencies speak of different requests and must not be subtracted; and where it
 * changes, each of them shifts for that reason alone.
 *
 * Null where it cannot be known.
 */
export function reachedShare(input: AnalyzerInput, span: Window): number | null {
  const scope = { input, route: null };
  const periods = periodsOf(seriesFor(scope, "latency", "SampleCount"), input.snapshot.window.startMs);
  if (periods === null) return null;
  const all = gridOf(scope, "latency", "SampleCount", periods.coarseMs, span);
  const reached = gridOf(scope, "integrationLatency", "SampleCount", periods.coarseMs, span);
  if (all === null || reached === null) return null;
  let total = 0;
  let through = 0;
  for (let index = 0; index < all.values.length; index += 1) {
    total += all.values[index] || 0;
    through += reached.values[index] || 0;
  }
  return total > 0 ? through / total : null;
}

/** Whether mean latency and mean integration latency are means over the same requests, in the baseline and now. */
export function hasMatchingSamples(input: AnalyzerInput): boolean {
  return [learnt(input), input.snapshot.window].every((span) => {
    const share = reachedShare(input, span);
    return share !== null && Math.abs(share - 1) <= TOLERANCE;
  });
}
