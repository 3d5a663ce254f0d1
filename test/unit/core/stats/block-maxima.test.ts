import { expect, test } from "vitest";

import { blockMaximaQuantile } from "../../../../src/core/stats/block-maxima.ts";

test("takes blocks from the end, so that the newest is whole", () => {
  // Blocks of 3 from the end: [4 1 2], [9 3 5]; [7 8] at the start is more than half a block: maxima 4, 9, 8.
  expect(blockMaximaQuantile([7, 8, 9, 3, 5, 4, 1, 2], 3, 0.5)).toBe(8);
  // [6] is less than half a block of 3 and is left out: maxima 4, 9.
  expect(blockMaximaQuantile([60, 9, 3, 5, 4, 1, 2], 3, 1)).toBe(9);
});

test("gaps do not count, and nothing gives NaN", () => {
  expect(blockMaximaQuantile([Number.NaN, 2, Number.NaN, Number.NaN], 2, 0.5)).toBe(2);
  expect(blockMaximaQuantile([], 4, 0.5)).toBeNaN();
});
