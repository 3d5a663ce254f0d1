import { dayOfDate, type Calendar } from "../core/season.ts";
import { DAY_MS, MINUTE_MS } from "../core/window.ts";
import type { Config } from "./config.ts";

/** The years that a table of offsets and of yearly holidays covers; before and after, the nearest offset holds. */
const YEARS = { first: 2000, last: 2050 };
/** No place sets its clocks twice in so short a time. */
const STEP_MS = 14 * DAY_MS;

/**
 * The owner's calendar by the configuration, in UTC where it names no time zone; null where it says nothing about it.
 *
 * Errors: a RangeError where the time zone does not exist; a checked configuration has none such.
 */
export function calendarFor({ timeZone, holidays = [] }: Config): Calendar | null {
  if (timeZone === undefined && holidays.length === 0) return null;
  return {
    offsets: timeZone === undefined ? [] : offsetsOf(timeZone),
    holidays: new Set(holidays.flatMap(daysOf)),
  };
}

/** Looks every other week and halves the time between two different looks until the minute of the change is found. */
function offsetsOf(timeZone: string): Calendar["offsets"] {
  const offsetAt = readOffsets(timeZone);
  const firstMs = Date.UTC(YEARS.first, 0);
  const offsets = [{ fromMs: firstMs, offsetMs: offsetAt(firstMs) }];
  for (let knownMs = firstMs; knownMs < Date.UTC(YEARS.last + 1, 0); knownMs += STEP_MS) {
    const before = offsetAt(knownMs);
    const after = offsetAt(knownMs + STEP_MS);
    if (before === after) continue;
    let [low, high] = [knownMs, knownMs + STEP_MS];
    while (high - low > MINUTE_MS) {
      const middle = Math.round((low + high) / 2 / MINUTE_MS) * MINUTE_MS;
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    offsets.push({ fromMs: high, offsetMs: after });
  }
  return offsets;
}

/** How far the wall clock of a place is ahead of UTC at a time. */
function readOffsets(timeZone: string): (timeMs: number) => number {
  const numeric = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric" } as const;
  const format = new Intl.DateTimeFormat("en-US", {
    ...numeric,
    minute: "numeric",
    hourCycle: "h23",
    calendar: "gregory",
    timeZone,
  });
  return (timeMs) => {
    const parts = new Map(format.formatToParts(timeMs).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? Number.NaN;
    return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute")) - timeMs;
  };
}

/** Days since 1970 of "2026-12-25", or of "12-25" in every year. */
function daysOf(date: string): number[] {
  const years = Array.from({ length: YEARS.last - YEARS.first + 1 }, (_, at) => YEARS.first + at);
  const dates = date.length > 5 ? [date] : years.map((year) => `${year}-${date}`);
  // The 29th of February is no day in most years.
  return dates.flatMap((one) => dayOfDate(one) ?? []);
}
