/*
 * What is usual for a target, learned while it is watched: for each hour of the baseline one sum for each series of the
 * tripwire. Sums of minutes are exact, whatever is read in which order, and an hour takes a row of a few numbers, so that
 * hundreds of targets fit into one state. A latency is kept as average times requests, the one form in which it adds up.
 *
 *   baseline.startMs                       window.startMs              nowMs
 *   |--- hours: one row each -----------------------------------|  .  .  |
 *                                          |--- recent: minutes ---------|
 *                                                     read again |-------|
 */
import { HOUR_MS, MINUTE_MS } from "../../core/window.ts";
import { datapoints, toRuns, type Datapoint, type Run, type Series } from "../../model/series.ts";
import type { WatchedTarget } from "../../model/agent-state.ts";
import type { ApiKind } from "../../model/target.ts";
import { TRIPWIRE } from "./tripwire.ts";

/** Datapoints by time. */
type Points = ReadonlyMap<number, number>;

/**
 * The target with what a read of its tripwire gave.
 *
 * @param read in the tripwire's order, of `[fromMs, toMs)`, in steps of a minute. It replaces what was known of that time.
 * @param keepFromMs minutes before it are forgotten, once their hours are summed; two hours before the end at least.
 * @param settledMs hours that end later are not summed yet.
 */
export function learnMinutes(
  watched: WatchedTarget,
  read: readonly Series[],
  span: { readonly fromMs: number; readonly toMs: number },
  { keepFromMs, settledMs, forgetMs }: { keepFromMs: number; settledMs: number; forgetMs: number },
): WatchedTarget {
  const merged = read.map((series, at): Points => {
    const before = points(watched.recent[at] ?? [], MINUTE_MS / 1_000).filter(
      ({ timeMs }) => timeMs < span.fromMs || timeMs >= span.toMs,
    );
    return byTime([...before, ...datapoints(series, span.fromMs, span.toMs)]);
  });
  const hours = new Map(watched.hours.map((row) => [row[0] ?? 0, row]));
  // What a read begins in the middle of, earlier minutes complete; before the first read there are none.
  const wholeFromMs = watched.readToMs === null ? span.fromMs + HOUR_MS - 1 : span.fromMs;
  const firstHour = Math.floor(wholeFromMs / HOUR_MS);
  const sums = sumHours(watched.target.kind, merged);
  const width = merged.length;
  for (let hour = firstHour; (hour + 1) * HOUR_MS <= settledMs; hour += 1) {
    hours.set(hour, [hour, ...(sums.get(hour) ?? Array.from({ length: width }, () => 0))]);
  }
  return {
    ...watched,
    readToMs: span.toMs,
    hours: newest(hours, forgetMs),
    recent: merged.map((one) => toRuns(kept(one, keepFromMs), MINUTE_MS / 1_000)),
  };
}

/** The same with hours that were read as such, of `[fromMs, toMs)`: how a target is first learned. */
export function learnHours(
  watched: WatchedTarget,
  read: readonly Series[],
  span: { readonly fromMs: number; readonly toMs: number },
): WatchedTarget {
  const sums = sumHours(
    watched.target.kind,
    read.map((series) => byTime(datapoints(series, span.fromMs, span.toMs))),
  );
  // Before its first request a target may not have existed: hours without traffic count only after that.
  const first = Math.min(...sums.keys());
  const hours = new Map(watched.hours.map((row) => [row[0] ?? 0, row]));
  for (let hour = first; (hour + 1) * HOUR_MS <= span.toMs; hour += 1) {
    hours.set(hour, [hour, ...(sums.get(hour) ?? read.map(() => 0))]);
  }
  return { ...watched, hours: newest(hours, span.fromMs) };
}

/** Sums by hour, whatever the step of the datapoints is. */
function sumHours(kind: ApiKind, wires: readonly Points[]): Map<number, number[]> {
  const sums = new Map<number, number[]>();
  const traffic = wires[0] ?? new Map<number, number>();
  wires.forEach((wire, at) => {
    const isTimed = TRIPWIRE[kind][at]?.role === "latency";
    for (const [timeMs, value] of wire) {
      const hour = Math.floor(timeMs / HOUR_MS);
      const row = sums.get(hour) ?? wires.map(() => 0);
      row[at] = rounded((row[at] ?? 0) + (isTimed ? value * (traffic.get(timeMs) ?? 0) : value));
      sums.set(hour, row);
    }
  });
  return sums;
}

/** Six digits tell more than any of it means, and keep the state small. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

function newest(hours: ReadonlyMap<number, number[]>, forgetMs: number): number[][] {
  return [...hours.values()]
    .filter(([hour = 0]) => hour * HOUR_MS >= forgetMs)
    .sort(([left = 0], [right = 0]) => left - right);
}

function kept(wire: Points, fromMs: number): Datapoint[] {
  return [...wire].flatMap(([timeMs, value]) => (timeMs >= fromMs ? [{ timeMs, value }] : []));
}

function byTime(all: readonly Datapoint[]): Points {
  return new Map(all.map(({ timeMs, value }) => [timeMs, value]));
}

function points(runs: readonly Run[], periodSeconds: number): Datapoint[] {
  return runs.flatMap(([startMs, values]) =>
    values.map((value, at) => ({ timeMs: startMs + at * periodSeconds * 1_000, value })),
  );
}
