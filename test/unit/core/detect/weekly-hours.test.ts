import { expect, test } from "vitest";

import { ShareDetector } from "../../../../src/core/detect/share-detector.ts";
import { WeeklyHours } from "../../../../src/core/detect/weekly-hours.ts";
import { createRandom } from "../../../../src/core/random.ts";
import { UTC_CALENDAR } from "../../../../src/core/season.ts";
import { simulateCounts } from "../../../support/simulated-counts.ts";

const WEEK = 168;
const DAY = 1_440;
/** The Monday 09:00 of a week, in minutes since 1970, a Thursday. */
const monday = (week: number): number => (4 + 7 * week) * DAY + 9 * 60;

function shares(...ofHour: readonly number[]): WeeklyHours {
  const hours = new WeeklyHours();
  for (const [week, part] of ofHour.entries()) {
    hours.add(33 + week * WEEK, part, 1_000);
    hours.add(34 + week * WEEK, 11, 1_000);
  }
  return hours;
}

test("what both last weeks had is usual in the third, as high as the higher of them and a little more", () => {
  const usual = shares(93, 61).usualShare(33 + 2 * WEEK, 0.03);
  expect(usual).toBeGreaterThan(0.093 - Math.sqrt(93) / 1_000);
  expect(usual).toBeLessThan(0.093 * 1.3);
});

test("one week's outage is no more usual than twice what the other week had", () => {
  for (const parts of [
    [501, 61],
    [61, 501],
  ]) {
    const usual = shares(...parts).usualShare(33 + 2 * WEEK, 0.03);
    expect(usual).toBeGreaterThan(0.061);
    expect(usual).toBeLessThan(0.061 * 2 * 1.3);
  }
});

test.each([
  ["one week", [93]],
  ["one of two weeks", [93, 9]],
  ["neither of the last two", [93, 91, 8, 9]],
  ["few events, of which chance may be the cause", [1, 1]],
])("not what %s had", (_, parts) => {
  expect(shares(...parts).usualShare(33 + parts.length * WEEK, 0.03)).toBe(0);
});

test("a holiday has no hour of the week", () => {
  expect(shares(93, 61).usualShare(-1, 0.03)).toBe(0);
});

const JOB = 0.05;

/** Weeks in which the share is raised from Monday 09:00 to 10:00, by what `rise` tells; those with an alarm then. */
function alarmed(rise: (week: number) => number, holidays: readonly number[] = []): number[] {
  const weeks = new Set<number>();
  const gates = { minParts: 3, minRise: 0.002, unlearnedNats: 16, extraNats: 0, shares: 1 };
  const calendar = { ...UTC_CALENDAR, holidays: new Set(holidays) };
  const detector = new ShareDetector(gates, () => undefined, {}, calendar);
  const weekOf = (minute: number): number | null => {
    const week = Math.floor((minute - monday(0)) / (7 * DAY));
    return minute >= monday(week) && minute < monday(week) + 60 ? week : null;
  };
  const raisedBy = (minute: number): number => {
    const week = weekOf(minute);
    return week === null ? 0 : rise(week);
  };
  const drift = { spread: 0.1, halfLife: 500 };
  simulateCounts(
    { ratePerMinute: 20, share: 0.01, rho: 0.001, drift, raisedBy },
    monday(3) + 120,
    createRandom(71),
    (minute, errors, requests) => {
      if (requests > 0) detector.observe(minute, 1, errors, requests);
      const week = weekOf(minute);
      if (detector.rise !== null && week !== null) weeks.add(week);
    },
  );
  return [...weeks].sort((left, right) => left - right);
}

test("a job that runs each Monday pages twice, and never again", () => {
  expect(alarmed(() => JOB)).toEqual([0, 1]);
});

test("an incident of one Monday does not hide that of the next one", () => {
  expect(alarmed((week) => (week === 1 || week === 2 ? JOB : 0))).toEqual([1, 2]);
});

test("an outage and a Monday that was a little raised do not hide the next outage", () => {
  expect(alarmed((week) => [0, 0.5, 0.02, 0.48][week] ?? 0)).toEqual([1, 2, 3]);
});

test("a holiday's Monday is none of the weeks that are compared", () => {
  // The third Monday is a holiday on which the job rests.
  expect(alarmed((week) => (week === 2 ? 0 : JOB), [monday(2) / DAY - 0.375])).toEqual([0, 1]);
});

test("a share that is ten times as high for good is learned all the same, and told by no hour of the week", () => {
  const gates = { minParts: 3, minRise: 0.002, unlearnedNats: 16, extraNats: 0, shares: 1 };
  const detector = new ShareDetector(gates, () => undefined);
  let raised = 0;
  let late = 0;
  const from = 7 * DAY;
  const raisedBy = (minute: number): number =>
    minute < from ? 0 : minute < from + 28 * DAY ? 0.09 : minute < from + 28 * DAY + 40 ? 0.5 : 0.09;
  const drift = { spread: 0.1, halfLife: 500 };
  simulateCounts(
    { ratePerMinute: 10, share: 0.01, rho: 0.001, drift, raisedBy },
    from + 29 * DAY,
    createRandom(73),
    (minute, errors, requests) => {
      if (requests > 0) detector.observe(minute, 1, errors, requests);
      if (detector.rise === null) return;
      if (minute < from + 28 * DAY) raised += 1;
      else late += 1;
    },
  );
  // Some hours of the first day, and the rise on top of it four weeks later.
  expect(raised).toBeGreaterThan(100);
  expect(raised).toBeLessThan(600);
  expect(late).toBeGreaterThan(25);
});
