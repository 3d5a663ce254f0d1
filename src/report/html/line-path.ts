// A line through many more points than there are pixels shows what the eye would see of all of them when each pixel
// column keeps four: the first, the least, the greatest and the last. A spike of one minute in a month stays visible,
// and the path has a bounded length.

import { coordinate, PLOT_HEIGHT, xOf, yOf, type Plot, type PlotPoint } from "./plot.ts";

/**
 * The `d` of a line, broken where points are missing. A point alone is as wide as it lasts.
 *
 * Shape: points ascending in time. Empty input gives the empty text.
 */
export function linePath(points: readonly PlotPoint[], plot: Plot): string {
  return runsOf(points, plot)
    .map((run) => drawn(run, plot))
    .join("");
}

/** As {@link linePath}, closed down to zero. */
export function areaPath(points: readonly PlotPoint[], plot: Plot): string {
  return runsOf(points, plot)
    .map((run) => {
      const [first, last] = [run[0], run.at(-1)];
      if (first === undefined || last === undefined) return "";
      const lastMs = run.length === 1 ? last.timeMs + plot.stepMs : last.timeMs;
      const [left, right] = [coordinate(xOf(plot, first.timeMs)), coordinate(xOf(plot, lastMs))];
      return `${drawn(run, plot)}L${right} ${PLOT_HEIGHT}L${left} ${PLOT_HEIGHT}Z`;
    })
    .join("");
}

function runsOf(points: readonly PlotPoint[], { stepMs }: Plot): PlotPoint[][] {
  const runs: PlotPoint[][] = [];
  let beforeMs = -Infinity;
  for (const point of points) {
    if (point.timeMs - beforeMs > stepMs * 1.5) runs.push([]);
    runs.at(-1)?.push(point);
    beforeMs = point.timeMs;
  }
  return runs;
}

function drawn(run: readonly PlotPoint[], plot: Plot): string {
  const [only] = run;
  const kept =
    run.length === 1 && only ? [only, { ...only, timeMs: only.timeMs + plot.stepMs }] : thinned(run, plot);
  return kept
    .map(({ timeMs, value }, at) => {
      const place = `${coordinate(xOf(plot, timeMs))} ${coordinate(yOf(plot, value))}`;
      return `${at === 0 ? "M" : "L"}${place}`;
    })
    .join("");
}

function thinned(run: readonly PlotPoint[], plot: Plot): PlotPoint[] {
  const columns = new Map<number, PlotPoint[]>();
  for (const point of run) {
    const column = Math.floor(xOf(plot, point.timeMs));
    const kept = columns.get(column);
    if (kept) kept.push(point);
    else columns.set(column, [point]);
  }
  return [...columns.values()].flatMap(extremes);
}

/** First, least, greatest and last, each once and in the order of time. */
function extremes(points: readonly PlotPoint[]): PlotPoint[] {
  let [least, greatest] = [points[0], points[0]];
  for (const point of points) {
    if (least === undefined || point.value < least.value) least = point;
    if (greatest === undefined || point.value > greatest.value) greatest = point;
  }
  const kept = new Set([points[0], least, greatest, points.at(-1)]);
  return points.filter((point) => kept.has(point));
}
