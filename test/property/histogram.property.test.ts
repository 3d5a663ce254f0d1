import fc from "fast-check";
import { expect, test } from "vitest";

import { Histogram } from "../../src/core/histogram.ts";

const values = fc.array(
  fc.oneof(fc.nat(300), fc.nat(40_000), fc.double({ min: 0, max: 3_000_000, noNaN: true })),
  { maxLength: 120 },
);

function histogramOf(all: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of all) histogram.add(value);
  return histogram;
}

const QUANTILES = [0, 0.01, 0.25, 0.5, 0.9, 0.99, 1];

test("merging is building from both inputs", () => {
  fc.assert(
    fc.property(values, values, (left, right) => {
      const merged = histogramOf(left);
      merged.merge(histogramOf(right));
      const built = histogramOf([...left, ...right]);
      expect(merged.count).toBe(built.count);
      expect(merged.sum).toBeCloseTo(built.sum, 3);
      expect([merged.min, merged.max]).toEqual([built.min, built.max]);
      for (const q of QUANTILES) expect(merged.quantile(q)).toBe(built.quantile(q));
      for (const [above, upTo] of [
        [-1, 100],
        [100, 5_000],
        [5_000, 3e6],
      ] as const) {
        expect(merged.countBetween(above, upTo)).toBe(built.countBetween(above, upTo));
      }
    }),
  );
});

test("a quantile is the sorted value of that rank, within a bucket", () => {
  fc.assert(
    fc.property(
      values.filter((all) => all.length > 0),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (all, q) => {
        const sorted = [...all].sort((a, b) => a - b);
        const wanted = sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1]!;
        const got = histogramOf(all).quantile(q);
        expect(Math.abs(got - wanted)).toBeLessThanOrEqual(Math.max(1, wanted * 0.0082));
      },
    ),
  );
});

test("quantiles never fall as q rises, and stay within least and greatest", () => {
  fc.assert(
    fc.property(
      values.filter((all) => all.length > 0),
      (all) => {
        const histogram = histogramOf(all);
        const found = QUANTILES.map((q) => histogram.quantile(q));
        expect(found).toEqual([...found].sort((a, b) => a - b));
        expect(found[0]).toBeGreaterThanOrEqual(histogram.min);
        expect(found.at(-1)).toBeLessThanOrEqual(histogram.max);
      },
    ),
  );
});
