import type { Calendar } from "../season.ts";
import type { Counted } from "./recent-windows.ts";
import type { ShareTuning } from "./share-tuning.ts";
import { TimeOfDayShare } from "./time-of-day-share.ts";

/** With nothing else to go by: 1 % of requests, worth as much as 50 requests. */
const PRIOR = { part: 0.5, whole: 50 };
export const FIRST_SHARE = PRIOR.part / PRIOR.whole;

/**
 * The share that is usual now: levels, each drawn towards the one before it by gamma-Poisson shrinkage.
 *
 *   slow      events over requests, forgotten by halves in a week
 *   season    times how the time of day, or the hour of the week, differs from it           (time-of-day-share)
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
  /** What is left of a level after `span` minutes, and what each of them adds to it. */
  private span = 0;
  private keep: Levels = { fast: 1, medium: 1, slow: 1 };
  private gain: Levels = { fast: 1, medium: 1, slow: 1 };
  private slowPart = 0;
  private slowWhole = 0;
  private readonly season: TimeOfDayShare;

  constructor(tuning: ShareTuning, calendar: Calendar) {
    this.strengths = tuning.strengths;
    this.halfLives = tuning.halfLives;
    this.season = new TimeOfDayShare(tuning, calendar);
    this.shape = 0;
    this.settle();
  }

  /** How the time of day differs from the slow level, as a factor on it. */
  seasonAt(minute: number): number {
    return this.season.at(minute, this.slow);
  }

  /** Whether the hour of the week says what is usual in the minute asked for last: nothing of it is true of other hours. */
  get isWeekly(): boolean {
    return this.season.isWeekly;
  }

  /** Minutes that are alike, within one hour, also while the share is raised. @param part, whole of each. */
  remember(minute: number, span: number, part: number, whole: number): void {
    this.season.remember(minute, span, part, whole, this.slow);
  }

  /** Minutes that are alike, within one hour. @param part, whole, expected of each; expected is whole times the slow level and the season. */
  learn(minute: number, span: number, part: number, whole: number, expected: number): void {
    this.addSlow(span, part, whole);
    const { keep, gain } = this;
    this.fastPart = this.fastPart * keep.fast + part * gain.fast;
    this.fastExpected = this.fastExpected * keep.fast + expected * gain.fast;
    this.mediumPart = this.mediumPart * keep.medium + part * gain.medium;
    this.mediumExpected = this.mediumExpected * keep.medium + expected * gain.medium;
    this.season.learn(minute, span, part, whole, this.slow);
    this.settle();
  }

  /** The same of an hour of the week that is like no other: how it differs is not learned, but it is part of the whole. */
  learnSlow(minute: number, span: number, part: number, whole: number): void {
    this.addSlow(span, part, whole);
    this.season.pass(minute, span, this.slow);
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
    this.season.forget();
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

/** Events that a share which was raised for hours is believed by, once it is taken for usual. */
const MOST_ADOPTED = 1_000;
