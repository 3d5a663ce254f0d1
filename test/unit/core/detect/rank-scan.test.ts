import { describe, expect, test } from "vitest";

import { scanRanks } from "../../../../src/core/detect/rank-scan.ts";
import { createRandom, type Random } from "../../../../src/core/random.ts";

const always = () => true;

/** Logarithms of latencies of a fast and a slow route, each value resembling the one before it by `likeness`. */
function latencies(random: Random, length: number, likeness = 0): Float64Array {
  let state = normal(random);
  return Float64Array.from({ length }, () => {
    state = likeness * state + Math.sqrt(1 - likeness ** 2) * normal(random);
    return 4 + 0.4 * state + (random.next() < 0.3 ? 1.3 : 0);
  });
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

describe("found", () => {
  test("four values in a row above all of 500, with gaps between them", () => {
    const past = latencies(createRandom(3), 500);
    const now = Float64Array.from([4.1, Number.NaN, 3.9, 7.2, Number.NaN, 7.5, 7.9, 7.1]);
    expect(scanRanks(past, now, always)).toMatchObject({ start: 3, end: 8 });
  });

  test("all of ten that lie where one in seven usually does, though none is among the highest", () => {
    const random = createRandom(5);
    const past = Float64Array.from(
      { length: 420 },
      () => (random.next() < 1 / 7 ? 3.9 : 2.3) + random.next() / 10,
    );
    const now = Float64Array.from({ length: 14 }, (_, index) => (index < 4 ? 2.31 : 3.1) + index / 1e4);
    expect(scanRanks(past, now, always)).toMatchObject({ start: 4, end: 14 });
  });

  test("seven of twelve that lie above all of the past, the others as ever", () => {
    const past = latencies(createRandom(11), 500);
    const high = [9, 12, 13, 14, 17, 19, 20];
    const now = Float64Array.from(
      { length: 30 },
      (_, index) => (high.includes(index) ? 8 : 3.6) + index / 100,
    );
    expect(scanRanks(past, now, always)).toMatchObject({ start: 9, end: 21 });
  });

  test.each([
    ["one value", [10]],
    ["two values", [9, 14]],
    ["five values", [8, 9, 10, 11, 12]],
  ])("ten times the usual after a past of %s in milliseconds, many of them alike", (_, milliseconds) => {
    const random = createRandom(29);
    const draw = () => Math.log(milliseconds[Math.floor(random.next() * milliseconds.length)] ?? Number.NaN);
    const past = Float64Array.from({ length: 480 }, draw);
    const now = Float64Array.from({ length: 36 }, (__, at) => (at < 24 ? draw() : Math.log(130)));
    expect(new Set(past).size).toBe(milliseconds.length);
    expect(scanRanks(past, now, always)).toMatchObject({ start: 24, end: 36 });
  });

  test("with the evidence of the best run and line, by the definition", () => {
    // 0 to 198 in a disorder in which neighbours say nothing of each other.
    const past = Float64Array.from({ length: 199 }, (_, index) => (index * index * 7 + index) % 199);
    const now = Float64Array.from([0, 300, 171, 301, 17, 190, 302, 303, 44]);
    let most = 0;
    for (let start = 0; start < now.length; start += 1) {
      for (let end = start + 3; end <= now.length; end += 1) {
        const run = [...now.subarray(start, end)];
        for (const line of run) {
          const usual = (past.filter((value) => value >= line).length + 1) / 200;
          const share = run.filter((value) => value >= line).length / run.length;
          if (share * run.length < 2.5 || share <= 0.5 || usual > 0.25 || share <= usual) continue;
          const others = share === 1 ? 0 : (1 - share) * Math.log((1 - share) / (1 - usual));
          most = Math.max(most, run.length * (share * Math.log(share / usual) + others));
        }
      }
    }
    expect(most).toBeGreaterThan(14);
    expect(scanRanks(past, now, always)?.nats).toBeCloseTo(most, 9);
  });
});

describe("left alone", () => {
  test.each([
    ["nothing", [], [1, 2, 3]],
    ["too short a past", [1, 2, 3], [9, 9, 9, 9]],
    ["a constant", Array.from({ length: 300 }, () => 5), Array.from({ length: 40 }, () => 5)],
    ["a single value", Array.from({ length: 300 }, (_, index) => index), [1_000]],
    [
      "gaps alone",
      Array.from({ length: 300 }, (_, index) => index),
      Array.from({ length: 40 }, () => Number.NaN),
    ],
  ])("%s", (_, past, now) => {
    expect(scanRanks(Float64Array.from(past), Float64Array.from(now), always)).toBeNull();
  });

  test("what is not far enough above the usual", () => {
    const past = latencies(createRandom(3), 500);
    expect(scanRanks(past, Float64Array.from([7.2, 7.5, 7.9]), () => false)).toBeNull();
  });
});

test("the budget goes by what is looked at and not by how long the past is", () => {
  const past = latencies(createRandom(3), 4_000);
  const now = Float64Array.from([7.2, 7.5, 7.9, 8.1]);
  const needed = (values: Float64Array, looks: number) =>
    scanRanks(values, now, always, looks)?.thresholdNats;
  const [few, many] = [needed(past, 1_000), needed(past, 7_000)];
  expect(needed(past.subarray(0, 900), 1_000)).toBeDefined();
  expect((many ?? 0) / (few ?? 1)).toBeCloseTo((14 + Math.log(7)) / 14, 9);
});

test("under noise alone, independent or autocorrelated, about one series-week in a hundred is wrong, and never two in fifty", () => {
  let weeks = 0;
  let wrong = 0;
  for (const likeness of [0, 0.3, 0.6]) {
    for (let seed = 0; seed < 40; seed += 1) {
      const both = latencies(createRandom(4_001 + seed), 1_000, likeness);
      weeks += 1;
      wrong += scanRanks(both.subarray(0, 500), both.subarray(500), always) === null ? 0 : 1;
    }
  }
  expect(weeks).toBe(120);
  expect(wrong).toBeLessThan((2 / 50) * weeks);
});
