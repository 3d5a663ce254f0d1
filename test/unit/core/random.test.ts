import { expect, test } from "vitest";

import { createRandom, type Random } from "../../../src/core/random.ts";

const take = (random: Random, count: number): number[] => Array.from({ length: count }, () => random.next());

test("the same seed and label give the same numbers, whatever was drawn before", () => {
  const first = createRandom(41);
  take(first, 7);
  expect(take(first.fork("x"), 5)).toEqual(take(createRandom(41).fork("x"), 5));
  expect(take(createRandom(41), 5)).not.toEqual(take(createRandom(42), 5));
  expect(take(createRandom(41).fork("x"), 5)).not.toEqual(take(createRandom(41).fork("y"), 5));
});

test("numbers are uniform in [0, 1)", () => {
  const numbers = take(createRandom(5), 60_000);
  expect(Math.min(...numbers.slice(0, 5_000))).toBeGreaterThanOrEqual(0);
  const bins = Array.from({ length: 30 }, () => 0);
  for (const number of numbers) bins[Math.floor(number * 30)]! += 1;
  const chiSquare = bins.reduce((sum, count) => sum + (count - 2_000) ** 2 / 2_000, 0);
  // 99.9 % point of chi-square with 29 degrees of freedom.
  expect(chiSquare).toBeLessThan(58.3);
});

// A stream for each minute is forked by its number: were neighbours alike, whole hours would be.
test("first numbers of neighbouring seeds and labels are unrelated", () => {
  const root = createRandom(3);
  for (const first of [
    Array.from({ length: 20_000 }, (_, index) => createRandom(index).next()),
    Array.from({ length: 20_000 }, (_, index) => root.fork(`minute ${index}`).next()),
  ]) {
    const mean = first.reduce((sum, value) => sum + value, 0) / first.length;
    let covariance = 0;
    for (let index = 1; index < first.length; index += 1) {
      covariance += (first[index]! - mean) * (first[index - 1]! - mean);
    }
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.009);
    expect(Math.abs((covariance / first.length) * 12)).toBeLessThan(0.03);
  }
});
