import { describe, expect, test } from "vitest";

import { createRandom } from "../../../src/core/random.ts";
import { lossShare, steadyLoss, tokensAfter } from "../../../src/simulate/bucket-loss.ts";
import { createTokenBucket } from "../../../src/simulate/token-bucket.ts";

/** The definition, literally: a counter that is topped up every millisecond. */
function literalBucket(arrivals: readonly number[], rateLimit: number, burstLimit: number): boolean[] {
  let tokens = burstLimit;
  let atMs = arrivals[0] ?? 0;
  return arrivals.map((arrivalMs) => {
    while (atMs < arrivalMs) {
      tokens = Math.min(burstLimit, tokens + rateLimit / 1_000);
      atMs += 1;
    }
    if (tokens < 1 - 1e-9) return false;
    tokens -= 1;
    return true;
  });
}

function poissonArrivals(perSecond: number, seconds: number, seed: number): number[] {
  const random = createRandom(seed);
  const arrivals: number[] = [];
  for (let atMs = 0; atMs < seconds * 1_000;) {
    atMs += (-Math.log(1 - random.next()) * 1_000) / perSecond;
    arrivals.push(Math.floor(atMs));
  }
  return arrivals;
}

function passes(arrivals: readonly number[], rateLimit: number, burstLimit: number): boolean[] {
  const bucket = createTokenBucket();
  return arrivals.map((timeMs) => {
    const passed = bucket.has(timeMs, { rateLimit, burstLimit });
    if (passed) bucket.take();
    return passed;
  });
}

describe("a token bucket", () => {
  // Rates that binary fractions hold exactly, so that both counts see the same token at the same millisecond.
  test.each([
    [9, 7.8125, 3],
    [40, 31.25, 12],
    [5, 15.625, 1],
  ])("at %d a second lets pass what a literal simulation does (%d, %d)", (perSecond, rate, burst) => {
    const arrivals = poissonArrivals(perSecond, 120, burst);
    const passed = passes(arrivals, rate, burst);
    expect(passed).toEqual(literalBucket(arrivals, rate, burst));
    expect(passed).toContain(false);
    expect(passed).toContain(true);
  });

  test("lets a burst pass, then the rate", () => {
    const bucket = createTokenBucket();
    const limit = { rateLimit: 2, burstLimit: 3 };
    const passed = [0, 0, 0, 0, 499, 500, 501].map((timeMs) => {
      const isPassed = bucket.has(timeMs, limit);
      if (isPassed) bucket.take();
      return isPassed;
    });
    expect(passed).toEqual([true, true, true, false, false, true, false]);
  });
});

describe("the loss of a bucket without its requests", () => {
  test.each([
    [50, 30, 20],
    [50, 50, 40],
    [50, 52, 30],
    [80, 90, 25],
    [200, 260, 20],
    [12, 6, 6],
  ])("%d a second against %d with burst %d agrees with real requests", (perSecond, rateLimit, burstLimit) => {
    const arrivals = poissonArrivals(perSecond, 1_800, perSecond + burstLimit);
    const passed = passes(arrivals, rateLimit, burstLimit);
    const real = passed.filter((isPassed) => !isPassed).length / passed.length;
    const worked = steadyLoss(perSecond, { rateLimit, burstLimit }) / perSecond;
    expect(Math.abs(worked - real)).toBeLessThan(0.004 + 0.1 * real);
  });

  test("a full bucket drains before it turns anything away", () => {
    const limit = { rateLimit: 10, burstLimit: 600 };
    // 20 a second leave 10 too many: the 600 last for 60 of 120 seconds.
    expect(lossShare(20, limit, 600, 120)).toBeCloseTo(0.25, 5);
    expect(lossShare(20, limit, 600, 60)).toBe(0);
    expect(tokensAfter(20, limit, 600, 45)).toBe(150);
    expect(tokensAfter(20, limit, 600, 90)).toBe(0);
    expect(tokensAfter(4, limit, 590, 45)).toBe(600);
  });

  test("no traffic loses nothing; no rate loses everything", () => {
    expect(steadyLoss(0, { rateLimit: 5, burstLimit: 5 })).toBe(0);
    expect(steadyLoss(7, { rateLimit: 0, burstLimit: 5 })).toBe(7);
    expect(steadyLoss(7, { rateLimit: 7_000, burstLimit: 5_000 })).toBe(0);
  });
});
