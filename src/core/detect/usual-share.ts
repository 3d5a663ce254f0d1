import type { ShareTuning } from "./share-tuning.ts";

/** With nothing else to go by: 1 % of requests, worth as much as 50 requests. */
const PRIOR = { part: 0.5, whole: 50 };
export const FIRST_SHARE = PRIOR.part / PRIOR.whole;

/**
 * The share that is usual now: four levels, each drawn towards the one before it by gamma-Poisson shrinkage.
 *
 *   slow      events over requests, forgotten by halves in a week
 *   hour      times how the hour of the day differs from it, interpolated between the middles of hours
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
  readonly recent = new Float64Array(4);
  private readonly strengths: ShareTuning["strengths"];
  private readonly keep: { fast: number; medium: number; slow: number; hourOfDay: number };
  private slowPart = 0;
  private slowWhole = 0;
  private readonly hourPart = new Float32Array(24);
  private readonly hourExpected = new Float32Array(24);
  private readonly hourFactor = new Float32Array(24).fill(1);

  constructor({ strengths, halfLives }: ShareTuning) {
    this.strengths = strengths;
    this.keep = {
      fast: 0.5 ** (1 / halfLives.fast),
      medium: 0.5 ** (1 / halfLives.medium),
      slow: 0.5 ** (1 / halfLives.slow),
      hourOfDay: 0.5 ** (MINUTES_A_DAY / halfLives.hourOfDay),
    };
    this.shape = 0;
    this.settle();
  }

  /** Share by the slow level and the time of day alone, 0..1. */
  shareAt(minute: number): number {
    const hours = minute / 60 + 23.5;
    const before = Math.floor(hours);
    const near = hours - before;
    const season =
      (1 - near) * (this.hourFactor[before % 24] ?? 1) + near * (this.hourFactor[(before + 1) % 24] ?? 1);
    return Math.min(0.95, ((this.slowPart + PRIOR.part) / (this.slowWhole + PRIOR.whole)) * season);
  }

  /** @param expected requests times `shareAt`. */
  learn(minute: number, part: number, whole: number, expected: number): void {
    const { recent, keep } = this;
    recent[0] = (recent[0] ?? 0) * keep.fast + part;
    recent[1] = (recent[1] ?? 0) * keep.fast + expected;
    recent[2] = (recent[2] ?? 0) * keep.medium + part;
    recent[3] = (recent[3] ?? 0) * keep.medium + expected;
    this.slowPart = this.slowPart * keep.slow + part;
    this.slowWhole = this.slowWhole * keep.slow + whole;
    const hour = Math.floor(minute / 60) % 24;
    this.hourPart[hour] = (this.hourPart[hour] ?? 0) + part;
    this.hourExpected[hour] = (this.hourExpected[hour] ?? 0) + expected;
    if ((minute + 1) % 60 === 0) this.endHour(hour);
    this.settle();
  }

  /** What the medium and fast level hold, as `recent` held it before. */
  restore(values: ArrayLike<number>): void {
    this.recent.set(values);
    this.settle();
  }

  /** Takes a raised share for the usual one. */
  adopt(part: number, expected: number): void {
    const trust = Math.min(1, MOST_ADOPTED / Math.max(1, part));
    this.restore([part * trust, expected * trust, part * trust, expected * trust]);
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
    this.restore([0, 0, 0, 0]);
  }

  private endHour(hour: number): void {
    const strength = this.strengths.hourOfDay;
    this.hourFactor[hour] =
      ((this.hourPart[hour] ?? 0) + strength) / ((this.hourExpected[hour] ?? 0) + strength);
    this.hourPart[hour] = (this.hourPart[hour] ?? 0) * this.keep.hourOfDay;
    this.hourExpected[hour] = (this.hourExpected[hour] ?? 0) * this.keep.hourOfDay;
  }

  private settle(): void {
    const [fastPart = 0, fastExpected = 0, mediumPart = 0, mediumExpected = 0] = this.recent;
    // A level cannot be worth more than the estimate that it starts from allows: variances add up.
    const mediumStrength = 1 / (1 / this.strengths.medium + 1 / (this.slowPart + PRIOR.part));
    const medium = (mediumPart + mediumStrength) / (mediumExpected + mediumStrength);
    const fastStrength = 1 / (1 / this.strengths.fast + 1 / (mediumPart + mediumStrength));
    this.factor = (medium * (fastPart + fastStrength)) / (fastExpected * medium + fastStrength);
    this.shape = fastPart + fastStrength;
  }
}

const MINUTES_A_DAY = 1_440;
/** Events that a share which was raised for hours is believed by, once it is taken for usual. */
const MOST_ADOPTED = 1_000;
