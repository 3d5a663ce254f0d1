import { MINUTE_MS, type Window } from "../../core/window.ts";
import { SETTLE_MS } from "../../catalog/retention.ts";
import type { Series } from "../../model/series.ts";

export interface ExportedSpans {
  /** From the first datapoint to the data's own end. */
  readonly covered: Window;
  /** See snapshot.settledMs. */
  readonly settledMs: number;
}

/**
 * The time that the datapoints tell of, or undefined where there are none. The end is the end of the newest
 * period; where periods differ, the shortest of those that start last tells it, since an hour that has just
 * begun reaches into a time of which nothing is known yet.
 *
 * An export does not say when it was made. `writtenMs`, the time of the file, is at the earliest that moment:
 * what was newer than two minutes then may have been incomplete. A copied file is younger, and final; one
 * that claims to be older than its own data (an archive with a made-up time) says nothing.
 */
export function exportedSpans(series: readonly Series[], writtenMs: number): ExportedSpans | undefined {
  let firstMs = Infinity;
  let lastMs = -Infinity;
  let periodMs = MINUTE_MS;
  for (const { runs, periodSeconds } of series) {
    const ownPeriodMs = periodSeconds * 1_000;
    const [head] = runs;
    const tail = runs.at(-1);
    if (!head || !tail) continue;
    const ownLastMs = tail[0] + (tail[1].length - 1) * ownPeriodMs;
    firstMs = Math.min(firstMs, head[0]);
    if (ownLastMs > lastMs || (ownLastMs === lastMs && ownPeriodMs < periodMs)) periodMs = ownPeriodMs;
    lastMs = Math.max(lastMs, ownLastMs);
  }
  if (lastMs === -Infinity) return undefined;
  const endMs = lastMs + periodMs;
  const settledMs = writtenMs > lastMs ? Math.min(endMs, writtenMs - SETTLE_MS) : endMs;
  return { covered: { startMs: firstMs, endMs }, settledMs };
}
