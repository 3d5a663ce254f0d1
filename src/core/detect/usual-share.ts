import { isRestDate, wallClockMs, type Calendar } from "../season.ts";
import { MINUTE_MS } from "../window.ts";
import type { Counted } from "./recent-windows.ts";
import type { ShareTuning } from "./share-tuning.ts";
import { WeeklyHours } from "./weekly-hours.ts";

/** With nothing else to go by: 1 % of requests, worth as much as 50 requests. */
const PRIOR = { part: 0.5, whole: 50 };
export const FIRST_SHARE = PRIOR.part / PRIOR.whole;

/**
 * The share that is usual now: levels, each drawn towards the one before it by gamma-Poisson shrinkage.
 *
 *   slow      events over requests, forgotten by halves in a week
 *   hour      times how the hour of the day differs from it, interpolated between the middles of hours; of rest days
 *             and of working days apart once two weekends have passed
 *   week      or, in hours that were raised in both last weeks, what they had then               (weekly-hours)
 *   medium    times how the last hours differ from that
 *   fast      times how the last half hour differs from that
 *
 * A level with k events, e expected by the level before, and a strength of s events says (k + s) / (e + s): with much
 * traffic the share of the last half hour, with three requests an hour that of the week. `shape` is what the estimate
 * is worth, as the shape of a gamma distribution: its relative variance is 1 / shape.
 *
 * Source: West and Harrison, Bayesian Forecasting and Dynamic Models, 1997 (discounting); Noufaily et al. 2013.
 */
export class UsualShare {
  /** Factor of the medium and fast level on the slow one and the hour. */
  factor = 1;
  shape: number;
  /** Share by the slow level, 0..1. */
  slow = FIRST_SHARE;
  private fastPart = 0;
  private fastExpected = 0;
  private mediumPart = 0;
  private mediumExpected = 0;
  private readonly strengths: ShareTuning["strengths"];
  private readonly halfLives: ShareTuning["halfLives"];
  private readonly keepOfDay: number;
  /** What is left of a level after `span` minutes, and what each of them adds to it. */
  private span = 0;
  private keep: Levels = { fast: 1, medium: 1, slow: 1 };
  private gain: Levels = { fast: 1, medium: 1, slow: 1 };
  private slowPart = 0;
  private slowWhole = 0;
  /** Hours of working days, and then of rest days. */
  private readonly hourPart = new Float32Array(2 * HOURS);
  private readonly hourExpected = new Float32Array(2 * HOURS);
  private readonly hourFactor = new Float32Array(2 * HOURS).fill(1);
  /** So many hours of each kind of day have been learned. */
  private readonly hoursSeen: [number, number] = [0, 0];
  private readonly calendar: Calendar;
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
    this.halfLives = halfLives;
    this.keepOfDay = 0.5 ** (MINUTES_A_DAY / halfLives.hourOfDay);
    this.shape = 0;
    this.settle();
  }

  /** How the time of day differs from the slow level, as a factor on it. */
  seasonAt(minute: number): number {
    this.turnTo(minute);
    const ofDay = this.seasonFirst + this.seasonStep * (minute - 15 * this.quarter);
    return this.weeklyShare === 0 ? ofDay : Math.max(ofDay, this.weeklyShare / this.slow);
  }

  /** Whether the hour of the week says what is usual in the minute asked for last: nothing of it is true of other hours. */
  get isWeekly(): boolean {
    return this.weeklyShare > 0;
  }

  /** Minutes that are alike, within one hour, also while the share is raised. @param part, whole of each. */
  remember(minute: number, span: number, part: number, whole: number): void {
    this.turnTo(minute);
    this.weekly.add(this.ofWeek, span * part, span * whole);
  }

  /** Minutes that are alike, within one hour. @param part, whole, expected of each; expected is whole times the slow level and the season. */
  learn(minute: number, span: number, part: number, whole: number, expected: number): void {
    const { slow } = this;
    this.addSlow(span, part, whole);
    const { keep, gain } = this;
    this.fastPart = this.fastPart * keep.fast + part * gain.fast;
    this.fastExpected = this.fastExpected * keep.fast + expected * gain.fast;
    this.mediumPart = this.mediumPart * keep.medium + part * gain.medium;
    this.mediumExpected = this.mediumExpected * keep.medium + expected * gain.medium;
    this.turnTo(minute);
    const place = this.kind * HOURS + this.hour;
    this.hourPart[place] = (this.hourPart[place] ?? 0) + span * part;
    this.hourExpected[place] = (this.hourExpected[place] ?? 0) + span * whole * slow;
    if (minute + span >= this.hourEnd) this.endHour(this.hour);
    this.settle();
  }

  /** The same of an hour of the week that is like no other: how it differs is not learned, but it is part of the whole. */
  learnSlow(minute: number, span: number, part: number, whole: number): void {
    this.addSlow(span, part, whole);
    this.turnTo(minute);
    if (minute + span >= this.hourEnd) this.endHour(this.hour);
    this.settle();
  }

  /**
   * Takes back what was learned from minutes, the newest first, save for the hours of the day, which a minute hardly
   * moves. @param minutes `expected` by the season alone.
   */
  unlearn(minutes: Iterable<Pick<Counted, "part" | "whole" | "expected">>): void {
    const keepFast = 0.5 ** (1 / this.halfLives.fast);
    const keepMedium = 0.5 ** (1 / this.halfLives.medium);
    let { fastPart, fastExpected, mediumPart, mediumExpected } = this;
    for (const { part, whole, expected } of minutes) {
      this.slowPart = Math.max(0, this.slowPart - part);
      this.slowWhole = Math.max(0, this.slowWhole - whole);
      // What it was when the minute was learned.
      const slow = (this.slowPart + PRIOR.part) / (this.slowWhole + PRIOR.whole);
      fastPart = Math.max(0, fastPart - part) / keepFast;
      fastExpected = Math.max(0, fastExpected - slow * expected) / keepFast;
      mediumPart = Math.max(0, mediumPart - part) / keepMedium;
      mediumExpected = Math.max(0, mediumExpected - slow * expected) / keepMedium;
    }
    this.setLevels(fastPart, fastExpected, mediumPart, mediumExpected);
  }

  /** Takes a raised share for the usual one. */
  adopt(part: number, expected: number): void {
    const trust = Math.min(1, MOST_ADOPTED / Math.max(1, part));
    this.setLevels(part * trust, expected * trust, part * trust, expected * trust);
  }

  /** Back to the first guess. */
  forget(): void {
    this.slowPart = 0;
    this.slowWhole = 0;
    this.startLevels();
  }

  /** Keeps the slow level alone: what the others held was relative to the first guess. */
  startLevels(): void {
    for (const values of [this.hourPart, this.hourExpected]) values.fill(0);
    this.hourFactor.fill(1);
    this.hoursSeen.fill(0);
    this.quarter = Number.NaN;
    this.setLevels(0, 0, 0, 0);
  }

  private addSlow(span: number, part: number, whole: number): void {
    if (span !== this.span) this.setSpan(span);
    this.slowPart = this.slowPart * this.keep.slow + part * this.gain.slow;
    this.slowWhole = this.slowWhole * this.keep.slow + whole * this.gain.slow;
  }

  private setLevels(
    fastPart: number,
    fastExpected: number,
    mediumPart: number,
    mediumExpected: number,
  ): void {
    this.fastPart = fastPart;
    this.fastExpected = fastExpected;
    this.mediumPart = mediumPart;
    this.mediumExpected = mediumExpected;
    this.settle();
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
  private turnTo(minute: number): void {
    const quarter = (minute / 15) | 0;
    if (quarter !== this.quarter) this.turn(quarter);
  }

  private turn(quarter: number): void {
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
    this.ofWeek = this.hourOfWeek(wall);
    this.weeklyShare = this.weeklyAt(wall);
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

  /** Jobs begin a little early and end a little late. */
  private weeklyAt(wall: number): number {
    const early = this.weeklyIn(Math.max(0, wall - 15));
    const late = this.weeklyIn(wall + 15);
    return early > late ? early : late;
  }

  /** An hour is raised where it exceeds what the hour of the day has then: not where it exceeds its neighbour. */
  private weeklyIn(wall: number): number {
    const usual = this.slow * (this.hourFactor[this.kindOf(wall) * HOURS + (((wall / 60) | 0) % HOURS)] ?? 1);
    return this.weekly.usualShare(this.hourOfWeek(wall), LEAST_LIFT * usual);
  }

  /** A holiday is like no other week's day. */
  private hourOfWeek(wall: number): number {
    const hour = (wall / 60) | 0;
    const day = ((hour / HOURS) | 0) % 7;
    // 1970-01-01 was a Thursday.
    return this.kindOf(wall) === 1 && day !== 2 && day !== 3 ? -1 : hour;
  }

  private kindOf(wall: number): 0 | 1 {
    return isRestDate(this.calendar, (wall / MINUTES_A_DAY) | 0) ? 1 : 0;
  }

  private setSpan(span: number): void {
    const { fast, medium, slow } = this.halfLives;
    const left = (halfLife: number): number => 0.5 ** (span / halfLife);
    // 1 + keep + keep^2 ...: the first of the minutes has been forgotten a little when the last one comes.
    const added = (halfLife: number): number => (1 - left(halfLife)) / (1 - 0.5 ** (1 / halfLife));
    this.span = span;
    this.keep = { fast: left(fast), medium: left(medium), slow: left(slow) };
    this.gain = { fast: added(fast), medium: added(medium), slow: added(slow) };
  }

  /**
   * A level cannot be worth more than the estimate that it starts from allows: variances add up, so one over its strength
   * is the sum of what one over each is.
   *
   *   strength of medium  m = both(medium, slowPart + prior)     medium = (mediumPart + m) / (mediumExpected + m)
   *   strength of fast    f = both(fast, mediumPart + m)         factor = medium (fastPart + f) / (fastExpected medium + f)
   *
   * with fractions brought over one line, since this is done every minute and divisions are what takes the time.
   */
  private settle(): void {
    const { fastPart, fastExpected, mediumPart, mediumExpected } = this;
    const { medium, fast } = this.strengths;
    const slow = this.slowPart + PRIOR.part;
    const both = medium + slow;
    const own = mediumPart * both + medium * slow;
    const expected = mediumExpected * both + medium * slow;
    const fastStrength = (fast * own) / (fast * both + own);
    this.shape = fastPart + fastStrength;
    this.factor = (own * this.shape) / (fastExpected * own + expected * fastStrength);
    this.slow = slow / (this.slowWhole + PRIOR.whole);
  }
}

interface Levels {
  readonly fast: number;
  readonly medium: number;
  readonly slow: number;
}

const HOURS = 24;
const MINUTES_A_DAY = 60 * HOURS;
/** Of each kind of day, nearly all of two weekends: one alone does not tell what a weekend is like. */
const LEAST_HOURS = 80;
/** An hour of the week counts where its share is so many times that of the hour of the day. */
const LEAST_LIFT = 1.3;
/** Events that a share which was raised for hours is believed by, once it is taken for usual. */
const MOST_ADOPTED = 1_000;
