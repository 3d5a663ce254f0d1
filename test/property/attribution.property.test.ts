import fc from "fast-check";
import { expect, test } from "vitest";

import { attributeRate, type RateRow } from "../../src/core/attribute-rate.ts";
import { referencePlaces } from "../support/attribution-reference.ts";

const ATTRIBUTES = ["route", "zone", "release", "plan"];

const rowArbitrary: fc.Arbitrary<RateRow> = fc
  .record({
    minute: fc.integer({ min: 0, max: 5 }),
    values: fc.tuple(
      ...ATTRIBUTES.map(() => fc.option(fc.constantFrom("u", "v", "w"), { freq: 7, nil: null })),
    ),
    total: fc.integer({ min: 0, max: 900 }),
    share: fc.constantFrom(0, 0.004, 0.03, 0.4, 1),
  })
  .map(({ minute, values, total, share }) => ({
    minute,
    isNow: minute >= 4,
    values,
    errors: Math.round(total * share),
    total,
  }));
const rowsArbitrary = fc.array(rowArbitrary, { minLength: 2, maxLength: 40 });

test("the best is as good as the best of all places, each looked at by itself", () => {
  let compared = 0;
  fc.assert(
    fc.property(rowsArbitrary, (rows) => {
      const places = referencePlaces(ATTRIBUTES.length, rows);
      const most = Math.max(0, ...places.map(({ score }) => score));
      const [best] = attributeRate(ATTRIBUTES, rows).ranked;
      if (best === undefined) {
        expect(most).toBeCloseTo(0, 6);
        return;
      }
      compared += 1;
      const own = places.find(
        ({ where }) =>
          where.size === best.where.length &&
          best.where.every(({ attribute, value }) => where.get(ATTRIBUTES.indexOf(attribute)) === value),
      );
      expect(own?.score).toBeCloseTo(most, 6);
    }),
    { numRuns: 60, seed: 31 },
  );
  expect(compared).toBeGreaterThan(20);
});

test("the order of rows and cutting a row in two change nothing", () => {
  fc.assert(
    fc.property(rowsArbitrary, fc.nat(), (rows, seed) => {
      const cut = rows.flatMap((row) => {
        const errors = Math.min(row.errors, seed % 7);
        const total = Math.max(errors, row.total - errors - (seed % 3));
        const fits = total <= row.total && row.errors - errors <= row.total - total;
        return fits
          ? [
              { ...row, errors, total },
              { ...row, errors: row.errors - errors, total: row.total - total },
            ]
          : [row];
      });
      const told = attributeRate(ATTRIBUTES, rows);
      const again = attributeRate(ATTRIBUTES, cut);
      expect(again.now).toEqual(told.now);
      expect(again.ranked.map(({ excess }) => excess.toFixed(6))).toEqual(
        told.ranked.map(({ excess }) => excess.toFixed(6)),
      );
    }),
    { numRuns: 40, seed: 32 },
  );
});

test("a rise that all share, and no rise, stand out nowhere", () => {
  let told = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 40, max: 4_000 }),
      fc.constantFrom(0.002, 0.02, 0.1),
      fc.constantFrom(1, 1.5, 6),
      (total, share, factor) => {
        const rows = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((minute) =>
          ["u", "v", "w"].map((value, place) => ({
            minute,
            isNow: minute >= 6,
            values: [value],
            errors: Math.round(total * (place + 1) * share * (minute >= 6 ? factor : 1)),
            total: total * (place + 1),
          })),
        );
        told += 1;
        expect(attributeRate(["zone"], rows).causes).toEqual([]);
      },
    ),
    { numRuns: 60, seed: 33 },
  );
  expect(told).toBe(60);
});
