import { describe, expect, test } from "vitest";

import { createRandom } from "../../../src/core/random.ts";
import { drawBinomial } from "../../../src/simulate/draw-binomial.ts";
import { drawHypergeometric } from "../../../src/simulate/draw-hypergeometric.ts";
import { drawNormal } from "../../../src/simulate/draw-normal.ts";
import { drawPoisson } from "../../../src/simulate/draw-poisson.ts";
import { normalCdf } from "../../../src/simulate/normal-cdf.ts";

/** Sum of (seen - expected)^2 / expected over classes of at least 20 expected draws, and their number. */
function chiSquare(draws: readonly number[], shareOf: (count: number) => number) {
  const seen = new Map<number, number>();
  for (const draw of draws) seen.set(draw, (seen.get(draw) ?? 0) + 1);
  let sum = 0;
  let classes = 0;
  let rest = { seen: draws.length, expected: draws.length };
  for (let count = 0; count < MOST; count += 1) {
    const expected = shareOf(count) * draws.length;
    if (expected < 20) continue;
    sum += ((seen.get(count) ?? 0) - expected) ** 2 / expected;
    classes += 1;
    rest = { seen: rest.seen - (seen.get(count) ?? 0), expected: rest.expected - expected };
  }
  if (rest.expected > 5) sum += (rest.seen - rest.expected) ** 2 / rest.expected;
  return { sum, classes };
}

const MOST = 3_000;
const LOG_FACTORIALS = new Float64Array(MOST);
for (let n = 2; n < MOST; n += 1) LOG_FACTORIALS[n] = LOG_FACTORIALS[n - 1]! + Math.log(n);

describe("Poisson numbers", () => {
  test.each([0.3, 4.1, 9.9, 10.1, 37, 420])("of mean %d follow the definition", (mean) => {
    const random = createRandom(Math.round(mean * 10));
    const draws = Array.from({ length: 40_000 }, () => drawPoisson(mean, random));
    const { sum, classes } = chiSquare(draws, (count) =>
      Math.exp(count * Math.log(mean) - mean - LOG_FACTORIALS[count]!),
    );
    expect(classes).toBeGreaterThan(2);
    // Chi-square's mean is its degrees of freedom, its variance twice that.
    expect(sum).toBeLessThan(classes + 4 * Math.sqrt(2 * classes) + 4);
  });

  test("of no mean are none, of a huge one are near it", () => {
    const random = createRandom(1);
    expect(drawPoisson(0, random)).toBe(0);
    expect(drawPoisson(-3, random)).toBe(0);
    expect(Math.abs(drawPoisson(1e9, random) - 1e9)).toBeLessThan(6 * Math.sqrt(1e9));
  });
});

describe("binomial numbers", () => {
  test.each([
    [12, 0.3],
    [45, 0.11],
    [31, 0.87],
    [4_000, 0.004],
    [400, 0.21],
  ])("of %d at %d have mean and variance of the definition", (count, share) => {
    const random = createRandom(count);
    const draws = Array.from({ length: 30_000 }, () => drawBinomial(count, share, random));
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
    const wanted = count * share * (1 - share);
    expect(Math.abs(mean - count * share)).toBeLessThan(4.5 * Math.sqrt(wanted / draws.length));
    expect(Math.abs(variance / wanted - 1)).toBeLessThan(0.06);
    expect(draws.every((draw) => Number.isInteger(draw) && draw >= 0 && draw <= count)).toBe(true);
  });

  test("never and always", () => {
    const random = createRandom(2);
    expect([drawBinomial(9, 0, random), drawBinomial(9, 1, random), drawBinomial(0, 0.4, random)]).toEqual([
      0, 9, 0,
    ]);
  });
});

describe("hypergeometric numbers", () => {
  // Few of few, more than half taken, more than half marked, both, and so many that the normal limit is drawn.
  test.each([
    [7, 5, 31],
    [23, 6, 37],
    [11, 29, 41],
    [44, 33, 53],
    [300, 420, 1_500],
  ])("%d taken, %d marked of %d: follow the definition", (drawn, marked, total) => {
    const random = createRandom(drawn + marked);
    const draws = Array.from({ length: 40_000 }, () => drawHypergeometric(drawn, marked, total, random));
    const logChoose = (n: number, k: number): number =>
      LOG_FACTORIALS[n]! - LOG_FACTORIALS[k]! - LOG_FACTORIALS[n - k]!;
    const { sum, classes } = chiSquare(draws, (count) =>
      count > Math.min(drawn, marked) || count < drawn + marked - total
        ? 0
        : Math.exp(
            logChoose(marked, count) + logChoose(total - marked, drawn - count) - logChoose(total, drawn),
          ),
    );
    expect(classes).toBeGreaterThan(2);
    expect(sum).toBeLessThan(classes + 4 * Math.sqrt(2 * classes) + 4);
  });

  test("none, all", () => {
    const random = createRandom(3);
    expect(
      [
        [0, 4, 9],
        [6, 0, 9],
        [9, 4, 9],
        [6, 9, 9],
        [0, 0, 0],
      ].map(([drawn, marked, total]) => drawHypergeometric(drawn!, marked!, total!, random)),
    ).toEqual([0, 0, 4, 6, 0]);
  });
});

describe("the normal distribution", () => {
  // Abramowitz and Stegun, table 26.1 and 26.2.
  test.each([
    [0, 0.5],
    [1, 0.841344746],
    [1.96, 0.975002105],
    [-2.5, 0.006209665],
    [-4, 3.16712418e-5],
    [-6, 9.8658765e-10],
  ])("below %d lies %d", (x, share) => {
    expect(Math.abs(normalCdf(x) / share - 1)).toBeLessThan(3e-7);
  });

  test("draws have mean 0, variance 1 and the right tails", () => {
    const random = createRandom(8);
    const draws = Array.from({ length: 60_000 }, () => drawNormal(random));
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const variance = draws.reduce((sum, draw) => sum + draw * draw, 0) / draws.length;
    const beyond = draws.filter((draw) => Math.abs(draw) > 1.96).length / draws.length;
    expect(Math.abs(mean)).toBeLessThan(0.017);
    expect(Math.abs(variance - 1)).toBeLessThan(0.024);
    expect(Math.abs(beyond - 0.05)).toBeLessThan(0.004);
  });
});
