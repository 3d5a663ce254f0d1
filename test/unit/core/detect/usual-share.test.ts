import { describe, expect, test } from "vitest";

import { SHARE_TUNING } from "../../../../src/core/detect/share-tuning.ts";
import { UsualShare } from "../../../../src/core/detect/usual-share.ts";
import { UTC_CALENDAR, type Calendar } from "../../../../src/core/season.ts";

const DAY = 1_440;
const REQUESTS = 500;

/** Learns days of a share of 1 %, three times that between 6 and 12 o'clock, `weekend` times that on Saturdays and Sundays. */
function learned(days: number, weekend: number, aheadMinutes = 0, calendar: Calendar = UTC_CALENDAR) {
  const usual = new UsualShare(SHARE_TUNING, calendar);
  for (let minute = 0; minute < days * DAY; minute += 5) {
    const events = REQUESTS * truth(minute + aheadMinutes, weekend);
    usual.learn(minute, 5, events, REQUESTS, REQUESTS * usual.slow * usual.seasonAt(minute));
  }
  return usual;
}

/** The first day was a Thursday. */
function truth(wall: number, weekend: number): number {
  const day = Math.floor(wall / DAY) % 7;
  const hour = Math.floor(wall / 60) % 24;
  return 0.01 * (hour >= 6 && hour < 12 ? 3 : 1) * (day === 2 || day === 3 ? weekend : 1);
}

/** Share at the middle of an hour over that of another hour of that day. */
function ratio(usual: UsualShare, day: number, hour: number, other: number): number {
  return usual.seasonAt(day * DAY + hour * 60 + 30) / usual.seasonAt(day * DAY + other * 60 + 30);
}

describe("the usual share", () => {
  test("knows the whole difference between hours of the day", () => {
    expect(ratio(learned(8, 1), 8, 9, 20)).toBeGreaterThan(2.5);
    expect(ratio(learned(8, 1), 8, 9, 20)).toBeLessThan(3.2);
  });

  test("knows that of weekends after two of them", () => {
    const [early, late] = [learned(9, 2.5), learned(16, 2.5)];
    const weekend = (usual: UsualShare, day: number): number =>
      usual.seasonAt((day + 2) * DAY + 900) / usual.seasonAt(day * DAY + 900);
    expect(weekend(early, 14)).toBe(1);
    expect(weekend(late, 21)).toBeGreaterThan(2);
    expect(weekend(late, 21)).toBeLessThan(2.8);
  });

  test("goes by the owner's clock and holidays", () => {
    // Kathmandu; the 29th day since 1970 was a Thursday and shall be a holiday.
    const calendar: Calendar = { offsets: [{ fromMs: 0, offsetMs: 345 * 60_000 }], holidays: new Set([28]) };
    const usual = learned(21, 2.5, 345, calendar);
    const at = (day: number, hour: number): number => usual.seasonAt(day * DAY + hour * 60 + 30 - 345);
    expect(at(22, 9) / at(22, 20)).toBeGreaterThan(2.8);
    expect(at(28, 15) / at(22, 15)).toBeGreaterThan(2.2);
    expect(at(29, 15) / at(22, 15)).toBe(1);
  });

  test("an hour that is higher than its neighbours every day is none of theirs", () => {
    const { usual } = weeks(3, () => 1);
    for (const day of [21, 23])
      for (const [hour, minute] of [
        [5, 50],
        [12, 10],
      ] as const) {
        usual.seasonAt(day * DAY + hour * 60 + minute);
        expect(usual.isWeekly).toBe(false);
      }
  });

  test("an hour of one day of the week lends its share to a quarter of an hour around it, also over midnight", () => {
    // Mondays from 0 to 1 o'clock, after Sundays that have another share than working days.
    const { usual, until } = weeks(3, (wall) => (inHour(wall, 4, 0) ? 7 : 1), 2.5);
    const weekly = (minute: number): boolean => {
      usual.seasonAt(minute);
      return usual.isWeekly;
    };
    const monday = until + 4 * DAY;
    expect([monday - 16, monday - 15, monday, monday + 74, monday + 75].map(weekly)).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  test("no hour of a holiday, nor a quarter beside it for its sake, goes by the hour of the week", () => {
    // The fourth Friday is a holiday, on which the job of Fridays at midnight rests.
    const calendar: Calendar = { offsets: [], holidays: new Set([22]) };
    const { usual, until } = weeks(3, (wall) => (inHour(wall, 1, 0) ? 7 : 1), 1, calendar);
    for (const minute of [DAY - 10, DAY + 5]) {
      usual.seasonAt(until + minute);
      expect(usual.isWeekly).toBe(false);
      usual.seasonAt(until + 7 * DAY + minute);
      expect(usual.isWeekly).toBe(true);
    }
  });

  test("the hour before one that is like no other is learned as it ends", () => {
    const { usual, until } = weeks(2, (wall) => (inHour(wall, 4, 14) ? 7 : 1));
    const from = until + 4 * DAY + 13 * 60;
    const middle = from + DAY + 30;
    const before = usual.seasonAt(middle);
    follow(usual, from, from + 60, () => 0.02);
    expect(usual.isWeekly).toBe(true);
    expect(usual.seasonAt(middle)).toBeGreaterThan(1.03 * before);
  });
});

const inHour = (wall: number, day: number, hour: number): boolean =>
  Math.floor(wall / DAY) % 7 === day && Math.floor((wall % DAY) / 60) === hour;

/** Whole weeks of `truth`, times what `lift` says. */
function weeks(
  count: number,
  lift: (wall: number) => number,
  weekend = 1,
  calendar: Calendar = UTC_CALENDAR,
): { usual: UsualShare; until: number } {
  const usual = new UsualShare(SHARE_TUNING, calendar);
  const until = count * 7 * DAY;
  follow(usual, 0, until, (wall) => truth(wall, weekend) * lift(wall));
  return { usual, until };
}

/** As the detector does while nothing is raised. */
function follow(usual: UsualShare, from: number, until: number, share: (minute: number) => number): void {
  for (let minute = from; minute < until; minute += 5) {
    const events = REQUESTS * share(minute);
    const expected = REQUESTS * usual.slow * usual.seasonAt(minute);
    usual.remember(minute, 5, events, REQUESTS);
    if (usual.isWeekly) usual.learnSlow(minute, 5, events, REQUESTS);
    else usual.learn(minute, 5, events, REQUESTS, expected);
  }
}
