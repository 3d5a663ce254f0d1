import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createRandom } from "../../../../src/core/random.ts";
import { barsPath } from "../../../../src/report/html/bars-path.ts";
import { areaPath, linePath } from "../../../../src/report/html/line-path.ts";
import type { Plot } from "../../../../src/report/html/plot.ts";
import { timeTicks } from "../../../../src/report/html/time-ticks.ts";
import { valueTicks } from "../../../../src/report/html/value-ticks.ts";

/** Ten steps of a minute, a hundred units each; 50 units of height a value of 4. */
const PLOT: Plot = { window: { startMs: 0, endMs: 600_000 }, stepMs: 60_000, top: 8 };
const at = (minute: number, value: number) => ({ timeMs: minute * 60_000, value });

describe("linePath", () => {
  it("breaks where a minute is missing, and gives a point alone its width", () => {
    expect(linePath([at(0, 4), at(1, 8), at(3, 2)], PLOT)).toBe("M0 50L100 0M300 75L400 75");
    expect(areaPath([at(0, 4), at(1, 8), at(3, 2)], PLOT)).toBe(
      "M0 50L100 0L100 100L0 100ZM300 75L400 75L400 100L300 100Z",
    );
    expect(linePath([], PLOT)).toBe("");
  });

  it("keeps each column's least and greatest of any number of points", () => {
    const minutes = 9_000;
    const plot: Plot = { window: { startMs: 0, endMs: minutes * 60_000 }, stepMs: 60_000, top: 100 };
    const random = createRandom(71);
    const values = Array.from({ length: minutes }, () => Math.floor(random.next() * 101));
    const path = linePath(
      values.map((value, minute) => at(minute, value)),
      plot,
    );
    const drawn = path.split(/[ML]/).slice(1);
    expect(drawn.length).toBeGreaterThan(2_000);
    expect(drawn.length).toBeLessThanOrEqual(4 * 1_000);
    const extremes = (pairs: [number, number][]) => {
      const columns = new Map<number, [number, number]>();
      for (const [x, value] of pairs) {
        const [least, most] = columns.get(Math.floor(x)) ?? [Infinity, -Infinity];
        columns.set(Math.floor(x), [Math.min(least, value), Math.max(most, value)]);
      }
      return [...columns];
    };
    const seen = drawn.map((place): [number, number] => {
      const [x = NaN, y = NaN] = place.split(" ").map(Number);
      return [x, 100 - y];
    });
    // Nine minutes a column, so that a column's edge is never rounded across.
    const wanted = values.map((value, minute): [number, number] => [minute / 9 + 1e-9, value]);
    expect(extremes(seen)).toEqual(extremes(wanted));
  });
});

it("barsPath stands bars on each other, cut at the window, and leaves out what has no height", () => {
  const bars = [
    { timeMs: 0, from: 0, to: 2 },
    { timeMs: 60_000, from: 3, to: 3 },
    { timeMs: 570_000, from: 2, to: 8 },
  ];
  expect(barsPath(bars, PLOT)).toBe("M0 100V75h100V100zM950 75V0h50V75z");
});

describe("valueTicks", () => {
  it.each([
    [0, [0, 1]],
    [Number.NaN, [0, 1]],
    [0.06, [0, 0.02, 0.04, 0.06]],
    [1, [0, 0.5, 1]],
    [17, [0, 5, 10, 15, 20]],
    [1_290, [0, 500, 1_000, 1_500]],
  ])("%d has round steps from zero to above it", (most, expected) => {
    expect(valueTicks(most)).toEqual(expected);
  });

  it("covers any value with few steps", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e15, noNaN: true }), (most) => {
        const ticks = valueTicks(most);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(most * (1 - 1e-9));
        expect(ticks.length).toBeLessThanOrEqual(6);
      }),
    );
  });
});

describe("timeTicks", () => {
  const window = (from: string, to: string) => ({ startMs: Date.parse(from), endMs: Date.parse(to) });

  it("labels a day's beginning with its date", () => {
    const ticks = timeTicks(window("2026-11-21T22:30Z", "2026-11-22T02:00Z"), 4);
    expect(ticks.map(({ label }) => label)).toEqual(["23:00", "11-22", "01:00"]);
  });

  it.each([
    ["2026-11-22T14:00Z", "2026-11-22T14:01Z"],
    ["1970-01-01T00:00Z", "2100-01-01T00:00Z"],
    ["2026-11-01T03:04Z", "2026-12-09T00:00Z"],
  ])("from %s to %s there are few, and within", (from, to) => {
    const span = window(from, to);
    const ticks = timeTicks(span, 5);
    expect(ticks.length).toBeGreaterThan(0);
    expect(ticks.length).toBeLessThanOrEqual(6);
    for (const { timeMs } of ticks) expect(timeMs >= span.startMs && timeMs < span.endMs).toBe(true);
  });
});
