import fc from "fast-check";
import { expect, it } from "vitest";

import { createRandom } from "../../../../src/core/random.ts";
import {
  bucketsOf,
  mergeDistributions,
  quantileOf,
  quantilesOf,
  toEntries,
  type Distribution,
} from "../../../../src/logs/aggregate/distribution.ts";
import { sumOf } from "../../../../src/logs/aggregate/sum-of.ts";

const FRACTIONS = [0, 0.5, 0.9, 0.99, 1];

/** Of `size` values below 256, where a bucket is a value. */
function spread(random: { next: () => number }, size: number): { values: number[]; one: Distribution } {
  const values = Array.from({ length: size }, () => Math.floor(random.next() * 251)).sort((a, b) => a - b);
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  // Between those of others, as the scanner leaves them.
  const entries = new Uint8Array([7, ...toEntries([...counts]), 9]);
  const end = entries.length - 1;
  return { values, one: { entries, from: 1, end, count: size, sum: values.reduce((a, b) => a + b, 0) } };
}

it("names the nearest rank of one and of several together, of few values and of many", () => {
  const random = createRandom(29);
  for (const sizes of [
    [1],
    [5],
    [3, 4],
    [600],
    [500, 2, 700],
    Array.from({ length: 40 }, (_, at) => at + 1),
  ]) {
    const parts = sizes.map((size) => spread(random, size));
    const all = parts.flatMap(({ values }) => values).sort((a, b) => a - b);
    const nearest = FRACTIONS.map((q) => all[Math.max(1, Math.ceil(q * all.length)) - 1]);
    const distributions = [null, ...parts.map(({ one }) => one)];
    expect(quantilesOf(distributions, FRACTIONS)).toEqual(nearest);
    expect(quantilesOf(distributions, FRACTIONS.toReversed())).toEqual(nearest.toReversed());
    const merged = distributions.reduce(mergeDistributions);
    expect(FRACTIONS.map((q) => quantileOf(merged, q))).toEqual(nearest);
    expect(merged && bucketsOf(merged).length).toBe(2 * new Set(all).size);
  }
  expect(quantilesOf([null], FRACTIONS)).toEqual(FRACTIONS.map(() => null));
});

it("adds counts that take several bytes", () => {
  const of = (...pairs: [number, number][]): Distribution => ({
    entries: toEntries(pairs),
    count: pairs.reduce((all, [, count]) => all + count, 0),
    sum: 0,
  });
  const [one, other] = [of([3, 2 ** 20], [3_327, 5]), of([3, 2 ** 21 + 7], [64, 2 ** 20 - 1])];
  expect(bucketsOf(one)).toEqual([3, 2 ** 20, 3_327, 5]);
  const merged = mergeDistributions(one, other);
  expect(merged && bucketsOf(merged)).toEqual([3, 2 ** 20 + 2 ** 21 + 7, 64, 2 ** 20 - 1, 3_327, 5]);
  const upTo3 = 2 ** 20 + 2 ** 21 + 7;
  const fractions = [upTo3 / (upTo3 + 2 ** 20 + 4), (upTo3 + 1) / (upTo3 + 2 ** 20 + 4), 1];
  expect(quantilesOf([one, other], fractions)).toEqual([3, 64, quantileOf(of([3_327, 1]), 1)]);
});

it("is written as its bytes are told to be", () => {
  const pairs = [
    [3, 2],
    [18, 15],
    [34, 16],
    [331, 200],
  ] as const;
  const entries = toEntries(pairs);
  expect([...entries]).toEqual([0x42, 0xff, 0x00, 16, 16, 0x00, 0xa9, 0x02, 0xc8, 0x01]);
  expect(bucketsOf({ entries, count: 233, sum: 0 })).toEqual(pairs.flat());
});

it("is read back, and written alike by the scanner's code", () => {
  const count = fc.oneof(fc.integer({ min: 1, max: 18 }), fc.integer({ min: 1, max: 2 ** 40 }));
  const steps = fc.array(
    fc.tuple(fc.oneof(fc.integer({ min: 1, max: 18 }), fc.integer({ min: 1, max: 300 })), count),
  );
  fc.assert(
    fc.property(steps, (given) => {
      let bucket = -1;
      const pairs: [number, number][] = [];
      for (const [step, times] of given) {
        bucket += step;
        if (bucket < 3_328) pairs.push([bucket, times]);
      }
      const entries = toEntries(pairs);
      expect(bucketsOf({ entries, count: 0, sum: 0 })).toEqual(pairs.flat());
      expect(sumOf([entries]).entries()).toEqual(entries);
    }),
  );
});
