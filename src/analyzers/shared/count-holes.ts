import { timeAt, type Grid } from "./grid.ts";
import { gridOf, type Scope } from "./scope.ts";
import type { Window } from "../../core/window.ts";

export interface CountHoles {
  /** Periods in which nothing was counted. */
  readonly silent: number;
  /** Those of them in which something had a latency: there were requests, and the count of them is lacking. */
  readonly lacking: number;
}

/** Silence against holes: a request leaves a count and a latency, so periods with the second alone are no silence. */
export function countHoles(scope: Scope, counts: Grid, { startMs, endMs }: Window): CountHoles {
  const span = { startMs: counts.startMs, endMs: timeAt(counts, counts.values.length) };
  const latencies = (["latency", "integrationLatency"] as const).flatMap((measure) =>
    (["p50", "Average", "SampleCount"] as const).flatMap(
      (stat) => gridOf(scope, measure, stat, counts.periodMs, span) ?? [],
    ),
  );
  let silent = 0;
  let lacking = 0;
  for (let index = 0; index < counts.values.length; index += 1) {
    const timeMs = timeAt(counts, index);
    if (timeMs < startMs || timeMs >= endMs || (counts.values[index] ?? 0) > 0) continue;
    silent += 1;
    if (latencies.some(({ values }) => (values[index] ?? 0) > 0)) lacking += 1;
  }
  return { silent, lacking };
}
