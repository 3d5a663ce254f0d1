import { describe, expect, test } from "vitest";

import { createRandom } from "../../../src/core/random.ts";
import type { LatencyModel } from "../../../src/simulate/behaviour.ts";
import { sampleLatency, scaleLatency } from "../../../src/simulate/latency-model.ts";
import { LatencySketch } from "../../../src/simulate/latency-sketch.ts";
import { latencyTable, overheadTable, sumTable, valueAt } from "../../../src/simulate/latency-table.ts";

const MIXED: LatencyModel = {
  parts: [
    { weight: 0.9, medianMs: 80, sigma: 0.3 },
    { weight: 0.1, medianMs: 700, sigma: 0.5 },
  ],
  capMs: 1_500,
};

function samples(model: LatencyModel, count: number, seed: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => sampleLatency(model, random)).sort((a, b) => a - b);
}

describe("a latency model", () => {
  test("one part is log-normal: median and mean of the definition", () => {
    const drawn = samples({ parts: [{ weight: 3, medianMs: 120, sigma: 0.5 }], capMs: 1e6 }, 40_000, 1);
    expect(drawn[20_000]! / 120).toBeCloseTo(1, 1.7);
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    expect(mean / (120 * Math.exp(0.125))).toBeCloseTo(1, 1.7);
  });

  test("nothing exceeds the cap, and no spread is a constant", () => {
    expect(samples(MIXED, 5_000, 2).at(-1)).toBe(1_500);
    expect(samples({ parts: [{ weight: 1, medianMs: 33, sigma: 0 }], capMs: 99 }, 3, 3)).toEqual([
      33, 33, 33,
    ]);
  });

  test("scaling twice by the same factor is the same object", () => {
    expect(scaleLatency(MIXED, 1.5)).toBe(scaleLatency(MIXED, 1.5));
    expect(scaleLatency(MIXED, 1.5).parts[1]?.medianMs).toBe(1_050);
    expect(scaleLatency(MIXED, 1)).toBe(MIXED);
  });
});

describe("its table", () => {
  test.each([0.01, 0.1, 0.5, 0.88, 0.93, 0.99])("quantile %d is that of many samples", (q) => {
    const drawn = samples(MIXED, 60_000, 4);
    const wanted = drawn[Math.floor(q * drawn.length)]!;
    expect(Math.abs(valueAt(latencyTable(MIXED), q) / wanted - 1)).toBeLessThan(
      q > 0.87 && q < 0.92 ? 0.12 : 0.03,
    );
  });

  test("mean and deviation are those of the definition; the cap holds what it cuts off", () => {
    const plain = latencyTable({ parts: [{ weight: 1, medianMs: 50, sigma: 0.6 }], capMs: 1e5 });
    expect(plain.mean).toBeCloseTo(50 * Math.exp(0.18), 1);
    expect(plain.deviation / (50 * Math.exp(0.18) * Math.sqrt(Math.exp(0.36) - 1))).toBeCloseTo(1, 2);
    const capped = latencyTable({ parts: [{ weight: 1, medianMs: 1_000, sigma: 0.4 }], capMs: 1_000 });
    expect(valueAt(capped, 0.7)).toBe(1_000);
    expect(valueAt(capped, 0.4)).toBeLessThan(1_000);
  });

  test.each([
    ["two parts", latencyTable(MIXED)],
    ["a constant", latencyTable({ ...MIXED, parts: [{ weight: 1, medianMs: 7, sigma: 0 }] })],
    ["scaled", latencyTable(scaleLatency(MIXED, 1.05))],
    ["a sum", sumTable(latencyTable(MIXED), latencyTable(scaleLatency(MIXED, 0.31)))],
  ])("groups of %s cover everything once, keep the mean, and none is large", (_, table) => {
    const { share, mean, below, low, high } = table.cut.groups;
    expect(share.length).toBeGreaterThan(12);
    expect(below).toHaveLength(share.length + 1);
    expect([below[0], below.at(-1)]).toEqual([0, 1]);
    expect(Math.max(...share)).toBeLessThan(0.15);
    share.forEach((part, index) => {
      expect(below[index]! + part).toBeCloseTo(below[index + 1]!, 9);
      expect(low[index]! <= high[index]!).toBe(true);
    });
    const whole = share.reduce((sum, part, index) => sum + part * mean[index]!, 0) * table.factor;
    expect(Math.abs(whole / table.mean - 1)).toBeLessThan(0.02);
  });

  test("scaling moves every quantile and shares the cut", () => {
    const model = { ...MIXED, capMs: 1e6 };
    const scaled = latencyTable(scaleLatency(model, 1.07));
    expect(scaled.cut).toBe(latencyTable(model).cut);
    const plain = latencyTable({ parts: scaleLatency(MIXED, 1.07).parts, capMs: 1e6 });
    for (const q of [0.001, 0.2, 0.6, 0.95]) {
      expect(Math.abs(valueAt(scaled, q) / valueAt(plain, q) - 1)).toBeLessThan(0.002);
    }
    expect(scaled.mean / plain.mean).toBeCloseTo(1, 3);
  });

  test("phases add up as sampled sums do", () => {
    const phases = {
      gateway: { parts: [{ weight: 1, medianMs: 6, sigma: 0.3 }], capMs: 1e4 },
      authorizer: MIXED,
      waf: { parts: [{ weight: 1, medianMs: 2, sigma: 0.2 }], capMs: 1e4 },
    };
    const random = createRandom(6);
    const sums = Array.from(
      { length: 60_000 },
      () =>
        sampleLatency(phases.gateway, random) +
        sampleLatency(phases.authorizer, random) +
        sampleLatency(phases.waf, random),
    ).sort((a, b) => a - b);
    const table = overheadTable(phases);
    for (const q of [0.05, 0.5, 0.8, 0.97]) {
      expect(Math.abs(valueAt(table, q) / sums[Math.floor(q * sums.length)]! - 1)).toBeLessThan(0.04);
    }
    expect(overheadTable(phases)).toBe(table);
  });
});

describe("a sketch", () => {
  const filled = (values: readonly number[]): LatencySketch => {
    const sketch = new LatencySketch();
    for (const value of values) sketch.addWhole(value);
    return sketch;
  };
  const many = samples(MIXED, 3_000, 9).map(Math.round);

  test("quantiles are those of the sorted values within a bucket's width", () => {
    const sketch = filled(many);
    for (const q of [0.02, 0.3, 0.5, 0.75, 0.9, 0.99]) {
      const wanted = many[Math.ceil(q * many.length) - 1]!;
      expect(Math.abs(sketch.quantile(q) - wanted)).toBeLessThan(1 + wanted * 0.035);
    }
    expect([sketch.count, sketch.min, sketch.max]).toEqual([3_000, many[0], many.at(-1)]);
    expect(sketch.sum).toBe(many.reduce((sum, value) => sum + value, 0));
    expect(sketch.quantile(0)).toBe(sketch.min);
    expect(sketch.quantile(1)).toBe(sketch.max);
  });

  test("merging is adding everything to one, compacted or not", () => {
    const [left, right] = [filled(many.slice(0, 700)), filled(many.slice(700))];
    left.compact();
    right.compact();
    left.merge(right);
    left.compact();
    const whole = filled(many);
    expect(left.count).toBe(whole.count);
    for (const q of [0.1, 0.5, 0.95]) expect(left.quantile(q)).toBeCloseTo(whole.quantile(q), 2);
  });

  test("a compacted sketch can be added to, and another one starts empty", () => {
    const first = filled([10, 20]);
    first.compact();
    first.addWhole(30);
    expect(first.count).toBe(3);
    const other = filled([500]);
    expect(other.quantile(0.01)).toBe(500);
    expect([...other.buckets()].reduce((sum, { times }) => sum + times, 0)).toBeCloseTo(1, 9);
  });

  test("shares and quantiles undo each other", () => {
    const sketch = filled(many);
    for (const q of [0.2, 0.6, 0.97]) expect(sketch.shareUpTo(sketch.quantile(q))).toBeCloseTo(q, 3);
    expect(sketch.shareUpTo(1e6)).toBe(1);
    expect(sketch.shareUpTo(0)).toBe(0);
  });

  test("nothing in, nothing out", () => {
    const empty = new LatencySketch();
    empty.compact();
    expect(empty.quantile(0.5)).toBeNaN();
    expect([...empty.buckets()]).toEqual([]);
  });
});
