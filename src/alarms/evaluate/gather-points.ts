import { isMetric } from "../../model/is-metric.ts";
import type { Series } from "../../model/series.ts";
import { emptyLine, lineOf, pointAt, type Grid, type Line } from "../../metric-math/line.ts";
import type { MetricReference } from "./alarm-plan.ts";
import { slideWindows, type Merge } from "./slide-windows.ts";

/** How neighbouring points of a statistic become one point of a longer period. */
const MERGES: Readonly<Record<string, Merge>> = {
  Sum: (left, right) => left + right,
  SampleCount: (left, right) => left + right,
  Minimum: Math.min,
  Maximum: Math.max,
};

/** Where the points of one metric come from. */
export interface Source {
  /** Of the recorded series, not of the alarm. */
  readonly stepSeconds: number;
  readonly earliestMs: number;
  /** A point for each window of the grid. */
  readonly lineOn: (grid: Grid) => Line;
}

/**
 * Finds what the points of `reference` over `periodSeconds` can be made of, preferring the finest series.
 *
 * A series of the alarm's own period serves for every statistic. A finer one serves where the statistic can be put
 * together: sums, counts and extremes from themselves, an Average from Sum (or Average) and SampleCount. Percentiles
 * cannot. Where there is nothing, the answer is the reason.
 */
export function findSource(
  history: readonly Series[],
  { namespace, metric, dimensions, stat }: MetricReference,
  periodSeconds: number,
): Source | string {
  const ofMetric = history.filter(
    (series) =>
      periodSeconds % series.periodSeconds === 0 && isMetric(series, { namespace, metric, dimensions }),
  );
  const steps = [...new Set(ofMetric.map((series) => series.periodSeconds))].sort(
    (left, right) => left - right,
  );
  for (const stepSeconds of steps) {
    const byStat = new Map(
      ofMetric
        .filter((series) => series.periodSeconds === stepSeconds)
        .map((series) => [series.stat, series]),
    );
    const used = usable(byStat, stat, stepSeconds === periodSeconds);
    if (!used) continue;
    const earliestMs = Math.min(...used.map(({ runs }) => runs[0]?.[0] ?? Infinity));
    return { stepSeconds, earliestMs, lineOn: (grid) => windowLine(used, stat, grid) };
  }
  const name = `${namespace} ${metric} ${stat}`;
  return ofMetric.length === 0
    ? `the history has no series of ${name} that fits a period of ${periodSeconds} s`
    : `${name} over ${periodSeconds} s cannot be made of what the history has (${[...new Set(ofMetric.map((series) => `${series.stat} of ${series.periodSeconds} s`))].join(", ")})`;
}

/** One series that is merged as it is, or two whose quotient is the average: the numerator (a Sum or an Average) and the count. */
function usable(
  byStat: ReadonlyMap<string, Series>,
  stat: string,
  isWholePeriod: boolean,
): readonly Series[] | undefined {
  const itself = byStat.get(stat);
  if (itself && (isWholePeriod || Object.hasOwn(MERGES, stat))) return [itself];
  const count = byStat.get("SampleCount");
  const numerator = byStat.get("Sum") ?? itself;
  return stat === "Average" && count && numerator ? [numerator, count] : undefined;
}

function windowLine(used: readonly Series[], stat: string, grid: Grid): Line {
  const [first, count] = used;
  if (!first) return emptyLine(grid.count);
  const stepMs = first.periodSeconds * 1_000;
  const width = (grid.periodSeconds * 1_000) / stepMs;
  const every = grid.stepMs / stepMs;
  const length = grid.count === 0 ? 0 : (grid.count - 1) * every + width;
  const slide = (line: Line, merge: Merge): Line => takeEvery(slideWindows(line, width, merge), every);
  const points = toLine(first, grid.startMs, length);
  if (!count) return slide(points, MERGES[stat] ?? ((left) => left));
  const counts = toLine(count, grid.startMs, length);
  const add: Merge = (left, right) => left + right;
  // An average without its count weighs nothing; a sum without one is a recording's own contradiction.
  const sums = lineOf(length, (index) => {
    const value = pointAt(points, index);
    const samples = pointAt(counts, index);
    if (value === undefined || samples === undefined) return undefined;
    return first.stat === "Sum" ? value : value * samples;
  });
  const [sum, samples] = [slide(sums, add), slide(counts, add)];
  return lineOf(
    grid.count,
    (index) => (pointAt(sum, index) ?? Number.NaN) / (pointAt(samples, index) ?? Number.NaN),
  );
}

function takeEvery(line: Line, every: number): Line {
  if (every === 1) return line;
  const taken = emptyLine(Math.ceil(line.values.length / every));
  for (let index = 0; index < taken.values.length; index += 1) {
    taken.values[index] = line.values[index * every] ?? 0;
    taken.present[index] = line.present[index * every] ?? 0;
  }
  return taken;
}

function toLine({ runs, periodSeconds }: Series, startMs: number, count: number): Line {
  const line = emptyLine(count);
  for (const [runMs, values] of runs) {
    const first = Math.round((runMs - startMs) / (periodSeconds * 1_000));
    for (let index = Math.max(0, -first); index < values.length && first + index < count; index += 1) {
      line.values[first + index] = values[index] ?? 0;
      line.present[first + index] = 1;
    }
  }
  return line;
}
