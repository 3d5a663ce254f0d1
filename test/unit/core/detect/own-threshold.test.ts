import { expect, test } from "vitest";

import { OwnThreshold } from "../../../../src/core/detect/own-threshold.ts";
import { WIDTHS } from "../../../../src/core/detect/recent-windows.ts";

const PAST = { quantile: 0.75, factor: 2 };
const WEEK = 7 * 1_440;

function after(
  minutes: number,
  requestsAt: (minute: number) => number,
  natsAt: (minute: number) => number = () => 0,
  shares = 1,
) {
  const threshold = new OwnThreshold(11, PAST, shares);
  for (let minute = 0; minute < minutes; minute += 1)
    threshold.add(minute, 1, requestsAt(minute), natsAt(minute));
  return threshold;
}

test("the floor falls by the logarithm of how many fewer minutes have requests", () => {
  expect(after(WEEK, () => 40).nats).toBeCloseTo(11, 9);
  // Every twentieth minute, and an hour that is believed in.
  expect(after(WEEK, (minute) => (minute % 20 === 7 ? 3 : 0)).nats).toBeCloseTo(
    11 + Math.log((504 + 60) / (WEEK + 60)),
    9,
  );
});

test("five shares divide a budget where each minute has requests, and hardly where few have", () => {
  const none = (): number => 0;
  expect(new OwnThreshold(11, PAST, 5).nats).toBeCloseTo(11 + Math.log(5), 9);
  expect(after(WEEK, () => 40, none, 5).nats).toBeCloseTo(11 + Math.log(5), 9);
  const share = (504 + 60) / (WEEK + 60);
  expect(after(WEEK, (minute) => (minute % 20 === 7 ? 3 : 0), none, 5).nats).toBeCloseTo(
    11 + Math.log(share * (1 + 4 * share)),
    9,
  );
});

test("windows wider than ten looks need less, by the looks that they save, where chance decides", () => {
  const threshold = after(WEEK, () => 2);
  WIDTHS.forEach((width, index) => {
    expect(threshold.of(index, 0)).toBeCloseTo(11 - Math.log(Math.max(1, width / 10)), 6);
    expect(threshold.of(index, 1e9)).toBeCloseTo(11.5, 6);
  });
});

test("what the series climbs to by itself counts for every window", () => {
  const threshold = after(
    WEEK,
    () => 2,
    (minute) => (minute % 360 === 100 ? 9 : 1),
  );
  expect(threshold.nats).toBe(18);
  expect(WIDTHS.map((_, index) => threshold.of(index, 0))).toEqual(WIDTHS.map(() => 18));
});
