import { ceilTo } from "../../core/window.ts";
import type { Run, Series } from "../../model/series.ts";

/** The part of a series whose periods start in `[startMs, endMs)`. */
export function cutSeries(series: Series, startMs: number, endMs: number): Series {
  const periodMs = series.periodSeconds * 1_000;
  const runs = series.runs.flatMap(([runMs, values]): Run[] => {
    const first = Math.max(0, Math.ceil((startMs - runMs) / periodMs));
    const end = Math.min(values.length, Math.ceil((endMs - runMs) / periodMs));
    if (first >= end) return [];
    return [
      [runMs + first * periodMs, first === 0 && end === values.length ? values : values.slice(first, end)],
    ];
  });
  return { ...series, runs };
}

/** Two parts of a series as one; every period of `later` starts after those of `earlier`. */
export function joinSeries(earlier: Series, later: Series): Series {
  const [last, next] = [earlier.runs.at(-1), later.runs[0]];
  if (last === undefined || next === undefined) return { ...later, runs: [...earlier.runs, ...later.runs] };
  const periodMs = later.periodSeconds * 1_000;
  if (ceilTo(last[0] + last[1].length * periodMs, periodMs) !== next[0]) {
    return { ...later, runs: [...earlier.runs, ...later.runs] };
  }
  const joined: Run = [last[0], [...last[1], ...next[1]]];
  return { ...later, runs: [...earlier.runs.slice(0, -1), joined, ...later.runs.slice(1)] };
}
