import fc from "fast-check";
import { expect, it } from "vitest";

import { unpackValues } from "../../../../browser/unpack-values.ts";
import { packValues } from "../../../../src/report/html/pack-values.ts";

it("writes values as its comment says", () => {
  expect(packValues([52.3, 53.1, null, 51.9, 2_400], 0.1)).toBe("2gBQ~BXi_C");
  expect(packValues([], 0.1)).toBe("");
  expect(packValues([null, null, null], 1)).toBe("~D");
});

it("keeps three significant digits of whatever it is given, and every gap", () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.double({ min: 0, max: 1e12, noNaN: true }),
    fc.integer({ min: 0, max: 2_000 }),
  );
  let seen = 0;
  fc.assert(
    fc.property(fc.array(value, { maxLength: 60 }), fc.constantFrom(1, 0.1, 1e-5), (values, unit) => {
      const back = unpackValues(packValues(values, unit), unit);
      expect(back).toHaveLength(values.length);
      back.forEach((read, at) => {
        const written = values[at] ?? null;
        if (written === null) return expect(read).toBeNull();
        seen += 1;
        expect(Math.abs((read ?? Infinity) - written)).toBeLessThanOrEqual(
          Math.max(unit / 2, written * 0.005) * (1 + 1e-9),
        );
      });
    }),
  );
  expect(seen).toBeGreaterThan(200);
});

it("keeps whole numbers below a thousand as they are", () => {
  const whole = Array.from({ length: 1_000 }, (_, value) => (value * 373) % 1_000);
  expect(unpackValues(packValues(whole, 1), 1)).toEqual(whole);
});

it("takes what is no number of requests for a gap, and refuses what it has not written", () => {
  expect(unpackValues(packValues([3, Number.NaN, Infinity, -5], 1), 1)).toEqual([3, null, null, 0]);
  expect(() => unpackValues("B!", 1)).toThrow("broken at 1");
});
