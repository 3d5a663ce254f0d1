import { DAY_MS } from "./window.ts";

/**
 * Whose days, hours and weeks they are: the clock on the wall of a place, as a table, so that nothing here needs to know
 * about time zones. Times are epoch milliseconds; wall-clock times are milliseconds since 1970-01-01 00:00 by that clock.
 */
export interface Calendar {
  /** How far the wall clock is ahead of UTC, from a time on; ascending. The first holds for all time before it too. */
  readonly offsets: readonly { readonly fromMs: number; readonly offsetMs: number }[];
  /** Days since 1970-01-01 by the wall clock, that pass as Sundays do. */
  readonly holidays: ReadonlySet<number>;
}

export const UTC_CALENDAR: Calendar = Object.freeze({ offsets: [], holidays: new Set<number>() });

/** The wall clock at a time. In the hour that a clock is set back it shows the same twice; one that is left out, never. */
export function wallClockMs({ offsets }: Calendar, timeMs: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((offsets[middle]?.fromMs ?? Infinity) <= timeMs) low = middle + 1;
    else high = middle;
  }
  return timeMs + (offsets[Math.max(0, low - 1)]?.offsetMs ?? 0);
}

/** Milliseconds since midnight by the wall clock: 0 up to a day, without its end. */
export function timeOfDayMs(calendar: Calendar, timeMs: number): number {
  const wallMs = wallClockMs(calendar, timeMs);
  return wallMs - Math.floor(wallMs / DAY_MS) * DAY_MS;
}

/** Saturdays, Sundays and holidays. */
export function isRestDay(calendar: Calendar, timeMs: number): boolean {
  return isRestDate(calendar, Math.floor(wallClockMs(calendar, timeMs) / DAY_MS));
}

/** @param day since 1970-01-01 by the wall clock. */
export function isRestDate({ holidays }: Calendar, day: number): boolean {
  // 1970-01-01 was a Thursday, so days 2 and 3 of the weeks since then are Saturday and Sunday.
  const ofWeek = ((day % 7) + 7) % 7;
  return ofWeek === 2 || ofWeek === 3 || holidays.has(day);
}

/** Days since 1970-01-01 of a date such as "2026-12-25"; null where no calendar has it. */
export function dayOfDate(date: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  const timeMs = Date.parse(date);
  // The 30th of February is read as a day of March.
  const isSame = Number.isFinite(timeMs) && new Date(timeMs).toISOString().startsWith(date);
  return isSame ? timeMs / DAY_MS : null;
}
