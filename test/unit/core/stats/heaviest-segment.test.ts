import { expect, test } from "vitest";

import { heaviestSegment } from "../../../../src/core/stats/heaviest-segment.ts";

test("finds the stretch with the greatest sum, across a dip that pays for itself", () => {
  expect(heaviestSegment([-3, 5, -2, 4, -9, 6])).toEqual({ start: 1, end: 4, sum: 7 });
});

test("does not cross a dip that costs more than it brings", () => {
  expect(heaviestSegment([5, -6, 4])).toEqual({ start: 0, end: 1, sum: 5 });
});

test("looks only where it is told, and finds nothing where nothing is above 0", () => {
  expect(heaviestSegment([8, -1, 2, 3, -20, 9], 1, 4)).toEqual({ start: 2, end: 4, sum: 5 });
  expect(heaviestSegment([-1, 0, -2])).toBeNull();
  expect(heaviestSegment([])).toBeNull();
});
