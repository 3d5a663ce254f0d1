import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { planSlices } from "../../../src/collectors/logs/plan-slices.ts";

const HOUR = 3_600_000;
const window = { startMs: 1_700_000_000_123, endMs: 1_700_000_000_123 + HOUR };
const lengthOf = (slices: readonly { startMs: number; endMs: number }[]): number =>
  slices.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);

describe("planSlices", () => {
  it("lays slices apart from each other, in the window; all of it where it is not too much", () => {
    const bytes = fc.option(fc.integer({ min: 1, max: 1e13 }), { nil: null });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 * HOUR }),
        bytes,
        fc.boolean(),
        (lengthMs, estimated, isBounded) => {
          const span = { startMs: 5_003, endMs: 5_003 + lengthMs };
          const most = isBounded ? 64 << 20 : Infinity;
          const slices = planSlices(span, estimated, most).toSorted((a, b) => a.startMs - b.startMs);
          expect(slices.length).toBeGreaterThan(0);
          const edges = [
            span.startMs,
            ...slices.flatMap(({ startMs, endMs }) => [startMs, endMs]),
            span.endMs,
          ];
          expect(edges).toEqual(edges.toSorted((left, right) => left - right));
          expect(edges.every(Number.isInteger)).toBe(true);
          expect(slices.every(({ startMs, endMs }) => endMs > startMs)).toBe(true);
          if (estimated === null || estimated <= most) expect(lengthOf(slices)).toBe(lengthMs);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("takes so large a share of every minute that it holds about what may be read", () => {
    const slices = planSlices(window, 640 << 20, 64 << 20);
    expect(slices).toHaveLength(60);
    expect(lengthOf(slices) / HOUR).toBeCloseTo(0.1, 3);
    const minutes = new Set(slices.map(({ startMs }) => Math.floor((startMs - window.startMs) / 60_000)));
    expect(minutes.size).toBe(60);
    // Not always the same part of the minute: what happens on the minute is neither all there nor all missed.
    const places = slices.map(({ startMs }) => ((startMs - window.startMs) % 60_000) / 54_000);
    for (const from of [0, 0.25, 0.5, 0.75]) {
      const here = places.filter((place) => place >= from && place < from + 0.25).length;
      expect(here).toBeGreaterThan(12);
      expect(here).toBeLessThan(18);
    }
  });

  it("begins with slices that lie evenly over the window, wherever reading ends", () => {
    const slices = planSlices(window, 90 << 20, Infinity);
    expect(slices.length).toBeGreaterThan(40);
    for (const read of [4, 8, 16, 32]) {
      const starts = slices.slice(0, read).map(({ startMs }) => startMs - window.startMs);
      const sorted = [...starts, HOUR].toSorted((left, right) => left - right);
      const widest = Math.max(...sorted.map((at, index) => at - (sorted[index - 1] ?? 0)));
      expect(widest).toBeLessThan((2.5 * HOUR) / read);
    }
  });

  it("asks little of a quiet log", () => {
    expect(planSlices(window, 3_000, Infinity)).toEqual([window]);
    expect(planSlices(window, null, Infinity)).toHaveLength(10);
    expect(planSlices({ startMs: 7, endMs: 9 }, null, Infinity)).toHaveLength(2);
  });
});
