import { expect, test } from "vitest";

import { rollingLowMedian } from "../../../../src/core/stats/rolling-low-median.ts";

const GAP = Number.NaN;

test("is the middle of the values present, the lower of two middles", () => {
  expect([...rollingLowMedian([1, 9, GAP, 3, 4], 3)]).toEqual([GAP, GAP, 1, 3, 3]);
});

test("one wild value does not raise two in a row", () => {
  expect([...rollingLowMedian([5, 700, 6, 8], 2)]).toEqual([GAP, 5, 6, 6]);
});

test("says nothing where too few values are present", () => {
  expect([...rollingLowMedian([2, GAP, GAP, 7, 3], 3)]).toEqual([GAP, GAP, GAP, GAP, 3]);
});
