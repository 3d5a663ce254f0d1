import type { MetricKey } from "../model/metric-key.ts";
import { compareText } from "../core/order.ts";
import { floorTo, type Window } from "../core/window.ts";
import { datapoints, type Datapoint, type Series } from "../model/series.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Account, Trace as AccountTrace } from "../simulate/account.ts";
import { toSegments } from "./to-segments.ts";

/**
 * A recorded snapshot as an account that can be asked again. The same series comes back at the period it was
 * recorded with; Sum, SampleCount, Minimum, Maximum and Average also at whole multiples of it. An Average is weighted by the
 * SampleCount where that was recorded with it, else every datapoint counts alike. Percentiles cannot be put
 * together and exist at their recorded period alone. Traces are those that were recorded; logs are not part of a snapshot.
 *
 * @param region which of the snapshot's regions; default: that of its first target.
 */
export function toAccount(snapshot: Snapshot, region = snapshot.targets[0]?.region ?? "us-east-1"): Account {
  const targets = snapshot.targets.filter((target) => target.region === region);
  const ids = new Set(targets.map(({ id }) => id));
  const byName = new Map<string, Series[]>();
  for (const series of snapshot.series) {
    if (series.runs.length === 0 || (series.target !== null && !ids.has(series.target))) continue;
    const name = nameOf(series);
    byName.set(name, [...(byName.get(name) ?? []), series]);
  }
  return {
    accountId: targets.find(({ accountId }) => accountId !== null)?.accountId ?? "000000000000",
    region,
    nowMs: snapshot.window.endMs,
    targets,
    metrics: () => [...byName.values()].flatMap((series) => listed(series)),
    query: (key, stat, periodSeconds, window) =>
      queryRecorded(byName.get(nameOf(key)) ?? [], snapshot, { stat, periodSeconds, window }),
    logGroups: () => [],
    logEvents: () => [],
    traces: (window, target) => recordedTraces(snapshot, ids, window, target),
  };
}

/** Each once, whichever slices it stands in. */
function recordedTraces(
  { traces = [] }: Snapshot,
  ids: ReadonlySet<string>,
  { startMs, endMs }: Window,
  target: string | undefined,
): AccountTrace[] {
  const wanted = traces.filter((slice) => ids.has(slice.target) && (target ?? slice.target) === slice.target);
  const byId = new Map(wanted.flatMap((slice) => slice.traces).map((trace) => [trace.id, trace] as const));
  return [...byId.values()]
    .filter((trace) => trace.startMs >= startMs && trace.startMs < endMs)
    .sort((left, right) => left.startMs - right.startMs)
    .map((trace) => ({ id: trace.id, startMs: trace.startMs, segments: toSegments(trace) }));
}

function nameOf({ namespace, metric, dimensions }: MetricKey): string {
  const sorted = Object.entries(dimensions).sort(([left], [right]) => compareText(left, right));
  return JSON.stringify([namespace, metric, sorted]);
}

function listed(series: readonly Series[]): (MetricKey & { newestMs: number })[] {
  const [first] = series;
  if (!first) return [];
  const { namespace, metric, dimensions } = first;
  const newestMs = Math.max(
    ...series.map(({ runs, periodSeconds }) => {
      const [startMs, values] = runs.at(-1) ?? [-Infinity, []];
      return startMs + (values.length - 1) * periodSeconds * 1_000;
    }),
  );
  return [{ namespace, metric, dimensions, newestMs }];
}

interface Question {
  readonly stat: string;
  readonly periodSeconds: number;
  readonly window: Window;
}

/** What was recorded at the period itself wins; finer recordings fill in what it does not cover, coarsest first. */
function queryRecorded(all: readonly Series[], snapshot: Snapshot, question: Question): Datapoint[] {
  const { stat, periodSeconds, window } = question;
  const usable = all
    .filter((series) => series.stat === stat && periodSeconds % series.periodSeconds === 0)
    .sort((left, right) => right.periodSeconds - left.periodSeconds);
  const found = new Map<number, number>();
  for (const series of usable) {
    const points =
      series.periodSeconds === periodSeconds
        ? datapoints(series, window.startMs, window.endMs)
        : coarser(series, all, snapshot, question);
    for (const { timeMs, value } of points) if (!found.has(timeMs)) found.set(timeMs, value);
  }
  return [...found].sort(([left], [right]) => left - right).map(([timeMs, value]) => ({ timeMs, value }));
}

function coarser(
  series: Series,
  all: readonly Series[],
  snapshot: Snapshot,
  { stat, periodSeconds, window }: Question,
): Datapoint[] {
  if (!COMBINABLE.has(stat)) return [];
  const periodMs = periodSeconds * 1_000;
  const weights = stat === "Average" ? weightsOf(series, all) : undefined;
  const recordedFromMs = recordingStartMs(series, snapshot);
  const buckets = new Map<number, { values: number[]; weights: number[] }>();
  // A bucket that lies within the window may need datapoints up to a period behind the window's end.
  for (const { timeMs, value } of datapoints(series, window.startMs, window.endMs + periodMs)) {
    const startMs = floorTo(timeMs, periodMs);
    // Where the recording begins in the middle of a bucket, half a sum would look like a drop.
    if (startMs < recordedFromMs || startMs < window.startMs || startMs >= window.endMs) continue;
    const bucket = buckets.get(startMs) ?? { values: [], weights: [] };
    buckets.set(startMs, bucket);
    bucket.values.push(value);
    bucket.weights.push(weights?.get(timeMs) ?? 1);
  }
  return [...buckets].map(([timeMs, bucket]) => ({ timeMs, value: combine(stat, bucket) }));
}

const COMBINABLE: ReadonlySet<string> = new Set(["Sum", "SampleCount", "Minimum", "Maximum", "Average"]);

function combine(stat: string, { values, weights }: { values: number[]; weights: number[] }): number {
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, value) => total + value, 0);
  if (stat === "Minimum") return values.reduce((least, value) => Math.min(least, value));
  if (stat === "Maximum") return values.reduce((most, value) => Math.max(most, value));
  if (stat !== "Average") return sum(values);
  return sum(values.map((value, index) => value * (weights[index] ?? 1))) / sum(weights);
}

function weightsOf(series: Series, all: readonly Series[]): Map<number, number> | undefined {
  const counts = all.find(
    (other) => other.stat === "SampleCount" && other.periodSeconds === series.periodSeconds,
  );
  return counts && new Map(datapoints(counts).map(({ timeMs, value }) => [timeMs, value]));
}

/** A series that has nothing before the window was recorded for the window alone. */
function recordingStartMs({ runs }: Series, { window, baseline }: Snapshot): number {
  const oldestMs = runs[0]?.[0] ?? window.startMs;
  return oldestMs >= window.startMs ? window.startMs : baseline.startMs;
}
