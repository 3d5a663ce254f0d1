import type { Window } from "../../core/window.ts";
import type { Series } from "../../model/series.ts";
import type { AnalyzerInput } from "../analyzer.ts";

/** Of a silence, the part of which nothing was read, from which on it is none. */
const MOSTLY = 0.5;

/**
 * Whether a target's silence before the window is a hole in what was read: no target has a datapoint in most of it, up to
 * its end, and yet another one has some in the window. Of a target alone a hole cannot be told from silence.
 */
export function isUnread({ snapshot, target }: AnalyzerInput, { startMs, endMs }: Window): boolean {
  const isOtherHeard = snapshot.series.some(
    (series) =>
      series.target !== target.id && lastRead(series, snapshot.window.endMs) > snapshot.window.startMs,
  );
  if (!isOtherHeard) return false;
  const readToMs = Math.max(...snapshot.series.map((series) => lastRead(series, endMs)));
  return endMs - readToMs >= MOSTLY * (endMs - startMs);
}

/** The end of the last datapoint that begins before a time. */
function lastRead({ runs, periodSeconds }: Series, beforeMs: number): number {
  const periodMs = periodSeconds * 1_000;
  let last = -Infinity;
  for (const [runMs, values] of runs) {
    const before = Math.min(values.length, Math.ceil((beforeMs - runMs) / periodMs));
    if (before > 0) last = Math.max(last, runMs + before * periodMs);
  }
  return last;
}
