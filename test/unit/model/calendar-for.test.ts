import { expect, test } from "vitest";

import { isRestDay, UTC_CALENDAR, wallClockMs, type Calendar } from "../../../src/core/season.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../src/core/window.ts";
import { calendarFor } from "../../../src/model/calendar-for.ts";
import type { Config } from "../../../src/model/config.ts";

function calendarOf(config: Partial<Config>): Calendar {
  return calendarFor({ version: 1, ...config }) ?? UTC_CALENDAR;
}

/** Changes of the year 2026, as the authorities announced them. */
test.each([
  ["Europe/Berlin", "2026-03-29T01:00Z", 60, 120],
  ["Europe/Berlin", "2026-10-25T01:00Z", 120, 60],
  ["America/New_York", "2026-03-08T07:00Z", -300, -240],
  ["America/New_York", "2026-11-01T06:00Z", -240, -300],
  // By half an hour, and south of the equator.
  ["Australia/Lord_Howe", "2026-04-04T15:00Z", 660, 630],
])("%s sets its clocks at %s", (timeZone, time, beforeMinutes, afterMinutes) => {
  const calendar = calendarOf({ timeZone });
  const changeMs = Date.parse(time);
  const aheadMinutes = (timeMs: number): number => (wallClockMs(calendar, timeMs) - timeMs) / MINUTE_MS;
  expect(aheadMinutes(changeMs - 1)).toBe(beforeMinutes);
  expect(aheadMinutes(changeMs)).toBe(afterMinutes);
});

test("a place that never sets its clocks has one offset", () => {
  const { offsets } = calendarOf({ timeZone: "Asia/Kathmandu" });
  expect(offsets.map(({ offsetMs }) => offsetMs)).toEqual([5.75 * HOUR_MS]);
});

test.each(["Europe/Berlin", "America/St_Johns", "Africa/Casablanca", "Pacific/Apia", "Asia/Pyongyang"])(
  "%s at odd times, as the runtime prints them one by one",
  (timeZone) => {
    const calendar = calendarOf({ timeZone });
    const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
    for (let timeMs = Date.UTC(2010, 0); timeMs < Date.UTC(2030, 0); timeMs += 13.7 * DAY_MS) {
      const wall = new Date(wallClockMs(calendar, timeMs)).toISOString().slice(0, 16).replace("T", " ");
      expect(wall).toBe(format.format(timeMs));
    }
  },
);

test("without a time zone or holidays there is none", () => {
  expect(calendarFor({ version: 1 })).toBeNull();
});

test("a holiday is one day, or one of every year, by the wall clock", () => {
  const calendar = calendarOf({
    timeZone: "America/New_York",
    holidays: ["2026-11-26", "12-25", "02-29"],
  });
  // A Thursday, from midnight in New York on.
  expect(isRestDay(calendar, Date.parse("2026-11-26T04:59Z"))).toBe(false);
  expect(isRestDay(calendar, Date.parse("2026-11-26T05:00Z"))).toBe(true);
  expect(isRestDay(calendar, Date.parse("2026-11-27T05:00Z"))).toBe(false);
  expect(isRestDay(calendar, Date.parse("2025-11-26T12:00Z"))).toBe(false);
  for (const year of [2025, 2026, 2029])
    expect(isRestDay(calendar, Date.parse(`${year}-12-25T12:00Z`))).toBe(true);
  expect(isRestDay(calendar, Date.parse("2028-02-29T12:00Z"))).toBe(true);
  // 2027 has no such day, and the Monday after it is an ordinary one.
  expect(isRestDay(calendar, Date.parse("2027-03-01T12:00Z"))).toBe(false);
});
