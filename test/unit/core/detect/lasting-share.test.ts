import { describe, expect, test } from "vitest";

import { lastingShare, type UsualCounts } from "../../../../src/core/detect/lasting-share.ts";
import { createRandom, type Random } from "../../../../src/core/random.ts";

/** Periods of five requests each, as many of them events as the share says. */
function counts(random: Random, shares: readonly number[], usual = 0.13): UsualCounts {
  const whole = 5;
  return {
    part: shares.map((share) => Array.from({ length: whole }).filter(() => random.next() < share).length),
    whole: shares.map(() => whole),
    usual: shares.map(() => usual),
  };
}

function times(length: number, share: number): number[] {
  return Array.from({ length }, () => share);
}

const GATES = { minParts: 7, minRise: 0.2, extraNats: 0 };
const PAST = counts(createRandom(3), times(2_016, 0.13));

test("a share that rises from 0.13 to 0.38 for two hours is found where it does", () => {
  const found = lastingShare(PAST, counts(createRandom(4), [...times(12, 0.13), ...times(24, 0.38)]), GATES);
  expect(found?.thresholdNats).toBe(14);
  expect(Math.abs((found?.start ?? 0) - 12)).toBeLessThanOrEqual(2);
  expect(found?.end).toBeGreaterThan(33);
});

test("it is the stretch with the greatest likelihood ratio of all, by the definition", () => {
  const now = counts(createRandom(5), [...times(14, 0.13), ...times(17, 0.55), ...times(5, 0.13)]);
  let most = 0;
  for (let start = 0; start < 36; start += 1) {
    for (let end = start + 1; end <= 36; end += 1) {
      const sum = (values: ArrayLike<number>) =>
        Array.from(values)
          .slice(start, end)
          .reduce((total, value) => total + value, 0);
      const [part, whole] = [sum(now.part), sum(now.whole)];
      if (part < 7 || part / whole < 0.13 * 1.3 || part === whole) continue;
      const others = (whole - part) * Math.log((1 - part / whole) / (1 - 0.13));
      most = Math.max(most, part * Math.log(part / whole / 0.13) + others);
    }
  }
  expect(most).toBeGreaterThan(14);
  expect(lastingShare(PAST, now, GATES)?.nats).toBeCloseTo(most, 9);
});

describe("left alone", () => {
  test("noise alone, in all of three hundred windows", () => {
    let looked = 0;
    for (let seed = 0; seed < 300; seed += 1) {
      looked += 1;
      expect(lastingShare(PAST, counts(createRandom(900 + seed), times(36, 0.13)), GATES)).toBeNull();
    }
    expect(looked).toBe(300);
  });

  test("a rise as the past has one every few hours", () => {
    const wandering = Array.from({ length: 2_016 }, (_, index) => (index % 72 < 24 ? 0.38 : 0.05));
    const past = counts(createRandom(7), wandering);
    expect(lastingShare(past, counts(createRandom(8), times(36, 0.38)), GATES)).toBeNull();
  });

  test.each([
    ["nothing", { part: [], whole: [], usual: [] }],
    ["no requests", { part: times(36, 0), whole: times(36, 0), usual: times(36, 0.13) }],
    ["less of a rise than is worth a word", counts(createRandom(9), times(36, 0.29))],
    ["fewer events than tell", { part: times(6, 1), whole: times(6, 1), usual: times(6, 0.04) }],
  ])("%s", (_, now) => {
    expect(lastingShare(PAST, now, GATES)).toBeNull();
  });

  test("what many series together show by chance", () => {
    const now = counts(createRandom(4), [...times(12, 0.13), ...times(24, 0.38)]);
    const alone = lastingShare(PAST, now, GATES);
    expect(alone?.nats).toBeLessThan(14 + 17);
    expect(lastingShare(PAST, now, { ...GATES, extraNats: 17 })).toBeNull();
  });

  test("fewer events than are asked for", () => {
    const now = counts(createRandom(4), [...times(33, 0), ...times(3, 1)]);
    expect(lastingShare(PAST, now, { ...GATES, minParts: 15 })?.part).toBe(15);
    expect(lastingShare(PAST, now, { ...GATES, minParts: 16 })).toBeNull();
  });
});

describe("a window of more than a hundred periods", () => {
  test.each([
    ["nine hours of five minutes", 108],
    ["a day of five minutes", 288],
    ["three hours of a minute", 180],
  ])("%s: a rise is found where it is", (_, length) => {
    const rise = Math.floor(length / 2);
    const shares = [...times(rise, 0.13), ...times(40, 0.5), ...times(length - rise - 40, 0.13)];
    const found = lastingShare(PAST, counts(createRandom(12), shares), GATES);
    expect(Math.abs((found?.start ?? 0) - rise)).toBeLessThanOrEqual(6);
    expect(Math.abs((found?.end ?? 0) - rise - 40)).toBeLessThanOrEqual(6);
  });

  test("of one that is longer than an eighth of the past, the newest part", () => {
    const past = counts(createRandom(3), times(7 * 36, 0.13));
    const rise = (from: number): UsualCounts =>
      counts(createRandom(4), [...times(from, 0.13), ...times(20, 0.7), ...times(80 - from, 0.13)]);
    expect(lastingShare(past, rise(75), GATES)).toMatchObject({ start: 75 });
    expect(lastingShare(past, rise(2), GATES)).toBeNull();
  });
});

test("one bad day of seven does not deafen", () => {
  const days = Array.from({ length: 7 }, (_, day) => times(288, day === 3 ? 1 : 0.13)).flat();
  const now = counts(createRandom(4), [...times(12, 0.13), ...times(24, 0.38)]);
  expect(lastingShare(counts(createRandom(3), days), now, GATES)?.thresholdNats).toBe(14);
});
