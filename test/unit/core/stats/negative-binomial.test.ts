import { describe, expect, test } from "vitest";

import {
  lowerTailNats,
  shareTailNats,
  studentNats,
  upperTailNats,
} from "../../../../src/core/stats/negative-binomial.ts";

/** P(X = k) by the definition: a product, term by term. */
function probability(k: number, mean: number, size: number): number {
  let value = (size / (size + mean)) ** size;
  for (let index = 0; index < k; index += 1) value *= ((size + index) / (index + 1)) * (mean / (size + mean));
  return value;
}

function poisson(k: number, mean: number): number {
  let value = Math.exp(-mean);
  for (let index = 1; index <= k; index += 1) value *= mean / index;
  return value;
}

describe("upperTailNats", () => {
  test.each([
    [7, 2, 1.5],
    [12, 3, 9],
    [3, 0.05, 0.4],
    [60, 21, 40],
  ])(
    "P(X >= %d | mean %d, size %d) is really below exp(-nats), and within a factor of it",
    (k, mean, size) => {
      let exact = 1;
      for (let index = 0; index < k; index += 1) exact -= probability(index, mean, size);
      const nats = upperTailNats(k, mean, size);
      expect(nats).toBeGreaterThan(0);
      expect(Math.exp(-nats)).toBeGreaterThanOrEqual(exact);
      expect(nats).toBeGreaterThan(0.3 * -Math.log(exact));
    },
  );

  test("becomes Poisson's bound as the size grows", () => {
    let exact = 1;
    for (let index = 0; index < 14; index += 1) exact -= poisson(index, 5);
    const nats = upperTailNats(14, 5, Infinity);
    expect(Math.exp(-nats)).toBeGreaterThanOrEqual(exact);
    expect(upperTailNats(14, 5, 1e12)).toBeCloseTo(nats, 6);
  });

  test("is 0 up to the mean and grows beyond it", () => {
    expect(upperTailNats(4, 4, 3)).toBe(0);
    expect(upperTailNats(2, 4, 3)).toBe(0);
    expect(upperTailNats(9, 4, 3)).toBeLessThan(upperTailNats(10, 4, 3));
    expect(upperTailNats(1, 0, 3)).toBe(Infinity);
  });
});

test("nothing where something was expected is as unlikely as the definition says", () => {
  expect(lowerTailNats(0, 8, 5)).toBeCloseTo(-Math.log(probability(0, 8, 5)), 9);
  expect(lowerTailNats(0, 11, Infinity)).toBeCloseTo(11, 9);
  expect(lowerTailNats(8, 8, 5)).toBe(0);
});

describe("shareTailNats", () => {
  test.each([
    [9, 11, 1.3, 50],
    [5, 7, 0.3, 2],
    [3, 3, 0.01, 4],
    [44, 100, 8, 20],
    [31, 90, 13, 1e9],
  ])(
    "%d of %d, mean %d, size %d: the least over all strays of the rate, less two",
    (count, whole, mean, size) => {
      let least = Infinity;
      for (let stray = 1; stray * mean < whole; stray *= 1.0002) {
        const usual = (stray * mean) / whole;
        const share = count / whole;
        const others = count === whole ? 0 : (1 - share) * Math.log((1 - share) / (1 - usual));
        const nats =
          whole * (share * Math.log(share / usual) + others) + size * (stray - 1 - Math.log(stray));
        least = Math.min(least, nats);
      }
      const loose = upperTailNats(count, mean, size);
      expect(shareTailNats(count, whole, mean, size)).toBeCloseTo(Math.max(loose, least - 2), 4);
    },
  );

  test("all of a few are as unlikely as the power of the share says", () => {
    expect(shareTailNats(8, 8, 8 * 0.15, 1e9)).toBeCloseTo(-8 * Math.log(0.15) - 2, 4);
  });

  test("a few of many are counted as the negative binomial counts them, and the mean is no surprise", () => {
    expect(shareTailNats(7, 900, 2, 5)).toBe(upperTailNats(7, 2, 5));
    expect(shareTailNats(2, 9, 2, 5)).toBe(0);
  });
});

describe("studentNats", () => {
  // Two-sided tables of Student's t (Fisher and Yates): z and t of the same probability 0.001.
  test.each([
    [5, 6.869],
    [10, 4.587],
    [30, 3.646],
    [120, 3.373],
  ])("takes the quantile of t with %i degrees for about that of the normal law", (degrees, t) => {
    const normal = 3.291 ** 2 / 2;
    const nats = studentNats(t ** 2 / 2, degrees, 1);
    expect(Math.abs(nats / normal - 1)).toBeLessThan(0.31);
    expect(nats).toBeLessThan(t ** 2 / 2);
  });

  test("leaves what is Poisson's, or well known, as it is", () => {
    expect(studentNats(17, 13, 0)).toBe(17);
    expect(studentNats(17, 13, 1e-6)).toBeCloseTo(17, 6);
    expect(studentNats(17, 1e9, 1)).toBeCloseTo(17, 6);
    expect(studentNats(0, 13, 1)).toBe(0);
  });
});
