import { describe, expect, it } from "vitest";

import { attributeRate, type RateRow } from "../../../src/core/attribute-rate.ts";
import { compareText } from "../../../src/core/order.ts";

/** Eight minutes, the last three of them the rise; `failing` says which share fails where. */
function rowsOf(
  places: readonly (readonly (string | null)[])[],
  failing: (values: readonly (string | null)[], isNow: boolean) => number,
): RateRow[] {
  return [0, 1, 2, 3, 4, 5, 6, 7].flatMap((minute) =>
    places.map((values, place) => {
      const isNow = minute >= 5;
      const total = 211 + 37 * place + 5 * minute;
      return { minute, isNow, values, total, errors: Math.round(total * failing(values, isNow)) };
    }),
  );
}

const ROUTES = ["GET /a", "POST /b", "GET /c"];
const ZONES = ["east", "west"];
const PLACES = ROUTES.flatMap((route) => ZONES.map((zone) => [route, zone]));
const said = (rows: readonly RateRow[], attributes = ["route", "zone"]) =>
  attributeRate(attributes, rows).causes.map(({ where }) => where.map(({ value }) => value));

describe("attributeRate", () => {
  it("names one attribute where all of it failed", () => {
    const rows = rowsOf(PLACES, ([route], isNow) => (isNow && route === "POST /b" ? 0.31 : 0.004));
    const { causes, now, before } = attributeRate(["route", "zone"], rows);
    expect(causes).toHaveLength(1);
    const [cause] = causes;
    expect(cause?.where).toEqual([{ attribute: "route", value: "POST /b" }]);
    expect(cause?.excessShare).toBeCloseTo(1, 1);
    expect(cause?.confidence).toBeGreaterThan(0.8);
    const own = rows.filter(({ values }) => values[0] === "POST /b");
    const sum = (isNow: boolean, of: "errors" | "total"): number =>
      own.filter((row) => row.isNow === isNow).reduce((all, row) => all + row[of], 0);
    expect(cause?.now).toEqual({ errors: sum(true, "errors"), total: sum(true, "total") });
    expect(cause?.before).toEqual({ errors: sum(false, "errors"), total: sum(false, "total") });
    expect(now.total + before.total).toBe(rows.reduce((all, { total }) => all + total, 0));
  });

  it("names two attributes where only their meeting failed", () => {
    const rows = rowsOf(PLACES, ([route, zone], isNow) =>
      isNow && route === "GET /c" && zone === "west" ? 0.22 : 0.009,
    );
    expect(said(rows)).toEqual([["GET /c", "west"]]);
  });

  it("tells two causes apart", () => {
    const rows = rowsOf(PLACES, ([route], isNow) => (!isNow || route === "POST /b" ? 0.006 : 0.27));
    expect(said(rows).toSorted((left, right) => compareText(left.join(), right.join()))).toEqual([
      ["GET /a"],
      ["GET /c"],
    ]);
  });

  it("keeps still where too few errors were seen to tell, and ranks all the same", () => {
    const rows: RateRow[] = [
      { minute: 0, isNow: false, values: ["u"], errors: 0, total: 31 },
      { minute: 1, isNow: true, values: ["u"], errors: 2, total: 29 },
      { minute: 1, isNow: true, values: ["v"], errors: 0, total: 43 },
    ];
    const { causes, ranked } = attributeRate(["zone"], rows);
    expect(causes).toEqual([]);
    expect(ranked[0]?.where).toEqual([{ attribute: "zone", value: "u" }]);
  });

  it("does not take a place for the cause that always varied as much", () => {
    const minutes = [3, 160, 8, 210, 5, 190, 4, 230];
    const rows = minutes.flatMap((errors, minute): RateRow[] => [
      { minute, isNow: minute >= 7, values: ["u"], errors, total: 1_009 },
      { minute, isNow: minute >= 7, values: ["v"], errors: 4, total: 2_003 },
    ]);
    expect(attributeRate(["zone"], rows).causes).toEqual([]);
  });

  it("never names what is not known", () => {
    const rows = rowsOf(
      PLACES.map(([route]) => [route ?? null, null]),
      ([route], isNow) => (isNow && route === "GET /a" ? 0.4 : 0.01),
    );
    expect(said(rows)).toEqual([["GET /a"]]);
  });

  it("has no answer where nothing was counted", () => {
    const none = { causes: [], ranked: [], before: { errors: 0, total: 0 }, now: { errors: 0, total: 0 } };
    expect(attributeRate([], [])).toEqual(none);
    expect(attributeRate(["zone"], [{ minute: 3, isNow: true, values: ["u"], errors: 0, total: 0 }])).toEqual(
      none,
    );
  });

  it.each([
    ["not a number", { errors: Number.NaN, total: Number.NaN }],
    ["endless", { errors: Infinity, total: Infinity }],
    ["negative", { errors: -7, total: -11 }],
    ["more errors than requests", { errors: 19, total: 6 }],
  ])("survives counts that are %s", (_, counts) => {
    const rows = rowsOf(PLACES, ([route], isNow) => (isNow && route === "GET /a" ? 0.3 : 0.005));
    const strange = { minute: 6, isNow: true, values: ["GET /x"], ...counts };
    const { causes, now } = attributeRate(["route", "zone"], [...rows, strange]);
    expect(Number.isFinite(now.errors / now.total)).toBe(true);
    expect(causes[0]?.where).toEqual([{ attribute: "route", value: "GET /a" }]);
  });

  it("works without a time before, and with texts that are names of an object's own", () => {
    const rows = ["__proto__", "constructor", ""].map((value, place) => ({
      minute: 9,
      isNow: true,
      values: [value],
      errors: place === 0 ? 150 : 0,
      total: 300 + place,
    }));
    expect(attributeRate(["zone"], rows).ranked[0]?.where[0]?.value).toBe("__proto__");
  });

  it("stays bounded for ten thousand leaves", () => {
    const rows = Array.from({ length: 10_000 }, (_, index): RateRow => {
      const values = [17, 211, 1_009, 9_973].map((size) => String((index * 7_919) % size));
      return {
        minute: index % 9,
        isNow: index >= 5_000,
        values,
        errors: index >= 5_000 && values[0] === "3" ? 4 : 0,
        total: 9,
      };
    });
    expect(attributeRate(["a", "b", "c", "d"], rows).causes[0]?.where).toEqual([
      { attribute: "a", value: "3" },
    ]);
  });
});
