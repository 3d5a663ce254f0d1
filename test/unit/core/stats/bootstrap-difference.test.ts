import { describe, expect, test } from "vitest";

import { createRandom } from "../../../../src/core/random.ts";
import { bootstrapDifference } from "../../../../src/core/stats/bootstrap-difference.ts";

const random = createRandom(77);

/** Rows of two parts; the first around `first`, the second around 10. */
function rows(count: number, first: number, label: string): Float64Array[] {
  const own = random.fork(label);
  return Array.from({ length: count }, () => Float64Array.of(first + 8 * own.next(), 10 + 8 * own.next()));
}

describe("the difference of two samples", () => {
  test("is that of the means, and the parts' sum is the whole's", () => {
    const before = [Float64Array.of(1, 2), Float64Array.of(3, 6)];
    const after = [Float64Array.of(7, 5), Float64Array.of(8, 9), Float64Array.of(9, 13)];
    const { whole, parts } = bootstrapDifference(before, after, random.fork("a"));
    expect(parts.map(({ difference }) => difference)).toEqual([6, 5]);
    expect(whole.difference).toBe(11);
    for (const one of [whole, ...parts]) {
      expect(one.low).toBeLessThanOrEqual(one.difference);
      expect(one.high).toBeGreaterThanOrEqual(one.difference);
    }
  });

  test("names the part that grew, and nothing where nothing did", () => {
    const grown = bootstrapDifference(rows(40, 10, "b"), rows(40, 30, "c"), random.fork("d"));
    expect(grown.parts[0]?.mostOften).toBeGreaterThan(0.99);
    expect(grown.whole.low).toBeGreaterThan(15);
    const same = bootstrapDifference(rows(40, 10, "e"), rows(40, 10, "f"), random.fork("g"));
    expect(same.whole.low).toBeLessThan(0);
    expect(same.whole.high).toBeGreaterThan(0);
  });

  test("has an interval that holds the truth about as often as it says", () => {
    // Means of uniform noise differ by 5 in truth; 95 of 100 intervals should hold that, a little fewer of small samples.
    const held = Array.from({ length: 200 }, (_, index) => {
      const found = bootstrapDifference(
        rows(25, 10, `h${index}`),
        rows(25, 15, `i${index}`),
        random.fork(`j${index}`),
      );
      const part = found.parts[0];
      return part !== undefined && part.low <= 5 && 5 <= part.high;
    }).filter(Boolean).length;
    expect(held).toBeGreaterThan(175);
    expect(held).toBeLessThan(200);
  });

  test("is the same for the same chance", () => {
    const ask = () => bootstrapDifference(rows(9, 10, "k"), rows(9, 12, "l"), createRandom(5));
    expect(ask()).toEqual(ask());
  });
});
