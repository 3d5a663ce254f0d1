import { describe, expect, test } from "vitest";

import { expectationOf } from "../../../../src/analyzers/shared/expectation-of.ts";

const HOUR_MS = 3_600_000;

function expectation(mean: number, timesSeen: number, size: number): { usual: number; size: number } {
  const model = { expectedIn: () => mean, sizeOf: () => size, timesSeen: () => timesSeen, days: 7 };
  return expectationOf(mean, 0, HOUR_MS, model);
}

/** Of the negative binomial. */
function varianceOf({ usual, size }: { usual: number; size: number }): number {
  return usual + usual ** 2 / size;
}

describe("what is expected of a count", () => {
  test("where nothing ever came is half a request in all that was seen, and that is held loosely", () => {
    const { usual, size } = expectation(0, 7, Infinity);
    expect(usual).toBeCloseTo(0.5 / 7, 12);
    expect(size).toBeCloseTo(0.5, 12);
  });

  test("varies as chance does, and as a rate that was learned from so many requests", () => {
    // The gamma law of the rate after 5 requests in each of 11 hours has the variance 55.5 / 11^2.
    const learned = expectation(5, 11, Infinity);
    expect(varianceOf(learned)).toBeCloseTo(55.5 / 11 + 55.5 / 11 ** 2, 12);
  });

  test("varies by its own straying besides", () => {
    const [calm, straying] = [expectation(5, 11, Infinity), expectation(5, 11, 4)];
    expect(varianceOf(straying) - varianceOf(calm)).toBeCloseTo(straying.usual ** 2 / 4, 12);
  });

  test("is chance alone where much was seen", () => {
    expect(varianceOf(expectation(40, 1e9, Infinity))).toBeCloseTo(40, 5);
  });
});
