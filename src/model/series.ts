import { z } from "zod";

/**
 * Datapoints without a gap between them: the first one's time, then one value a period.
 * A gap is where one run ends and the next begins; there is no value that means "none".
 */
export type Run = readonly [startMs: number, values: readonly number[]];

/** A check of 4,000 numbers a run, thousands of runs: a loop, since a schema object for each number costs seconds. */
function isRun(value: unknown): value is Run {
  if (!Array.isArray(value) || value.length !== 2 || !Number.isFinite(value[0]) || !Array.isArray(value[1]))
    return false;
  const values: readonly unknown[] = value[1];
  return values.length > 0 && values.every((item) => Number.isFinite(item));
}

/**
 * One metric of one dimension set, one statistic, one period.
 *
 * Shape: `runs` ascend and do not touch or overlap; every time is a multiple of the period; values are
 * finite. No traffic means no datapoint, so a series may be empty.
 */
export const seriesSchema = z.object({
  /** The target it belongs to, or null (a Lambda function, an account total). */
  target: z.string().nullable(),
  /** The route within the target, or null for the stage as a whole. */
  route: z.string().nullable(),
  namespace: z.string(),
  metric: z.string(),
  dimensions: z.record(z.string(), z.string()),
  /** CloudWatch's name: Sum, SampleCount, Average, Minimum, Maximum, p50, p99.9, TM(...). */
  stat: z.string(),
  /** Seconds per datapoint. */
  periodSeconds: z.number().int().positive(),
  runs: z.array(z.custom<Run>(isRun, "a run is [startMs, [finite values]]")),
});
export type Series = z.infer<typeof seriesSchema>;

/** One period of a series. */
export interface Datapoint {
  readonly timeMs: number;
  readonly value: number;
}

/** The datapoints whose period starts in `[startMs, endMs)`, ascending. */
export function datapoints(series: Series, startMs = -Infinity, endMs = Infinity): Datapoint[] {
  const periodMs = series.periodSeconds * 1_000;
  const found: Datapoint[] = [];
  for (const [runMs, values] of series.runs) {
    const first = Math.max(0, Math.ceil((startMs - runMs) / periodMs));
    const end = Math.min(values.length, Math.ceil((endMs - runMs) / periodMs));
    for (let index = first; index < end; index += 1) {
      found.push({ timeMs: runMs + index * periodMs, value: values[index] ?? Number.NaN });
    }
  }
  return found;
}

/**
 * Packs datapoints into runs.
 *
 * Shape: any order; a time that occurs twice keeps the value given last (CloudWatch may answer one id on
 * several pages, the later page is the later reading). Values that are not finite are left out: a gap.
 */
export function toRuns(points: Iterable<Datapoint>, periodSeconds: number): Run[] {
  const given = Array.isArray(points) ? (points as readonly Datapoint[]) : [...points];
  return ascendingRuns(given, periodSeconds) ?? runsOfAny(given, periodSeconds);
}

/** As most points come; null where a time is not after the one before. */
function ascendingRuns(points: readonly Datapoint[], periodSeconds: number): Run[] | null {
  const periodMs = periodSeconds * 1_000;
  const runs: Run[] = [];
  let values: number[] = [];
  let lastMs = -Infinity;
  for (const { timeMs, value } of points) {
    if (!Number.isFinite(value)) continue;
    if (timeMs <= lastMs) return null;
    if (timeMs === lastMs + periodMs) values.push(value);
    else runs.push([timeMs, (values = [value])]);
    lastMs = timeMs;
  }
  return runs;
}

function runsOfAny(points: readonly Datapoint[], periodSeconds: number): Run[] {
  const byTime = new Map<number, number>();
  for (const { timeMs, value } of points) if (Number.isFinite(value)) byTime.set(timeMs, value);
  const runs: [number, number[]][] = [];
  let nextMs = Number.NaN;
  for (const timeMs of [...byTime.keys()].sort((left, right) => left - right)) {
    const value = byTime.get(timeMs) ?? Number.NaN;
    if (timeMs === nextMs) runs.at(-1)?.[1].push(value);
    else runs.push([timeMs, [value]]);
    nextMs = timeMs + periodSeconds * 1_000;
  }
  return runs;
}
