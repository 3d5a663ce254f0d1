import { describe, expect, test } from "vitest";

import { extraNats } from "../../../../src/analyzers/shared/share-gates.ts";
import { createRandom } from "../../../../src/core/random.ts";
import { DEFAULT_SETTINGS } from "../../../../src/model/config.ts";
import { drawNormal } from "../../../../src/simulate/draw-normal.ts";
import { snapshotOf } from "../../../support/analyzers-snapshot.ts";

/** What one of twenty series alone must exceed in this test: one in 400 is wrong. */
const FLOOR_NATS = Math.log(400);
const SERIES = 200;
const RUNS = 1_500;

/** Of a stage, or of one of its routes, where all of so many stages have so many routes. */
function extraFor(stages: number, routes = 0, route: string | null = null): number {
  const made = snapshotOf({ days: 0, windowHours: 1, at: () => ({ requests: 7 }) });
  const [target] = made.targets;
  const [one] = made.series;
  if (target === undefined || one === undefined) throw new Error("no target was made");
  const own = Array.from({ length: routes }, (_, index) => ({ ...one, route: `GET /r${index}` }));
  const targets = Array.from({ length: stages }, () => target);
  const snapshot = { ...made, targets, series: [one, ...own] };
  return extraNats({ input: { snapshot, target, settings: () => DEFAULT_SETTINGS }, route });
}

/** Upper tail of the normal law. Source: Abramowitz and Stegun 7.1.26, good to 1.5e-7. */
function upperTail(z: number): number {
  const x = z / Math.SQRT2;
  const t = 1 / (1 + 0.327_591_1 * Math.abs(x));
  const series =
    t *
    (0.254_829_592 + t * (-0.284_496_736 + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
  const tail = (series * Math.exp(-x * x)) / 2;
  return x >= 0 ? tail : 1 - tail;
}

/** Chances of as much as each series shows, where those of one account go up and down together. @param raised how many are raised for good. */
function chances(seed: number, correlation: number, raised: number): number[] {
  const random = createRandom(seed);
  const shared = drawNormal(random);
  return Array.from({ length: SERIES }, (_, index) => {
    const own = Math.sqrt(correlation) * shared + Math.sqrt(1 - correlation) * drawNormal(random);
    return upperTail(own + (index < raised ? 4.2 : 0));
  });
}

/** The largest chance that Benjamini and Yekutieli's step-up takes; it holds under any dependence. Source: 2001. */
function steppedUp(all: readonly number[], level: number): number {
  const harmonic = all.reduce((sum, _, index) => sum + 1 / (index + 1), 0);
  const sorted = [...all].sort((left, right) => left - right);
  return sorted.findLast((chance, at) => chance <= ((at + 1) * level) / (SERIES * harmonic)) ?? -1;
}

test("up to twenty series cost nothing, and a thousand the logarithm of fifty", () => {
  expect(extraFor(20)).toBe(0);
  expect(extraFor(1_000)).toBeCloseTo(Math.log(50), 9);
});

test("a stage of many routes pays nothing for them, and each of these the logarithm of their number once", () => {
  expect(extraFor(1, 999)).toBe(0);
  expect(extraFor(1, 999, "GET /r7")).toBeCloseTo(Math.log(999), 9);
  expect(extraFor(3, 1, "GET /r0")).toBe(0);
});

test.each([
  [40, 7],
  [13, 31],
  [200, 1],
])("of %d stages with %d routes each all chances add up to that of twenty series", (stages, routes) => {
  const chance = (extra: number): number => Math.exp(-FLOOR_NATS - extra);
  const ofOne = chance(extraFor(stages, routes)) + routes * chance(extraFor(stages, routes, "GET /r0"));
  expect(stages * ofOne).toBeCloseTo(20 * Math.exp(-FLOOR_NATS), 9);
});

describe.each([0, 0.3, 0.9])("series that correlate by %d", (correlation) => {
  const threshold = Math.exp(-FLOOR_NATS - extraFor(SERIES));
  const level = SERIES * threshold;

  test("hold a false one no more often than twenty that do not", () => {
    let wrong = 0;
    for (let run = 0; run < RUNS; run += 1)
      if (chances(run, correlation, 0).some((chance) => chance <= threshold)) wrong += 1;
    // The bound, and three standard deviations of chance.
    expect(level).toBeCloseTo(0.05, 9);
    expect(wrong / RUNS).toBeLessThanOrEqual(level + 3 * Math.sqrt((level * (1 - level)) / RUNS));
  });

  test("are found as often as by a step-up that holds under any dependence, while few of them rise", () => {
    const found = { bonferroni: 0, steppedUp: 0 };
    for (let run = 0; run < 300; run += 1) {
      const all = chances(run, correlation, 4);
      const raised = all.slice(0, 4);
      const most = steppedUp(all, level);
      found.bonferroni += raised.filter((chance) => chance <= threshold).length;
      found.steppedUp += raised.filter((chance) => chance <= most).length;
    }
    expect(found.bonferroni).toBeGreaterThan(300);
    expect(found.bonferroni).toBeGreaterThanOrEqual(found.steppedUp);
  });
});
