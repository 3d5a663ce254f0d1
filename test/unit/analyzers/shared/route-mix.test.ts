import { expect, test } from "vitest";

import type { Grid } from "../../../../src/analyzers/shared/grid.ts";
import { fitMix } from "../../../../src/analyzers/shared/route-mix.ts";
import { timeOfDayMs, type Calendar } from "../../../../src/core/season.ts";

const HOUR_MS = 3_600_000;
const PERIOD_MS = 300_000;
/** Summer time ends on the 25th of October at 01:00 UTC. */
const BERLIN: Calendar = {
  offsets: [
    { fromMs: 0, offsetMs: 2 * HOUR_MS },
    { fromMs: Date.UTC(2026, 9, 25, 1), offsetMs: HOUR_MS },
  ],
  holidays: new Set(),
};

test("a route that is called from 09:00 to 10:00 by the wall clock is expected then after clocks were changed", () => {
  const windowMs = Date.UTC(2026, 9, 26, 6);
  const grid = (startMs: number, hours: number, countAt: (timeMs: number) => number): Grid => ({
    startMs,
    periodMs: PERIOD_MS,
    values: Float64Array.from({ length: 12 * hours }, (_, index) => countAt(startMs + index * PERIOD_MS)),
  });
  const ofRoute = (timeMs: number): number =>
    Math.floor(timeOfDayMs(BERLIN, timeMs) / HOUR_MS) === 9 ? 70 : 0;
  const startMs = windowMs - 12 * 24 * HOUR_MS;
  const model = fitMix(
    grid(startMs, 12 * 24, ofRoute),
    grid(startMs, 12 * 24, () => 100),
    grid(windowMs, 4, ofRoute),
    grid(windowMs, 4, () => 100),
    BERLIN,
  );
  const [before, then, after] = [7, 8, 9].map((hour) =>
    Math.round(model?.expectedIn(Date.UTC(2026, 9, 26, hour), HOUR_MS) ?? Number.NaN),
  );
  // Twelve days of 840 requests an hour, and two more of the overall share: a 24th of 0.7.
  expect(then).toBe(Math.round((1_200 * (12 * 840 + 2 * 1_200 * (0.7 / 24))) / (14 * 1_200)));
  expect([before, after]).toEqual([5, 5]);
});
