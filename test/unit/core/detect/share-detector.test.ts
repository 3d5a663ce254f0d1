import { describe, expect, test } from "vitest";

import type { ShareRise } from "../../../../src/core/detect/open-rise.ts";
import { ShareDetector } from "../../../../src/core/detect/share-detector.ts";
import { createRandom } from "../../../../src/core/random.ts";
import { simulateCounts, type SimulatedCounts } from "../../../support/simulated-counts.ts";

const GATES = { minParts: 3, minRise: 0.002, unlearnedNats: 8, extraNats: 0, shares: 1 };
const CALM = { rho: 0.001, drift: { spread: 0.15, halfLife: 500 } };
const DAY = 1_440;

interface Seen {
  readonly ended: ShareRise[];
  readonly detector: ShareDetector;
  /** Minutes after which a rise was open. */
  readonly raised: number[];
}

function watch(counts: SimulatedCounts, minutes: number, seed: number): Seen {
  const ended: ShareRise[] = [];
  const raised: number[] = [];
  const detector = new ShareDetector(GATES, (rise) => ended.push(rise));
  simulateCounts(counts, minutes, createRandom(seed), (minute, errors, requests) => {
    detector.observe(minute, 1, errors, requests);
    if (detector.rise !== null) raised.push(minute);
  });
  detector.advance(minutes);
  return { ended, detector, raised };
}

const between = (from: number, to: number, by: number) => (minute: number) =>
  minute >= from && minute < to ? by : 0;

describe("found", () => {
  test("a tenth of 400 requests a minute, within two minutes, and over when it is over", () => {
    const raisedBy = between(2 * DAY + 611, 2 * DAY + 653, 0.1);
    const { ended, raised } = watch({ ratePerMinute: 400, share: 0.004, ...CALM, raisedBy }, 3 * DAY, 71);
    expect(ended).toHaveLength(1);
    expect(raised[0]).toBeLessThan(2 * DAY + 613);
    expect(Math.abs((ended[0]?.start ?? 0) - (2 * DAY + 611))).toBeLessThanOrEqual(1);
    expect(Math.abs((ended[0]?.seenUntil ?? 0) - (2 * DAY + 653))).toBeLessThanOrEqual(2);
    expect(ended[0]?.part).toBeGreaterThan(42 * 400 * 0.09);
    expect(ended[0]?.expected).toBeLessThan(42 * 400 * 0.008);
  });

  test("a total outage at three requests an hour, within three hours", () => {
    const delays = [5, 6, 7, 8, 9].map((seed) => {
      const at = 7 * DAY + 300;
      const counts = {
        ratePerMinute: 0.05,
        share: 0.001,
        ...CALM,
        raisedBy: between(at, at + 400, 1),
      };
      const { raised } = watch(counts, at + 400, seed);
      return (raised[0] ?? Infinity) - at;
    });
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...delays)).toBeLessThanOrEqual(180);
  });

  test("three of three errors at three requests an hour, where one in two hundred is usual", () => {
    const detector = new ShareDetector(GATES, () => undefined);
    for (let minute = 0; minute < 7 * DAY; minute += 20)
      detector.observe(minute, 1, minute === 1_400 || minute === 6_200 ? 1 : 0, 1);
    for (const minute of [20, 40]) detector.observe(7 * DAY + minute, 1, 1, 1);
    expect(detector.rise).toBeNull();
    detector.observe(7 * DAY + 60, 1, 1, 1);
    expect(detector.rise?.start).toBeGreaterThan(7 * DAY - 20);
  });

  test("a slow burn that takes six hours to grow sixfold, after a week", () => {
    const from = 7 * DAY;
    const raisedBy = (minute: number): number => Math.min(0.05, Math.max(0, (minute - from) / 360) * 0.05);
    const { raised } = watch({ ratePerMinute: 60, share: 0.01, ...CALM, raisedBy }, 7 * DAY + 540, 23);
    expect(raised[0]).toBeGreaterThan(from);
    expect(raised[0]).toBeLessThan(from + 390);
  });

  test("a share that stays raised becomes the usual one after hours, is told as lasting, and a new rise on top of it is found", () => {
    const from = 2 * DAY;
    const raisedBy = (minute: number): number => (minute < from ? 0 : minute < from + 900 ? 0.05 : 0.25);
    const { raised, detector, ended } = watch(
      { ratePerMinute: 100, share: 0.005, ...CALM, raisedBy },
      from + 1_000,
      37,
    );
    expect(raised.filter((minute) => minute >= from && minute < from + 900).length).toBeLessThan(330);
    expect(raised.filter((minute) => minute >= from + 900).length).toBeGreaterThan(90);
    expect(ended).toEqual([]);
    expect(detector.lasting?.start).toBeLessThanOrEqual(from + 1);
    expect(Math.abs((detector.rise?.start ?? 0) - (from + 900))).toBeLessThanOrEqual(1);
  });
});

describe("left alone", () => {
  test("one of three at night", () => {
    const detector = new ShareDetector(GATES, () => undefined);
    for (let minute = 0; minute < 2 * DAY; minute += 1)
      detector.observe(minute, 1, minute % 97 === 0 ? 1 : 0, 20);
    detector.observe(2 * DAY + 40, 1, 1, 3);
    expect(detector.rise).toBeNull();
  });

  test("ten times the traffic at the same share", () => {
    const ended: ShareRise[] = [];
    const detector = new ShareDetector(GATES, (rise) => ended.push(rise));
    const random = createRandom(41);
    const calm: SimulatedCounts = { ratePerMinute: 20, share: 0.02, ...CALM };
    simulateCounts(calm, 2 * DAY, random, (minute, errors, requests) =>
      detector.observe(minute, 1, errors, requests),
    );
    simulateCounts({ ...calm, ratePerMinute: 200 }, 90, random, (minute, errors, requests) =>
      detector.observe(2 * DAY + minute, 1, errors, requests),
    );
    expect(ended).toEqual([]);
    expect(detector.rise).toBeNull();
  });

  test.each([
    ["nothing", []],
    ["a single point", [[5, 1, 3, 9]]],
    ["a constant", Array.from({ length: 3_000 }, (_, minute) => [minute, 1, 2, 50])],
    ["gaps", Array.from({ length: 300 }, (_, index) => [index * 37, 1, index % 50 === 0 ? 1 : 0, 7])],
    [
      "years between two points",
      [
        [5, 1, 0, 9],
        [30_000_000, 1, 1, 9],
      ],
    ],
    [
      "what is no count",
      [
        [1, 1, Number.NaN, 5],
        [2, 1, -4, 5],
        [3, 1, 5, 0],
        [4, 1, 1, Infinity],
        [5, 1, 0, 9],
        [2, 1, 9, 9],
      ],
    ],
  ] as const)("%s", (_, rows) => {
    const ended: ShareRise[] = [];
    const detector = new ShareDetector(GATES, (rise) => ended.push(rise));
    for (const [minute = 0, span = 1, part = 0, whole = 0] of rows)
      detector.observe(minute, span, part, whole);
    expect(ended).toEqual([]);
    expect(detector.rise).toBeNull();
  });
});

test("the false-alarm rate under noise that is autocorrelated and over-dispersed is what docs/detection.md says", () => {
  let weeks = 0;
  let alarms = 0;
  for (const ratePerMinute of [0.05, 0.3, 3, 30]) {
    for (const share of [0.002, 0.03]) {
      for (const rho of [0, 0.005]) {
        const counts = { ratePerMinute, share, rho, drift: { spread: 0.25, halfLife: 400 } };
        const { raised } = watch(counts, 17 * DAY, 1_009 + weeks);
        // The first three days are for learning.
        alarms += raised.filter(
          (minute, at) => minute >= 3 * DAY && minute - (raised[at - 1] ?? -99) > 30,
        ).length;
        weeks += 2;
      }
    }
  }
  expect(weeks).toBe(32);
  // 0.1 a series-week would be 3.2; more than 7 of those has a chance of 1 in 60.
  expect(alarms).toBeLessThanOrEqual(7);
});

test("periods of five minutes, and then of one, find the same", () => {
  const counts = {
    ratePerMinute: 300,
    share: 0.01,
    ...CALM,
    raisedBy: between(3 * DAY - 100, 3 * DAY - 40, 0.06),
  };
  const detector = new ShareDetector(GATES, (rise) => ended.push(rise));
  const ended: ShareRise[] = [];
  const sum = { errors: 0, requests: 0 };
  simulateCounts(counts, 3 * DAY, createRandom(53), (minute, errors, requests) => {
    if (minute >= 3 * DAY - 180) {
      detector.observe(minute, 1, errors, requests);
      return;
    }
    sum.errors += errors;
    sum.requests += requests;
    if (minute % 5 !== 4) return;
    detector.observe(minute - 4, 5, sum.errors, sum.requests);
    Object.assign(sum, { errors: 0, requests: 0 });
  });
  expect(ended).toHaveLength(1);
  expect(Math.abs((ended[0]?.start ?? 0) - (3 * DAY - 100))).toBeLessThanOrEqual(1);
});

test("what a detector keeps in arrays is within 4 kB, also after weeks", () => {
  const { detector } = watch({ ratePerMinute: 3, share: 0.02, ...CALM }, 15 * DAY, 83);
  const sizes = arrayBytes(detector, new Set());
  expect(sizes.length).toBeGreaterThan(5);
  expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(4_096);
});

/** Of each array that can be reached; no detector keeps lists or maps of its own. */
function arrayBytes(value: unknown, seen: Set<unknown>): number[] {
  if (typeof value !== "object" || value === null || seen.has(value)) return [];
  seen.add(value);
  if (ArrayBuffer.isView(value)) return [value.byteLength];
  return Object.values(value).flatMap((inner) => arrayBytes(inner, seen));
}
