import { ContrastMemory } from "./contrast-memory.ts";
import { SlidingQuantiles } from "./sliding-quantiles.ts";

/**
 * Finds, point by point and from the past alone, when the level of a latency percentile has shifted.
 *
 * On the logarithm, so that shifts are factors. The median of the last 6, 9, 12 and 18 points is compared with the median of
 * the 288 points before them (a day of five minutes). Neighbouring percentiles resemble each other, so no
 * test that takes points for independent is used: what a contrast of that width does on its own is measured, and an
 * alarm needs all of
 *
 *   contrast >= 7 %
 *   contrast >= 2   x (1 + 2 / width) x the spread of such contrasts
 *   contrast >= 1.6 x (1 + 2 / width) x the farthest such a contrast has strayed that way within a week
 *   four fifths of the points lie beyond 95 % of the day's
 *
 * The third makes a series that climbs every night quiet at night; since an alarm's own contrast is remembered as well,
 * a level that stays is alarmed once and then is the usual one.
 *
 * Sources: noise of block medians and calibration on past contrasts instead of t-tests, which drown in false alarms on
 * autocorrelated percentiles; separation of quantiles. The four numbers were chosen on labelled shifts in
 * recorded latencies, by cross-validation over their sources: see docs/detection.md.
 */
export class LevelShiftDetector {
  readonly #usual = new SlidingQuantiles(USUAL_POINTS);
  /** Low, middle and high quantile of the usual points, as they were at each of the last places. */
  readonly #low = new Float32Array(RING).fill(Number.NaN);
  readonly #middle = new Float32Array(RING).fill(Number.NaN);
  readonly #high = new Float32Array(RING).fill(Number.NaN);
  readonly #recents: readonly Recent[];
  #at = -1;
  #contrast = Number.NaN;

  /** @param widths how many of the last points are looked at together, 18 at most; one that is short hears blips as well. */
  constructor(widths: readonly number[] = LASTING_WIDTHS) {
    this.#recents = widths.map((width) => ({
      width,
      values: new SlidingQuantiles(width),
      memory: new ContrastMemory(USUAL_POINTS),
      late: new Float32Array(width).fill(Number.NaN),
    }));
  }

  /**
   * The alarm at the next point, or null.
   *
   * @param value natural logarithm of the percentile of the next period; NaN for a gap.
   */
  push(value: number): LevelAlarm | null {
    const strongest = this.strongest(value);
    return strongest !== null && strongest.strength >= 1 ? strongest : null;
  }

  /** As push, but below what an alarm needs as well: its strength says how near it comes. Null where nothing rose. */
  strongest(value: number): LevelAlarm | null {
    this.#at += 1;
    let best: LevelAlarm | null = null;
    for (const recent of this.#recents) {
      recent.values.push(value);
      // What was seen joins what is remembered only once none of it is in the window that is looked at.
      const late = this.#at % recent.width;
      recent.memory.push(recent.late[late] ?? Number.NaN);
      const strength = this.#strength(recent);
      recent.late[late] = this.#contrast;
      if (strength > (best?.strength ?? 0)) {
        best = { start: this.#at - recent.width + 1, shift: this.#contrast, strength };
      }
    }
    this.#learn(value);
    return this.#at < WARM_UP ? null : best;
  }

  #learn(value: number): void {
    this.#usual.push(value);
    const isKnown = this.#usual.count >= LEAST_USUAL;
    const place = this.#at % RING;
    this.#low[place] = isKnown ? this.#usual.quantile(APART.usualLow) : Number.NaN;
    this.#middle[place] = isKnown ? this.#usual.quantile(0.5) : Number.NaN;
    this.#high[place] = isKnown ? this.#usual.quantile(APART.usualHigh) : Number.NaN;
  }

  /** By how much the contrast of a width (left in `#contrast`) exceeds what it must reach: below 1 it does not. */
  #strength({ width, values, memory }: Recent): number {
    this.#contrast = Number.NaN;
    if (this.#at < width || values.count < LEAST_SHARE * width) return 0;
    const place = (this.#at - width) % RING;
    const contrast = values.quantile(0.5) - (this.#middle[place] ?? Number.NaN);
    this.#contrast = contrast;
    const size = Math.abs(contrast);
    if (!(size >= LEAST_SHIFT)) return 0;
    const isApart =
      contrast > 0
        ? values.quantile(APART.recentLow) >= (this.#high[place] ?? Number.NaN)
        : values.quantile(APART.recentHigh) <= (this.#low[place] ?? Number.NaN);
    if (!isApart) return 0;
    const spread = SPREADS * Math.max(LEAST_SPREAD, memory.spread());
    const needed = (1 + SHORTNESS / width) * Math.max(spread, PAST * memory.extreme(contrast));
    return Math.min(size / LEAST_SHIFT, size / needed);
  }
}

interface Recent {
  readonly width: number;
  readonly values: SlidingQuantiles;
  readonly memory: ContrastMemory;
  /** The contrasts of the last places, which the memory does not know yet. */
  readonly late: Float32Array;
}

export interface LevelAlarm {
  /** Place of the first point that the alarm is about, counted from the first push. */
  readonly start: number;
  /** Natural logarithm of the factor; negative where the level fell. */
  readonly shift: number;
  /** How far beyond what is needed: 1 is just enough. */
  readonly strength: number;
}

/** A day of five-minute points. */
const USUAL_POINTS = 288;
const LEAST_USUAL = 48;
const LASTING_WIDTHS = [6, 9, 12, 18] as const;
const RING = Math.max(...LASTING_WIDTHS) + 1;
/** Before that many points what is usual is not known well enough: eight hours of five minutes. */
const WARM_UP = 100;
const LEAST_SHARE = 0.6;
const LEAST_SHIFT = 0.07;
const LEAST_SPREAD = 0.01;
const SPREADS = 2;
const PAST = 1.6;
/** Short climbs are the commonest, so a short window needs more. */
const SHORTNESS = 2;
const APART = { usualLow: 0.05, usualHigh: 0.95, recentLow: 0.2, recentHigh: 0.8 } as const;
