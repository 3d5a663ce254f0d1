import { textOfSeries } from "./series-text.ts";
import type { Series } from "../../model/series.ts";
import type { Target } from "../../model/target.ts";
import type { TargetAlarm } from "./alarms-of-target.ts";

/** The target's recording, by which a period is rebuilt, and what the alarms watch beside it; each series once. */
export function seriesFor(
  target: Target,
  alarms: readonly TargetAlarm[],
  history: readonly Series[],
): Series[] {
  const watched = alarms.flatMap(({ series }) => series);
  const periods = new Set(watched.map(({ periodSeconds }) => periodSeconds));
  const ofTarget = history.filter((series) => series.target === target.id);
  if (periods.size === 0) periods.add(Math.min(...ofTarget.map(({ periodSeconds }) => periodSeconds)));
  const own = ofTarget.filter(({ periodSeconds }) => periods.has(periodSeconds));
  const known = new Set(own.map(textOfSeries));
  const made = watched.filter((series) => {
    const text = textOfSeries(series);
    if (own.includes(series) || known.has(text)) return false;
    known.add(text);
    return true;
  });
  return [...own, ...made];
}
