import { isRestDate, wallClockMs, type Calendar } from "../season.ts";
import { MINUTE_MS } from "../window.ts";
import type { ShareTuning } from "./share-tuning.ts";
import { WeeklyHours } from "./weekly-hours.ts";

/**
 * How a share differs by the time of day, as a factor on its slow level:
 *
 *   hour      how the hour of the day differs, interpolated between the middles of hours; of rest days and of working
 *             days apart once two weekends have passed
 *   week      or, in hours that were raised in both last weeks beyond what the hour of the day has, what they had then,
 *             from a quarter of an hour before such an hour to a quarter after it                   (weekly-hours)
 *
 * Of an hour of the week nothing is learned for other hours, but the hours of the day that it covers end as all others do.
 */
export class TimeOfDayShare {
  private readonly calendar: Calendar;
  private readonly strengths: ShareTuning["strengths"];
  private readonly keepOfDay: number;
  /** Hours of working days, and then of rest days. */
  private readonly hourPart = new Float32Array(2 * HOURS);
  private readonly hourExpected = new Float32Array(2 * HOURS);
  private readonly hourFactor = new Float32Array(2 * HOURS).fill(1);
  /** So many hours of each kind of day have ended. */
  private readonly hoursSeen: [number, number] = [0, 0];
  /**
   * The quarter of an hour, since 1970, that the next ones are about: clocks are set at none of its other minutes, and
   * between the middles of hours its factor is a straight line.
   */
  private quarter = Number.NaN;
  private kind: 0 | 1 = 0;
  /** Of the day. */
  private hour = 0;
  /** The first minute of the next hour. */
  private hourEnd = 0;
  private seasonFirst = 1;
  private seasonStep = 0;
  private readonly weekly = new WeeklyHours();
  /** Share that is usual in this quarter of an hour by the last weeks, or 0. */
  private weeklyShare = 0;
  /** Its hour, as weeks count them. */
  private ofWeek = -1;

  constructor({ strengths, halfLives }: ShareTuning, calendar: Calendar) {
    this.calendar = calendar;
    this.strengths = strengths;
    this.keepOfDay = 0.5 ** (MINUTES_A_DAY / halfLives.hourOfDay);
  }

  /** The factor. @param slow level of the share, 0..1, here and below. */
  at(minute: number, slow: number): number {
    this.turnTo(minute, slow);
    const ofDay = this.seasonFirst + this.seasonStep * (minute - 15 * this.quarter);
    return this.weeklyShare === 0 ? ofDay : Math.max(ofDay, this.weeklyShare / slow);
  }

  /** Whether the hour of the week says what is usual in the minute asked for last. */
  get isWeekly(): boolean {
    return this.weeklyShare > 0;
  }

  /** For the hours of the week. @param span minutes that are alike, within one hour. @param part, whole of each. */
  remember(minute: number, span: number, part: number, whole: number, slow: number): void {
    this.turnTo(minute, slow);
    this.weekly.add(this.ofWeek, span * part, span * whole);
  }

  /** For the hours of the day. */
  learn(minute: number, span: number, part: number, whole: number, slow: number): void {
    this.turnTo(minute, slow);
    const place = this.kind * HOURS + this.hour;
    this.hourPart[place] = (this.hourPart[place] ?? 0) + span * part;
    this.hourExpected[place] = (this.hourExpected[place] ?? 0) + span * whole * slow;
    if (minute + span >= this.hourEnd) this.endHour(this.hour);
  }

  /** Minutes of which no hour of the day learns. */
  pass(minute: number, span: number, slow: number): void {
    this.turnTo(minute, slow);
    if (minute + span >= this.hourEnd) this.endHour(this.hour);
  }

  /** Forgets the hours of the day: what they held was relative to another level. */
  forget(): void {
    for (const values of [this.hourPart, this.hourExpected]) values.fill(0);
    this.hourFactor.fill(1);
    this.hoursSeen.fill(0);
    this.quarter = Number.NaN;
  }

  private endHour(hour: number): void {
    const { hourPart, hourExpected, hourFactor, hoursSeen, keepOfDay } = this;
    const { hourOfDay, kindOfDay } = this.strengths;
    hoursSeen[this.kind] += 1;
    const rest = HOURS + hour;
    const part = (hourPart[hour] ?? 0) + (hourPart[rest] ?? 0);
    const expected = (hourExpected[hour] ?? 0) + (hourExpected[rest] ?? 0);
    const usual = (part + hourOfDay) / (expected + hourOfDay);
    const isWeekly = Math.min(...hoursSeen) >= LEAST_HOURS;
    for (const place of [hour, rest]) {
      hourFactor[place] = isWeekly
        ? ((hourPart[place] ?? 0) + usual * kindOfDay) / ((hourExpected[place] ?? 0) + kindOfDay)
        : usual;
      hourPart[place] = (hourPart[place] ?? 0) * keepOfDay;
      hourExpected[place] = (hourExpected[place] ?? 0) * keepOfDay;
    }
  }

  /** What depends on the time of day alone is worked out once a quarter of an hour. */
  private turnTo(minute: number, slow: number): void {
    const quarter = (minute / 15) | 0;
    if (quarter !== this.quarter) this.turn(quarter, slow);
  }

  private turn(quarter: number, slow: number): void {
    const timeMs = quarter * 15 * MINUTE_MS;
    const aheadMinutes = Math.floor((wallClockMs(this.calendar, timeMs) - timeMs) / MINUTE_MS);
    this.quarter = quarter;
    // Of the wall clock, since 1970; never negative, so that remainders are hours.
    const wall = Math.max(0, quarter * 15 + aheadMinutes);
    this.kind = this.kindOf(wall);
    const hour = Math.floor(wall / 60);
    this.hour = hour % HOURS;
    this.hourEnd = quarter * 15 + 60 * (hour + 1) - wall;
    this.turnSeason(wall);
    this.ofWeek = hourOfWeek(this.kind, wall);
    this.weeklyShare = this.weeklyAt(wall, slow);
  }

  /** Interpolates between the middles of hours. */
  private turnSeason(wall: number): void {
    const { hourFactor } = this;
    const late = wall + 60 * HOURS - 30;
    const before = Math.floor(late / 60);
    const first = this.kind * HOURS;
    const from = hourFactor[first + (before % HOURS)] ?? 1;
    const to = hourFactor[first + ((before + 1) % HOURS)] ?? 1;
    this.seasonStep = (to - from) / 60;
    this.seasonFirst = from + this.seasonStep * (late - 60 * before);
  }

  /** Jobs begin a little early and end a little late. @param wall minute of the wall clock, since 1970. */
  private weeklyAt(wall: number, slow: number): number {
    const own = this.weeklyIn(this.kind, this.ofWeek, slow);
    const ofHour = wall % 60;
    const beside = ofHour < 15 ? wall - 15 : ofHour >= 45 ? wall + 15 : -1;
    if (beside < 0) return own;
    const kind = this.kindOf(beside);
    const other = this.weeklyIn(kind, hourOfWeek(kind, beside), slow);
    return own > other ? own : other;
  }

  /** An hour is raised where it exceeds what the hour of the day has then: not where it exceeds its neighbour. */
  private weeklyIn(kind: 0 | 1, ofWeek: number, slow: number): number {
    if (ofWeek < 0) return 0;
    const usual = slow * (this.hourFactor[kind * HOURS + (ofWeek % HOURS)] ?? 1);
    return this.weekly.usualShare(ofWeek, LEAST_LIFT * usual);
  }

  private kindOf(wall: number): 0 | 1 {
    return isRestDate(this.calendar, (wall / MINUTES_A_DAY) | 0) ? 1 : 0;
  }
}

/** A holiday is like no other week's day. */
function hourOfWeek(kind: 0 | 1, wall: number): number {
  const hour = (wall / 60) | 0;
  const day = ((hour / HOURS) | 0) % 7;
  // 1970-01-01 was a Thursday.
  return kind === 1 && day !== 2 && day !== 3 ? -1 : hour;
}

const HOURS = 24;
const MINUTES_A_DAY = 60 * HOURS;
/** Of each kind of day, nearly all of two weekends: one alone does not tell what a weekend is like. */
const LEAST_HOURS = 80;
/** An hour of the week counts where its share is so many times that of the hour of the day. */
const LEAST_LIFT = 1.3;
