import { describe, expect, test } from "vitest";

import type { Grid } from "../../../../src/analyzers/shared/grid.ts";
import { findSilence } from "../../../../src/analyzers/shared/silence.ts";
import { fitTraffic } from "../../../../src/analyzers/shared/traffic-model.ts";
import { createRandom } from "../../../../src/core/random.ts";
import { drawPoisson } from "../../../../src/simulate/draw-poisson.ts";

const MINUTE_MS = 60_000;
const PERIOD_MS = 5 * MINUTE_MS;
const HOUR = 12;
const WEEK = 14 * 12 * HOUR;
const MONDAY_MS = Date.UTC(2026, 10, 9);

/** Counts of five minutes from Monday on; `hourly(period)` requests an hour are to be expected in each. */
function made(periods: number, seed: number, hourly: (period: number) => number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: periods }, (_, period) => drawPoisson(hourly(period) / HOUR, random));
}

function silenceAt(counts: Float64Array, end: number, extraNats = 0): ReturnType<typeof findSilence> {
  const start = end - 3 * HOUR;
  const grid = (from: number, to: number): Grid => ({
    startMs: MONDAY_MS + from * PERIOD_MS,
    periodMs: PERIOD_MS,
    values: counts.subarray(from, to),
  });
  const baseline = grid(Math.max(0, start - WEEK), start);
  const model = fitTraffic(baseline);
  if (model === null) throw new Error("too little to learn from");
  return findSilence(grid(start, end), baseline, model, (known) => fitTraffic(known), extraNats);
}

describe("found", () => {
  test("three hours after four requests an hour stop, and dated to the last of them", () => {
    const stop = WEEK + 7 * HOUR;
    const counts = made(WEEK + 10 * HOUR, 3, (period) => (period < stop ? 4 : 0));
    const last = counts.findLastIndex((count) => count > 0);
    expect(silenceAt(counts, stop + 3 * HOUR)).toMatchObject({
      startMs: MONDAY_MS + (last + 1) * PERIOD_MS,
      endMs: null,
      came: 0,
    });
    expect(silenceAt(counts, stop + HOUR)).toBeNull();
  });

  test("as one that began before the window, where one request an hour stops", () => {
    const stop = WEEK + 2 * HOUR;
    const counts = made(WEEK + 26 * HOUR, 5, (period) => (period < stop ? 1 : 0));
    const hours = Array.from({ length: 24 }, (_, hour) => hour + 1);
    const first = hours.find((hour) => silenceAt(counts, stop + hour * HOUR) !== null);
    expect(first).toBeGreaterThan(9);
    expect(first).toBeLessThan(24);
  });
});

describe("none", () => {
  test("where an hour's traffic comes in one burst every six hours", () => {
    const counts = made(2 * WEEK, 7, (period) => (period % (6 * HOUR) < 2 ? 60 : 0));
    const told = Array.from({ length: 80 }, (_, look) => silenceAt(counts, WEEK + (look + 2) * 2 * HOUR));
    expect(told.filter((silence) => silence !== null)).toEqual([]);
  });

  test("where a night is always silent", () => {
    const counts = made(2 * WEEK, 9, (period) => (period % (24 * HOUR) < 9 * HOUR ? 0 : 20));
    const told = Array.from({ length: 80 }, (_, look) => silenceAt(counts, WEEK + (look + 2) * 2 * HOUR));
    expect(told.filter((silence) => silence !== null)).toEqual([]);
  });

  test("on a stage that has been silent for more than a day", () => {
    const counts = made(WEEK + 40 * HOUR, 11, (period) => (period < WEEK ? 6 : 0));
    expect(silenceAt(counts, WEEK + 4 * HOUR)).not.toBeNull();
    expect(silenceAt(counts, WEEK + 39 * HOUR)).toBeNull();
  });

  test("among many series, of what one alone would tell", () => {
    const stop = WEEK + 7 * HOUR;
    const counts = made(WEEK + 10 * HOUR, 3, (period) => (period < stop ? 4 : 0));
    expect(silenceAt(counts, stop + 3 * HOUR, 9)).toBeNull();
  });
});

test("weeks of three requests an hour in which nothing is wrong hardly ever hold one", () => {
  let told = 0;
  let [looks, asked] = [0, 0];
  for (let seed = 1; seed <= 12; seed += 1) {
    const counts = made(2 * WEEK, seed, (period) => 3 + 1.5 * Math.cos((period * Math.PI) / (12 * HOUR)));
    const starts = new Set<number>();
    for (let end = WEEK + 3 * HOUR; end <= 2 * WEEK; end += 6) {
      looks += 1;
      const run = counts.subarray(0, end);
      const silent = end - 1 - run.findLastIndex((count) => count > 0);
      // Only where the newest hours are silent a look can tell it for the first time.
      if (silent < 34) continue;
      asked += 1;
      const found = silenceAt(counts, end);
      if (found !== null) starts.add(found.startMs);
    }
    told += starts.size;
  }
  expect(looks).toBeGreaterThan(3_000);
  expect(asked).toBeGreaterThan(5);
  // 0.05 a week would be 0.6; more than 2 has a chance of 1 in 40.
  expect(told).toBeLessThanOrEqual(2);
});
