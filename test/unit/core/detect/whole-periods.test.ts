import { expect, test } from "vitest";

import { HALF_HOUR, NARROW, RecentWindows, WIDTHS } from "../../../../src/core/detect/recent-windows.ts";
import { SHARE_TUNING } from "../../../../src/core/detect/share-tuning.ts";
import { UsualShare } from "../../../../src/core/detect/usual-share.ts";
import { createRandom } from "../../../../src/core/random.ts";
import { UTC_CALENDAR } from "../../../../src/core/season.ts";

/** Two days in periods of one, five and ten minutes, in turns. */
function* periods(): Generator<{ minute: number; span: number; part: number; whole: number }> {
  const random = createRandom(83);
  let minute = 0;
  for (const [span, howMany] of [
    [5, 90],
    [1, 300],
    [10, 66],
    [5, 301],
  ] as const) {
    for (let period = 0; period < howMany; period += 1) {
      const part = Math.fround(random.next() * 3);
      yield { minute, span, part, whole: Math.fround(part * 7 + random.next() * 40) };
      minute += span;
    }
  }
}

test("windows that end now hold what was counted in them, whatever the periods", () => {
  const windows = new RecentWindows(1);
  const parts: number[] = [];
  let compared = 0;
  for (const { minute, span, part, whole } of periods()) {
    windows.add(minute, span, part, whole, Math.fround(part / 2));
    for (let at = 0; at < span; at += 1) parts.push(part);
    WIDTHS.forEach((width, index) => {
      // Wide windows begin with the half hour that lies so far back.
      const from =
        index < NARROW
          ? parts.length - width
          : Math.floor((parts.length - 1) / HALF_HOUR) * HALF_HOUR - width;
      if (from < 0) return;
      const sum = parts.slice(from).reduce((total, one) => total + one, 0);
      expect(windows.partFrom(windows.placeOf(index))).toBeCloseTo(sum, 3);
      expect(windows.expectedFrom(windows.placeOf(index))).toBeCloseTo(sum / 2, 3);
      compared += 1;
    });
  }
  expect(compared).toBeGreaterThan(4_000);
});

test("one wild period costs later sums no digits once a day has passed", () => {
  const windows = new RecentWindows(1);
  for (let minute = 0; minute < 3_000; minute += 1)
    windows.add(minute, 1, minute === 100 ? 2 ** 40 : 0.3, minute === 100 ? 2 ** 40 : 0.7, 2 ** -20);
  expect(windows.partFrom(windows.placeOf(4))).toBeCloseTo(18, 9);
  expect(windows.wholeFrom(windows.placeOf(5))).toBeCloseTo(0.7 * (180 + 30), 9);
  expect(windows.expectedFrom(windows.placeOf(6))).toBeCloseTo(750 * 2 ** -20, 12);
});

test("what is taken back leaves the recent levels as they were before it", () => {
  const windows = new RecentWindows(1);
  const usual = new UsualShare(SHARE_TUNING, UTC_CALENDAR);
  const random = createRandom(59);
  const learn = (minute: number, part: number): void => {
    windows.add(minute, 1, part, 60, 2 / usual.slow);
    usual.learn(minute, 1, part, 60, 2);
  };
  for (let minute = 0; minute < 900; minute += 1) learn(minute, random.next() * 4);
  const { factor, shape, slow } = usual;
  for (let minute = 900; minute < 947; minute += 1) learn(minute, 11 + random.next());
  expect(usual.factor / factor).toBeGreaterThan(3);
  // As when a rise begins: the minute itself is counted and not yet learned.
  windows.add(947, 1, 13, 60, 2 / usual.slow);
  usual.unlearn(windows.between(899, 947));
  expect(Math.abs(usual.slow / slow - 1)).toBeLessThan(0.003);
  expect(Math.abs(usual.factor / factor - 1)).toBeLessThan(0.02);
  expect(Math.abs(usual.shape / shape - 1)).toBeLessThan(0.02);
});

test("a period is learned as its minutes are, one by one", () => {
  const whole = new UsualShare(SHARE_TUNING, UTC_CALENDAR);
  const single = new UsualShare(SHARE_TUNING, UTC_CALENDAR);
  let learned = 0;
  for (const { minute, span, part, whole: requests } of periods()) {
    whole.learn(minute, span, part, requests, requests / 30);
    for (let at = 0; at < span; at += 1) single.learn(minute + at, 1, part, requests, requests / 30);
    expect(whole.factor).toBeCloseTo(single.factor, 7);
    expect(whole.shape).toBeCloseTo(single.shape, 5);
    expect(Math.abs(shareAt(whole, minute + 400) / shareAt(single, minute + 400) - 1)).toBeLessThan(0.03);
    learned += 1;
  }
  expect(learned).toBeGreaterThan(700);
});

function shareAt(usual: UsualShare, minute: number): number {
  return usual.slow * usual.seasonAt(minute);
}
