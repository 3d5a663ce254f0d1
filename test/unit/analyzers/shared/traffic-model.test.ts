import { expect, test } from "vitest";

import type { Grid } from "../../../../src/analyzers/shared/grid.ts";
import { fitTraffic, type TrafficModel } from "../../../../src/analyzers/shared/traffic-model.ts";
import { scanTraffic, trafficThreshold } from "../../../../src/analyzers/shared/traffic-scan.ts";
import { createRandom } from "../../../../src/core/random.ts";
import { UTC_CALENDAR, wallClockMs, type Calendar } from "../../../../src/core/season.ts";
import { drawPoisson } from "../../../../src/simulate/draw-poisson.ts";

const MINUTE_MS = 60_000;
const PERIOD_MS = 5 * MINUTE_MS;
const QUARTER_MS = 15 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
const MONDAY_MS = Date.UTC(2026, 10, 9);
/** Summer time ends on the 25th of October at 01:00 UTC. */
const BERLIN: Calendar = {
  offsets: [
    { fromMs: 0, offsetMs: 2 * HOUR_MS },
    { fromMs: Date.UTC(2026, 9, 25, 1), offsetMs: HOUR_MS },
  ],
  holidays: new Set(),
};

/** Counts of five minutes in `[startMs, endMs)`. */
function grid(startMs: number, endMs: number, countAt: (timeMs: number) => number): Grid {
  const length = (endMs - startMs) / PERIOD_MS;
  const values = Float64Array.from({ length }, (_, index) => countAt(startMs + index * PERIOD_MS));
  return { startMs, periodMs: PERIOD_MS, values };
}

function fitted(counts: Grid, calendar = UTC_CALENDAR): TrafficModel {
  const model = fitTraffic(counts, calendar);
  if (model === null) throw new Error("too little to learn from");
  return model;
}

/** Mondays from 09:00 to 10:00 by the wall clock. */
function isJob(timeMs: number, calendar = UTC_CALENDAR): boolean {
  const ofWeek = (((wallClockMs(calendar, timeMs) - MONDAY_MS) % WEEK_MS) + WEEK_MS) % WEEK_MS;
  return ofWeek >= 9 * HOUR_MS && ofWeek < 10 * HOUR_MS;
}

test.each([4, 10])(
  "a weekly job of %i times the traffic says nothing of the quarter hours beside it",
  (factor) => {
    const windowMs = MONDAY_MS + 7.5 * HOUR_MS;
    let raised = 0;
    for (let seed = 1; seed <= 5; seed += 1) {
      const random = createRandom(seed);
      const drawn = (timeMs: number): number => drawPoisson(150 * (isJob(timeMs) ? factor : 1), random);
      const baseline = grid(windowMs - 2 * WEEK_MS, windowMs, drawn);
      const window = grid(windowMs, windowMs + 3 * HOUR_MS, drawn);
      const model = fitted(baseline);
      for (const besideMs of [8.75 * HOUR_MS, 10 * HOUR_MS]) {
        const expected = model.expectedIn(MONDAY_MS + besideMs, QUARTER_MS);
        expect(Math.abs(expected - 450)).toBeLessThan(75);
      }
      raised += model.expectedIn(MONDAY_MS + 9 * HOUR_MS, HOUR_MS) / (1_800 * factor);
      expect(scanTraffic(window, model, 0.5, trafficThreshold(baseline, model, 0.5))).toBeNull();
    }
    expect(Math.abs(raised / 5 - 1)).toBeLessThan(0.06);
  },
);

test("a weekly job is expected at its time by the wall clock after clocks were changed", () => {
  const nowMs = Date.UTC(2026, 9, 26, 5);
  const baseline = grid(nowMs - 2 * WEEK_MS, nowMs, (timeMs) => (isJob(timeMs, BERLIN) ? 480 : 120));
  const model = fitted(baseline, BERLIN);
  const ofHour = (hour: number): number => model.expectedIn(Date.UTC(2026, 9, 26, hour), HOUR_MS);
  expect([7, 8, 9].map((hour) => Math.round(ofHour(hour)))).toEqual([1_440, 5_760, 1_440]);
});

test("what was learned from is counted in days of the kind, and in weeks where an hour of the week is asked for", () => {
  const nowMs = MONDAY_MS;
  const counts = grid(nowMs - 2 * WEEK_MS, nowMs, (timeMs) => (isJob(timeMs) ? 900 : 90));
  const { timesSeen } = fitted(counts);
  // The middle half of ten working and of four rest days, an eighth of the neighbours' more on either side of two hours.
  expect(timesSeen(nowMs + DAY_MS + 12 * HOUR_MS, 2 * HOUR_MS)).toBeCloseTo(5 * 1.25, 9);
  expect(timesSeen(nowMs + 5 * DAY_MS + 12 * HOUR_MS, 2 * HOUR_MS)).toBeCloseTo(2 * 1.25, 9);
  expect(timesSeen(nowMs + 9 * HOUR_MS, HOUR_MS)).toBeCloseTo(2, 9);
});
