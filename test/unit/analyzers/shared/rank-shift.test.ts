import { expect, test } from "vitest";

import { rankedSeries } from "../../../../src/analyzers/shared/rank-shift.ts";
import { DEFAULT_SETTINGS } from "../../../../src/model/config.ts";
import { madeSnapshot, madeTarget } from "../../../support/analyzers-snapshot.ts";

/** One stage with so many routes that have metrics, among so many targets of a run. */
function seriesOf(routes: number, targets: number): number {
  const made = madeTarget({
    days: 1 / 24,
    windowHours: 1,
    at: () => ({ requests: 7 }),
    routes: Array.from({ length: routes }, (_, index) => `GET /r${index}`),
  });
  const snapshot = madeSnapshot([made], { days: 1 / 24, windowHours: 1 });
  const all = { ...snapshot, targets: Array.from({ length: targets }, () => made.target) };
  return rankedSeries({ snapshot: all, target: made.target, settings: () => DEFAULT_SETTINGS });
}

test.each([
  [1, 1, 2],
  [3, 20, 4],
  [3, 100, 20],
  [4, 40, 10],
])("a stage with %i routes among %i targets shares a budget with %i series", (routes, targets, series) => {
  expect(seriesOf(routes, targets)).toBeCloseTo(series, 9);
});
