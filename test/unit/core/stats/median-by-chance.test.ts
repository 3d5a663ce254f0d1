import { describe, expect, test } from "vitest";

import { medianByChance } from "../../../../src/core/stats/median-by-chance.ts";

/** Chance that `least` or more of `count` do what each does with that probability, by the definition. */
function binomialTail(count: number, least: number, probability: number): number {
  let tail = 0;
  let ways = 1;
  for (let some = 0; some <= count; some += 1) {
    if (some >= least) tail += ways * probability ** some * (1 - probability) ** (count - some);
    ways *= (count - some) / (some + 1);
  }
  return tail;
}

/** Evenly from 0 to 1, so that a height is one less the share above it. */
const EVEN = Float64Array.from({ length: 200_001 }, (_, index) => index / 200_000);

describe.each([
  [2, 2],
  [3, 2],
  [6, 4],
  [9, 5],
  [24, 13],
])("of %i values, of which %i have to lie above the line", (count, least) => {
  test("chance reaches it as seldom as was asked for, and a line that three fifths more lie above would be too low", () => {
    const share = 1 - medianByChance(EVEN, count, 9);
    expect(binomialTail(count, least, share)).toBeLessThanOrEqual(Math.exp(-9) * (1 + 1e-6));
    expect(binomialTail(count, least, 1.6 * share)).toBeGreaterThan(Math.exp(-9));
  });
});

test("where nothing in the past is as rare it is the highest of the past, and nothing of none", () => {
  expect(medianByChance([3, 4, 17], 2, 14)).toBeCloseTo(17, 1);
  expect(medianByChance([], 5, 14)).toBeNaN();
});
