import { ceilTo, MINUTE_MS, type Window } from "../../core/window.ts";
import { datapoints, type Series } from "../../model/series.ts";

export interface ChosenStart {
  readonly name: "busiest" | "usual" | "quietest";
  readonly startMs: number;
  readonly requests: number;
}

/** Starts that are weighed against each other lie so far apart. */
const STEP_MS = 15 * MINUTE_MS;

/**
 * When to lay an incident of that length: where the recorded traffic of the time that it lasts is the greatest, the
 * middle, and the least. Times without a single request are left out, since nothing happens to nobody.
 *
 * Shape: at most three, each start once: with fewer to choose from the busiest goes first, then the quietest. Of equal
 * ones the earliest.
 *
 * @param counts series whose sums count requests, of one period
 * @param window where an incident may begin and must end
 */
export function chooseStarts(counts: readonly Series[], window: Window, lengthMs: number): ChosenStart[] {
  const stepMs = Math.max(STEP_MS, ...counts.map(({ periodSeconds }) => periodSeconds * 1_000));
  const found: { startMs: number; requests: number }[] = [];
  const points = counts.flatMap((series) => datapoints(series, window.startMs, window.endMs));
  for (let startMs = ceilTo(window.startMs, stepMs); startMs + lengthMs <= window.endMs; startMs += stepMs) {
    let requests = 0;
    for (const { timeMs, value } of points) {
      if (timeMs >= startMs && timeMs < startMs + lengthMs) requests += value;
    }
    if (requests > 0) found.push({ startMs, requests });
  }
  // The sort is stable, so that equal ones stay in the order of time.
  const sorted = [...found].sort((left, right) => left.requests - right.requests);
  const busiest = sorted.find(({ requests }) => requests === sorted.at(-1)?.requests);
  const chosen = [
    { name: "busiest", of: busiest },
    { name: "quietest", of: sorted[0] },
    { name: "usual", of: sorted[Math.floor((sorted.length - 1) / 2)] },
  ] as const;
  const starts = new Map<number, ChosenStart>();
  for (const { name, of } of chosen) {
    if (of !== undefined && !starts.has(of.startMs)) starts.set(of.startMs, { name, ...of });
  }
  const order = ["busiest", "usual", "quietest"];
  return [...starts.values()].sort((left, right) => order.indexOf(left.name) - order.indexOf(right.name));
}
