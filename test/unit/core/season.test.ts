import { expect, test } from "vitest";

import { isRestDay, timeOfDayMs, UTC_CALENDAR, wallClockMs } from "../../../src/core/season.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../src/core/window.ts";

const SPRING_MS = Date.parse("2026-03-29T01:00Z");
const BERLIN = {
  offsets: [
    { fromMs: Date.parse("2025-10-26T01:00Z"), offsetMs: HOUR_MS },
    { fromMs: SPRING_MS, offsetMs: 2 * HOUR_MS },
    { fromMs: Date.parse("2026-10-25T01:00Z"), offsetMs: HOUR_MS },
  ],
  holidays: new Set([Date.parse("2026-05-14") / DAY_MS]),
};

test("an offset holds from its minute on, the first one also before", () => {
  const text = (time: string): string => new Date(wallClockMs(BERLIN, Date.parse(time))).toISOString();
  expect(text("2020-07-01T12:00Z")).toBe("2020-07-01T13:00:00.000Z");
  expect(text("2026-03-29T00:59Z")).toBe("2026-03-29T01:59:00.000Z");
  expect(text("2026-03-29T01:00Z")).toBe("2026-03-29T03:00:00.000Z");
  expect(text("2026-10-25T00:30Z")).toBe("2026-10-25T02:30:00.000Z");
  expect(text("2026-10-25T01:30Z")).toBe("2026-10-25T02:30:00.000Z");
  expect(text("2031-07-01T12:00Z")).toBe("2031-07-01T13:00:00.000Z");
});

test("a day starts at midnight on the wall, also before 1970", () => {
  expect(timeOfDayMs(BERLIN, Date.parse("2026-07-01T21:59Z"))).toBe(DAY_MS - MINUTE_MS);
  expect(timeOfDayMs(BERLIN, Date.parse("2026-07-01T22:00Z"))).toBe(0);
  expect(timeOfDayMs(UTC_CALENDAR, -7 * MINUTE_MS)).toBe(DAY_MS - 7 * MINUTE_MS);
});

test("rest days are those of the wall clock, and holidays", () => {
  // A Friday; its weekend begins at 22:00 UTC.
  expect(isRestDay(BERLIN, Date.parse("2026-07-03T21:59Z"))).toBe(false);
  expect(isRestDay(BERLIN, Date.parse("2026-07-03T22:00Z"))).toBe(true);
  expect(isRestDay(UTC_CALENDAR, Date.parse("2026-07-03T22:00Z"))).toBe(false);
  expect(isRestDay(BERLIN, Date.parse("2026-07-05T21:59Z"))).toBe(true);
  expect(isRestDay(BERLIN, Date.parse("2026-07-05T22:00Z"))).toBe(false);
  // A Thursday that is a holiday.
  expect(isRestDay(BERLIN, Date.parse("2026-05-13T21:59Z"))).toBe(false);
  expect(isRestDay(BERLIN, Date.parse("2026-05-14T09:00Z"))).toBe(true);
  expect(isRestDay(UTC_CALENDAR, Date.parse("2026-05-14T09:00Z"))).toBe(false);
  const names = Array.from({ length: 7 }, (_, day) => isRestDay(UTC_CALENDAR, (day - 10) * DAY_MS));
  // 1969-12-22 was a Monday.
  expect(names).toEqual([false, false, false, false, false, true, true]);
});
