import { DAY_MS, type Window } from "../../core/window.ts";
import type { Series } from "../../model/series.ts";
import type { Snapshot } from "../../model/snapshot.ts";

const STEP_SECONDS = 300;
/** Of what is there, in which nothing is learned: incidents of the rest are told from it. */
const USUAL_PART = 1 / 4;

/**
 * What is known from before a snapshot's window, in steps of five minutes, as a snapshot of its own: incidents can be looked
 * for in its window, its baseline comes before that. Null where that would be less than a day.
 */
export function earlierHistory(snapshot: Snapshot): Snapshot | null {
  const isLong = ({ periodSeconds }: Series) => periodSeconds === STEP_SECONDS;
  const series = snapshot.series.filter(isLong);
  const firstMs = snapshot.baseline.startMs;
  const beforeMs = snapshot.window.startMs;
  const stepMs = STEP_SECONDS * 1_000;
  const startMs = Math.ceil((firstMs + (beforeMs - firstMs) * USUAL_PART) / stepMs) * stepMs;
  const window: Window = { startMs, endMs: Math.floor(beforeMs / stepMs) * stepMs };
  if (series.length === 0 || window.endMs - window.startMs < DAY_MS) return null;
  const { alarmHistory: _minutes, ...others } = snapshot;
  return { ...others, window, baseline: { startMs: firstMs, endMs: startMs }, series, logs: [] };
}
