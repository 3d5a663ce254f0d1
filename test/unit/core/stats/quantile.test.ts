import { describe, expect, test } from "vitest";

import {
  median,
  quantile,
  quantileSorted,
  robustSpread,
  sortedNumbers,
} from "../../../../src/core/stats/quantile.ts";

describe("quantileSorted", () => {
  test("interpolates between closest ranks, as type 7 of Hyndman and Fan does", () => {
    // R: quantile(c(1, 2, 4, 8, 16), c(0, .1, .25, .5, .9, 1), type = 7)
    const sorted = [1, 2, 4, 8, 16];
    const asked = [0, 0.1, 0.25, 0.5, 0.9, 1];
    expect(asked.map((q) => quantileSorted(sorted, q))).toEqual([1, 1.4, 2, 4, 12.8, 16]);
  });

  test("gives NaN for nothing and for a fraction that is none", () => {
    expect(quantileSorted([], 0.5)).toBeNaN();
    expect(quantileSorted([3, 5], 1.5)).toBeNaN();
    expect(quantileSorted([3, 5], Number.NaN)).toBeNaN();
  });
});

test("NaN is left out before anything is ranked", () => {
  expect([...sortedNumbers([3, Number.NaN, -7, 0.5])]).toEqual([-7, 0.5, 3]);
  expect(quantile([9, Number.NaN, 4, 6], 0.5)).toBe(6);
  expect(median([Number.NaN])).toBeNaN();
});

test("the robust spread is the standard deviation of normal values, and a wild quarter does not move it far", () => {
  // Normal quantiles with standard deviation 3, from a table of z.
  const normal = [-1.96, -1.28, -0.84, -0.52, -0.25, 0, 0.25, 0.52, 0.84, 1.28, 1.96].map((z) => 50 + 3 * z);
  expect(robustSpread(normal)).toBeGreaterThan(2);
  expect(robustSpread(normal)).toBeLessThan(4);
  expect(robustSpread([...normal, 9_000, 8_000])).toBeLessThan(5);
  expect(robustSpread([7])).toBe(0);
});
