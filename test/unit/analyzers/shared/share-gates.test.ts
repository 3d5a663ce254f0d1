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

function extraFor(series: number): number {
  const snapshot = snapshotOf({ at: () => ({ requests: 7 }) });
  const [target] = snapshot.targets;
  if (target === undefined) throw new Error("no target was made");
  const targets = Array.from({ length: series }, () => target);
  const input = { snapshot: { ...snapshot, targets }, target, settings: () => DEFAULT_SETTINGS };
  return extraNats({ input, route: null });
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
