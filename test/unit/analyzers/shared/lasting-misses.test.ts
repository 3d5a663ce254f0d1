import { describe, expect, test } from "vitest";

import type { Counts } from "../../../../src/analyzers/shared/counts.ts";
import { lastingMisses } from "../../../../src/analyzers/shared/lasting-misses.ts";
import { createRandom } from "../../../../src/core/random.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../../src/core/window.ts";

const DAY = Date.UTC(2026, 10, 9);
const GATES = { minParts: 7, minRise: 0.2, unlearnedNats: 16, extraNats: 0, shares: 1 };
const USUAL = 0.13;

interface Made {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly periodMs: number;
  readonly perMinute?: number;
  readonly seed?: number;
  readonly shareAt?: (timeMs: number) => number;
}

/** Requests in all even numbers, misses drawn one by one. */
function made({ fromMs, untilMs, periodMs, perMinute = 2, seed = 3, shareAt = () => USUAL }: Made): Counts {
  const random = createRandom(seed);
  const length = Math.round((untilMs - fromMs) / periodMs);
  const part = new Float64Array(length);
  const whole = new Float64Array(length);
  for (let index = 0; index < length; index += 1) {
    const requests = Math.round((perMinute * periodMs) / MINUTE_MS);
    const share = shareAt(fromMs + index * periodMs);
    whole[index] = requests;
    for (let request = 0; request < requests; request += 1)
      if (random.next() < share) part[index] = (part[index] ?? 0) + 1;
  }
  return { startMs: fromMs, periodMs, part, whole };
}

describe("dates where the baseline is by the hour", () => {
  const window = { fromMs: DAY + 9 * HOUR_MS + 58 * MINUTE_MS, untilMs: DAY + 12 * HOUR_MS + 58 * MINUTE_MS };
  const baseline = made({
    fromMs: window.fromMs - 58 * MINUTE_MS - 7 * DAY_MS,
    untilMs: window.fromMs - 58 * MINUTE_MS,
    periodMs: HOUR_MS,
  });

  test("the start of what lasts is that of its minute, and nothing is seen after the last final datapoint", () => {
    const roseMs = DAY + 10 * HOUR_MS + 32 * MINUTE_MS;
    const now = made({ ...window, periodMs: MINUTE_MS, shareAt: (at) => (at >= roseMs ? 0.5 : USUAL) });
    const [told] = lastingMisses(baseline, now, GATES);
    expect(told).toMatchObject({ endMs: null, seenUntilMs: window.untilMs });
    expect(Math.abs((told?.startMs ?? 0) - roseMs) / MINUTE_MS).toBeLessThanOrEqual(3);
  });

  test("what was there as the window began is not dated before it", () => {
    const now = made({ ...window, periodMs: MINUTE_MS, shareAt: () => 0.5 });
    const [told] = lastingMisses(baseline, now, GATES);
    expect(told?.startMs).toBeGreaterThanOrEqual(window.fromMs);
    expect(told?.startMs).toBeLessThanOrEqual(window.fromMs + 3 * MINUTE_MS);
  });
});

test("the start of what lasts in a window of a day is that of its minute too", () => {
  const untilMs = DAY + DAY_MS;
  const baseline = made({ fromMs: DAY - 14 * DAY_MS, untilMs: DAY, periodMs: 5 * MINUTE_MS });
  const starts = [2, 7, 13].map((minute) => {
    const roseMs = DAY + 20 * HOUR_MS + minute * MINUTE_MS;
    const shareAt = (at: number): number => (at >= roseMs ? 0.9 : USUAL);
    const now = made({ fromMs: DAY, untilMs, periodMs: MINUTE_MS, perMinute: 6, shareAt });
    const [told] = lastingMisses(baseline, now, GATES);
    return ((told?.startMs ?? 0) - roseMs) / MINUTE_MS;
  });
  for (const off of starts) expect(Math.abs(off)).toBeLessThanOrEqual(2);
});

test("many series ask for more evidence of each", () => {
  const fromMs = DAY + 9 * HOUR_MS;
  const baseline = made({ fromMs: fromMs - 7 * DAY_MS, untilMs: fromMs, periodMs: 5 * MINUTE_MS });
  const now = made({ fromMs, untilMs: fromMs + 3 * HOUR_MS, periodMs: MINUTE_MS, shareAt: () => 0.4 });
  const [alone] = lastingMisses(baseline, now, GATES);
  expect(alone?.thresholdNats).toBe(14);
  const extraNats = Math.ceil(alone?.nats ?? 0) - 14;
  expect(extraNats).toBeGreaterThan(0);
  expect(lastingMisses(baseline, now, { ...GATES, extraNats })).toEqual([]);
});

describe("a day without a cache in the baseline", () => {
  const fromMs = DAY + 9 * HOUR_MS;
  const hit = { fromMs, untilMs: fromMs + 3 * HOUR_MS, periodMs: MINUTE_MS };
  const badMs = DAY - 3 * DAY_MS;
  const shareAt = (at: number): number => (at >= badMs && at < badMs + DAY_MS ? 1 : USUAL);
  const past = { fromMs: fromMs - 7 * DAY_MS, untilMs: fromMs, periodMs: 5 * MINUTE_MS };

  test.each([0.5, 2, 40])("leaves the usual share as it was, at %d requests a minute", (perMinute) => {
    const now = made({ ...hit, perMinute: 2, seed: 11, shareAt: () => 0.45 });
    const seen = [USUAL, 1].map((worst) => {
      const bad = (at: number): number => (worst === 1 ? shareAt(at) : USUAL);
      const [told] = lastingMisses(made({ ...past, perMinute, shareAt: bad }), now, GATES);
      return (told?.expected ?? Number.NaN) / (told?.whole ?? Number.NaN);
    });
    const [usual = 0, after = 1] = seen;
    expect(after / usual).toBeGreaterThan(0.85);
    expect(after / usual).toBeLessThan(1.15);
  });

  test("neither does chance make the usual share of a dozen requests an hour lower than it is", () => {
    const now = made({ ...hit, seed: 11, shareAt: () => 0.45 });
    const ratios = Array.from({ length: 20 }, (_, index) => {
      const baseline = made({ ...past, perMinute: 0.2, seed: 100 + index });
      const own = baseline.part.reduce((sum, misses) => sum + misses, 0) / baseline.whole.length;
      const [told] = lastingMisses(baseline, now, GATES);
      return (told?.expected ?? 0) / (told?.whole ?? 1) / own;
    });
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    expect(mean).toBeGreaterThan(0.97);
    expect(mean).toBeLessThan(1.1);
  });
});
