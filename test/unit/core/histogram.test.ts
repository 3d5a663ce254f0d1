import { expect, test } from "vitest";

import { Histogram } from "../../../src/core/histogram.ts";

function histogramOf(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

test("an empty one has no quantile", () => {
  const empty = new Histogram();
  expect(empty.count).toBe(0);
  expect(empty.quantile(0.5)).toBeNaN();
});

test("small whole numbers are kept exactly", () => {
  const histogram = histogramOf([3, 17, 17, 200, 251]);
  expect(histogram.count).toBe(5);
  expect(histogram.sum).toBe(488);
  expect([histogram.min, histogram.max]).toEqual([3, 251]);
  expect(histogram.quantile(0)).toBe(3);
  expect(histogram.quantile(1)).toBe(251);
  expect(histogram.countBetween(3, 200)).toBe(3);
  expect(histogram.countBetween(-1, 1_000)).toBe(5);
});

test("one value is every quantile", () => {
  const histogram = histogramOf([12_345]);
  for (const q of [0, 0.3, 0.5, 0.99, 1]) expect(histogram.quantile(q)).toBe(12_345);
});

test("adding a number of times is adding it that often", () => {
  const once = histogramOf([40, 900, 900, 900, 31_000]);
  const times = new Histogram();
  times.add(40);
  times.add(900, 3);
  times.add(31_000, 1);
  times.add(7, 0);
  for (const q of [0.1, 0.5, 0.9]) expect(times.quantile(q)).toBe(once.quantile(q));
  expect(times.sum).toBe(once.sum);
});

test("what cannot be a latency is clamped, not lost", () => {
  const histogram = histogramOf([-5, 2 ** 40]);
  expect(histogram.count).toBe(2);
  expect(histogram.quantile(0.25)).toBeLessThanOrEqual(0);
  expect(histogram.quantile(1)).toBeGreaterThan(2 ** 30);
});
