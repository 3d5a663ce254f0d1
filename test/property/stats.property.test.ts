import fc from "fast-check";
import { expect, test } from "vitest";

import { blockMaximaQuantile } from "../../src/core/stats/block-maxima.ts";
import { heaviestSegment } from "../../src/core/stats/heaviest-segment.ts";
import { lowerTailNats, upperTailNats } from "../../src/core/stats/negative-binomial.ts";
import { quantile, quantileSorted, sortedNumbers } from "../../src/core/stats/quantile.ts";
import { rollingLowMedian } from "../../src/core/stats/rolling-low-median.ts";
import { selectRank } from "../../src/core/stats/select-rank.ts";

const value = fc.integer({ min: -50, max: 50 });
const valueOrGap = fc.option(value, { nil: Number.NaN, freq: 4 });

test("a quantile lies between the extremes, grows with q, and at the ranks is the sorted value", () => {
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 30 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, q) => {
        const sorted = [...values].sort((left, right) => left - right);
        const found = quantile(values, q);
        expect(found).toBeGreaterThanOrEqual(sorted[0] ?? 0);
        expect(found).toBeLessThanOrEqual(sorted.at(-1) ?? 0);
        expect(quantile(values, Math.min(1, q + 0.1))).toBeGreaterThanOrEqual(found - 1e-9);
        const rank = Math.floor(q * (values.length - 1));
        expect(quantile(values, values.length === 1 ? q : rank / (values.length - 1))).toBeCloseTo(
          sorted[rank] ?? 0,
          9,
        );
      },
    ),
  );
});

/** 0 and -0 are the same value, and only sorting tells them apart. */
const unsigned = (one: number): number => one + 0;
/** Values that select badly: many alike, in order, in order backwards, up and down. */
const manyValues = fc
  .record({
    values: fc.array(fc.oneof(valueOrGap, fc.double({ noNaN: true }).map(unsigned)), {
      maxLength: 300,
      size: "max",
    }),
    order: fc.constantFrom("as drawn", "ascending", "descending", "up and down"),
  })
  .map(({ values, order }) => {
    const sorted = values.toSorted((left, right) => left - right);
    if (order === "as drawn") return values;
    if (order === "ascending") return sorted;
    if (order === "descending") return sorted.reverse();
    return [
      ...sorted.filter((_, index) => index % 2 === 0),
      ...sorted.filter((_, index) => index % 2 === 1).reverse(),
    ];
  });

test("a quantile is what sorting gives, and a rank selected has nothing greater before it and nothing smaller after", () => {
  let large = 0;
  fc.assert(
    fc.property(
      manyValues,
      fc.oneof(fc.constantFrom(0, 0.5, 1), fc.double({ min: 0, max: 1, noNaN: true })),
      (values, q) => {
        const sorted = sortedNumbers(values);
        expect(quantile(values, q)).toBe(quantileSorted(sorted, q));
        if (sorted.length === 0) return;
        large += sorted.length > 60 ? 1 : 0;
        const rank = Math.floor(q * (sorted.length - 1));
        const moved = Float64Array.from(values.filter((one) => !Number.isNaN(one)));
        const found = selectRank(moved, rank);
        expect(found).toBe(moved[rank]);
        expect([...moved.subarray(0, rank)].every((one) => one <= found)).toBe(true);
        expect([...moved.subarray(rank)].every((one) => one >= found)).toBe(true);
        expect([...moved].sort((left, right) => left - right)).toEqual([...sorted]);
      },
    ),
  );
  expect(large).toBeGreaterThan(10);
});

test("the rolling low median equals sorting every window", () => {
  fc.assert(
    fc.property(fc.array(valueOrGap, { maxLength: 60 }), fc.integer({ min: 1, max: 12 }), (values, width) => {
      const expected = values.map((_, index) => {
        if (index < width - 1) return Number.NaN;
        const present = values
          .slice(index - width + 1, index + 1)
          .filter((item) => !Number.isNaN(item))
          .sort((left, right) => left - right);
        return present.length >= Math.ceil(0.6 * width)
          ? (present[Math.floor((present.length - 1) / 2)] ?? Number.NaN)
          : Number.NaN;
      });
      expect([...rollingLowMedian(values, width)]).toEqual(expected);
    }),
  );
});

test("the heaviest segment equals trying them all", () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 25 }), (values) => {
      let best = 0;
      for (let start = 0; start < values.length; start += 1) {
        for (let end = start + 1; end <= values.length; end += 1) {
          best = Math.max(
            best,
            values.slice(start, end).reduce((sum, item) => sum + item, 0),
          );
        }
      }
      const found = heaviestSegment(values);
      expect(found?.sum ?? 0).toBe(best);
      if (found !== null) {
        expect(values.slice(found.start, found.end).reduce((sum, item) => sum + item, 0)).toBe(found.sum);
      }
    }),
  );
});

test("the quantile 1 of block maxima is the maximum of what the blocks cover", () => {
  fc.assert(
    fc.property(
      fc.array(valueOrGap, { minLength: 8, maxLength: 40 }),
      fc.integer({ min: 1, max: 8 }),
      (values, length) => {
        const whole = values.slice(values.length - Math.floor(values.length / length) * length);
        const present = whole.filter((item) => !Number.isNaN(item));
        fc.pre(present.length > 0);
        expect(blockMaximaQuantile(values, length, 1)).toBeGreaterThanOrEqual(Math.max(...present));
      },
    ),
  );
});

test("tail bounds are never negative, never NaN, and grow with the distance from the mean", () => {
  const positive = fc.double({ min: 1e-3, max: 1e7, noNaN: true });
  fc.assert(
    fc.property(positive, positive, fc.double({ min: 1.01, max: 50, noNaN: true }), (mean, size, factor) => {
      const near = upperTailNats(mean * factor, mean, size);
      const far = upperTailNats(mean * factor * 1.5, mean, size);
      expect(near).toBeGreaterThanOrEqual(0);
      expect(far).toBeGreaterThanOrEqual(near * (1 - 1e-6));
      const low = lowerTailNats(mean / factor, mean, size);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(lowerTailNats(0, mean, size)).toBeGreaterThanOrEqual(low * (1 - 1e-6));
    }),
  );
});
