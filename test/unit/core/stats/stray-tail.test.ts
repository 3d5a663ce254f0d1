import { describe, expect, test } from "vitest";

import { createRandom, type Random } from "../../../../src/core/random.ts";
import { upperTailNats } from "../../../../src/core/stats/negative-binomial.ts";
import { strayTailNats } from "../../../../src/core/stats/stray-tail.ts";
import { drawNormal } from "../../../../src/simulate/draw-normal.ts";
import { drawPoisson } from "../../../../src/simulate/draw-poisson.ts";

/** The definition: the least price over a grid of both factors. */
function leastPrice(count: number, whole: number, usual: number, shape: number, variance: number): number {
  const spread = Math.log1p(variance);
  let least = Infinity;
  for (let learned = 0; learned <= 3.5; learned += 0.01) {
    for (let strayed = 0; strayed <= 2; strayed += 0.01) {
      const share = usual * Math.exp(learned + strayed);
      if (share > count / whole || share >= 1) break;
      const events = count * Math.log(count / whole / share);
      const others = whole - count;
      const rest = others === 0 ? 0 : others * Math.log((1 - count / whole) / (1 - share));
      const strays = strayed ** 2 / (2 * spread) + shape * (Math.exp(learned) - 1 - learned);
      least = Math.min(least, events + rest + strays);
    }
  }
  return least;
}

test.each([
  [11, 100, 0.02, 23, 0.05],
  [6, 6, 0.01, 3, 0.02],
  [3, 50, 0.011, 2, 0.4],
  [40, 400, 0.004, 57, 0.03],
  [900, 1_000, 0.2, 300, 0.25],
] as const)(
  "%d of %d where %d is usual: the least price of all factors",
  (count, whole, usual, shape, variance) => {
    const nats = strayTailNats(count, whole, usual, shape, variance);
    const least = leastPrice(count, whole, usual, shape, variance);
    expect(nats).toBeGreaterThan(1);
    // The grid misses the least by a little.
    expect(nats).toBeLessThanOrEqual(least + 1e-9);
    expect(nats).toBeGreaterThan(least * 0.99 - 0.02);
  },
);

test("without straying, and where much was learned, it is the binomial's", () => {
  const [count, whole, usual] = [30, 300, 0.02];
  const share = count / whole;
  const binomial = count * Math.log(share / usual) + (whole - count) * Math.log((1 - share) / (1 - usual));
  expect(strayTailNats(count, whole, usual, 1e12, 0)).toBeCloseTo(binomial, 4);
});

describe("a share that strays log-normally", () => {
  const DRAWS = 200_000;
  const [whole, usual, variance, shape] = [40_000, 0.01, 0.2, 400];

  /** How often the surprise is so large, over how often it may be. */
  function excess(random: Random, leastNats: number, natsOf: (count: number) => number): number {
    const spread = Math.sqrt(Math.log1p(variance));
    let seen = 0;
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const learned = 1 + drawNormal(random) / Math.sqrt(shape);
      const share = usual * learned * Math.exp(spread * drawNormal(random));
      if (natsOf(drawPoisson(whole * share, random)) >= leastNats) seen += 1;
    }
    return seen / (DRAWS * Math.exp(-leastNats));
  }

  test("is as surprising as seldom as it says", () => {
    const nats = (count: number): number =>
      count > whole * usual ? strayTailNats(count, whole, usual, shape, variance) : 0;
    for (const least of [3, 5, 7]) expect(excess(createRandom(3), least, nats)).toBeLessThan(1);
  });

  test("surprises the law of gamma more often than that says", () => {
    const nats = (count: number): number => upperTailNats(count, whole * usual, 1 / (variance + 1 / shape));
    expect(excess(createRandom(3), 7, nats)).toBeGreaterThan(1);
  });
});
