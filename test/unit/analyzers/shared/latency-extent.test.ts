import { expect, test } from "vitest";

import { extentOfShift } from "../../../../src/analyzers/shared/latency-extent.ts";
import type { Track } from "../../../../src/analyzers/shared/latency-tracks.ts";

const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 10, 9, 9);
const USUAL = Math.log(30);

/** Two hours in periods of half an hour, the last two slow, and what came in single minutes. */
function track(slowMinutes: readonly number[], others: readonly number[] | null): Track {
  const window = {
    startMs: START_MS,
    periodMs: 30 * MINUTE_MS,
    values: Float64Array.of(USUAL, USUAL, USUAL + 2, USUAL + 2),
  };
  const values = new Float64Array(120).fill(Number.NaN);
  for (const minute of others ?? []) values[minute] = USUAL;
  for (const minute of slowMinutes) values[minute] = USUAL + 2;
  const empty = { startMs: START_MS, periodMs: 30 * MINUTE_MS, values: new Float64Array(0) };
  return {
    side: "latency",
    stat: "p50",
    model: { expectedAt: () => USUAL, thresholdOf: () => 0.2, days: 7 },
    window,
    trust: new Float64Array(4).fill(1),
    isEnough: () => true,
    past: empty,
    before: empty,
    fine: window,
    single: null,
    ranked: null,
    moments: others === null ? null : { startMs: START_MS, periodMs: MINUTE_MS, values },
  };
}

const SHIFT = { start: 2, end: 4, shift: 2, strength: 3 };

test.each([
  ["the first slow request of the first slow period", [71, 83], [64, 90], 71],
  ["not one that was slow before it", [41, 77], [66], 77],
  ["nor one after it: then the period is all that is known", [95], [64], 60],
  ["the period, where no request is known by its minute", [], null, 60],
])("a slowdown of few requests begins with %s", (_, slow, others, minute) => {
  const { startMs, endMs } = extentOfShift(track(slow, others), SHIFT);
  expect((startMs - START_MS) / MINUTE_MS).toBe(minute);
  expect(endMs).toBeNull();
});
