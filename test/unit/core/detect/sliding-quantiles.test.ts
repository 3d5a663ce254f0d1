import fc from "fast-check";
import { expect, it } from "vitest";

import { SlidingQuantiles } from "../../../../src/core/detect/sliding-quantiles.ts";
import { quantileSorted } from "../../../../src/core/stats/quantile.ts";

const value = fc.oneof(
  fc.double({ min: -50, max: 50, noNaN: true }),
  fc.constant(Number.NaN),
  fc.integer({ min: -2, max: 2 }),
);

it("says at each place what sorting the last places says", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.array(value, { maxLength: 60 }), (size, values) => {
      const window = new SlidingQuantiles(size);
      values.forEach((one, index) => {
        window.push(one);
        const last = values
          .slice(Math.max(0, index - size + 1), index + 1)
          .filter((each) => !Number.isNaN(each))
          .map(Math.fround)
          .sort((left, right) => left - right);
        expect(window.count).toBe(last.length);
        for (const q of [0, 0.05, 0.2, 0.5, 0.95, 1]) {
          const expected = quantileSorted(last, q);
          if (Number.isNaN(expected)) expect(window.quantile(q)).toBeNaN();
          else expect(window.quantile(q)).toBeCloseTo(expected, 9);
        }
      });
    }),
  );
});
