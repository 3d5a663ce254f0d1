import { blockMaximaQuantile } from "../stats/block-maxima.ts";
import { sortedNumbers } from "../stats/quantile.ts";

/** A run of values that are too high to be a fair draw from the past. */
export interface RankRise {
  /** Places; the end is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Natural logarithm of one over the chance of it, at most. */
  readonly nats: number;
  readonly thresholdNats: number;
}

/**
 * Finds where a few values are higher than chance, when single ones stray widely: the requests of a stage that gets
 * three an hour, fast and slow routes mixed.
 *
 * Under chance alone, each of k values in a row lies above a line with the share u of the past that does, so that m or
 * more of them do with a probability of at most exp(-LLR),
 *
 *   LLR = m ln((m / k) / u) + (k - m) ln((1 - m / k) / (1 - u))
 *
 * whatever the values' distribution. Every run of 3 to 36 values is looked at with every line that three or more and more
 * than half of it reach: four are found that lie where one in forty usually does, and eight where one in seven does. The most surprising run is reported where it passes a false-alarm budget, times how much
 * longer a run must be for the same evidence where neighbours resemble each other, and 1.4 times what the past's own
 * runs climb to in most of its stretches.
 *
 * Shape: values in order of time; NaN is a gap and is passed over. Null where nothing passes, or the past holds too few.
 *
 * Sources: order statistics against a binomial, Berk and Jones 1979; its bound, Chernoff 1952; ranks against a reference
 * sample as in conformal anomaly detection (Laxhammar and Falkman 2011); effective number of autocorrelated values,
 * Bayley and Hammersley 1946.
 *
 * @param isEnough whether the values `[start, end)` are far enough above the usual to be worth a word.
 * @param looks how many values a week are looked at, of this series and of those that share its budget. How long
 *   the past is says nothing about how often chance gets its turn.
 */
export function scanRanks(
  past: Float64Array,
  now: Float64Array,
  isEnough: (start: number, end: number) => boolean,
  looks = FREE_LOOKS,
): RankRise | null {
  const sorted = sortedNumbers(past);
  if (sorted.length < LEAST_PAST) return null;
  const budgetNats = BUDGET_NATS + Math.log(Math.max(1, looks / FREE_LOOKS));
  let best: RankRise | null = null;
  for (const run of runsOf(now, sorted)) {
    if (run.nats >= Math.max(budgetNats, best?.nats ?? 0) && isEnough(run.start, run.end))
      best = { ...run, thresholdNats: budgetNats };
  }
  if (best === null) return null;
  const scores = Float64Array.from(runsOf(past, sorted), ({ nats }) => nats);
  const own = OWN.factor * blockMaximaQuantile(scores, OWN.runs, OWN.quantile);
  const thresholdNats = Math.max(budgetNats * lengthening(past, sorted), own);
  return best.nats >= thresholdNats ? { ...best, thresholdNats } : null;
}

/** Fewer tell too little of how far single values stray. */
export const LEAST_PAST = 60;
const SHORTEST = 3;
const LONGEST = 36;
/** For so many values, each with a few dozen runs and lines that say much the same: one in 200 series is wrong. */
const BUDGET_NATS = 14;
const FREE_LOOKS = 1_000;
/** A line lies above three quarters of the past: below it one slow hour resembles the next. */
const LEAST_SURPRISE = Math.log(4);
const MOST_LAGS = 24;
const OWN = { runs: 36, quantile: 0.9, factor: 1.4 };

/** The most surprising run that ends at each value. */
function* runsOf(values: Float64Array, sorted: Float64Array): Generator<Omit<RankRise, "thresholdNats">> {
  const last: { readonly place: number; readonly surprise: number }[] = [];
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    last.push({ place, surprise: surpriseOf(value, sorted) });
    if (last.length > LONGEST) last.shift();
    let best = { start: place, end: place + 1, nats: 0 };
    /** Of the run so far, the most surprising first. */
    const ranked: number[] = [];
    for (let count = 1; count <= last.length; count += 1) {
      const first = last[last.length - count];
      if (first === undefined) break;
      insert(ranked, first.surprise);
      const nats = mostAbove(ranked);
      if (nats > best.nats) best = { start: first.place, end: place + 1, nats };
    }
    yield best;
  }
}

/** Puts a number where it belongs in a descending list. */
function insert(list: number[], number: number): void {
  let at = list.length;
  while (at > 0 && (list[at - 1] ?? Infinity) < number) at -= 1;
  list.splice(at, 0, number);
}

/** What the line tells that tells most. */
function mostAbove(ranked: readonly number[]): number {
  const whole = ranked.length;
  let most = 0;
  for (let above = Math.max(SHORTEST, (whole >> 1) + 1); above <= whole; above += 1) {
    const surprise = ranked[above - 1] ?? 0;
    const usual = Math.exp(-surprise);
    const share = above / whole;
    if (surprise < LEAST_SURPRISE) break;
    const others = whole - above;
    const ofOthers = others === 0 ? 0 : others * Math.log((1 - share) / (1 - usual));
    most = Math.max(most, above * (Math.log(share) + surprise) + ofOthers);
  }
  return most;
}

/**
 * How many neighbours say as much as one value alone would: one and twice the correlations of a surprise with those
 * after it, as long as they exceed chance.
 */
function lengthening(past: Float64Array, sorted: Float64Array): number {
  const present = past.filter((value) => !Number.isNaN(value));
  const surprises = present.map((value) => surpriseOf(value, sorted));
  // Where values are tied, as whole milliseconds are, the mean is less than the 1 of an exponential distribution.
  const mean = surprises.reduce((sum, surprise) => sum + surprise, 0) / surprises.length;
  const deviations = surprises.map((surprise) => surprise - mean);
  const square = deviations.reduce((sum, deviation) => sum + deviation ** 2, 0);
  const chance = 1 / Math.sqrt(deviations.length);
  let times = 1;
  for (let lag = 1; lag <= MOST_LAGS; lag += 1) {
    let product = 0;
    for (let at = lag; at < deviations.length; at += 1)
      product += (deviations[at] ?? 0) * (deviations[at - lag] ?? 0);
    const likeness = square > 0 ? product / square : 0;
    if (likeness <= chance) break;
    times += 2 * likeness;
  }
  return times;
}

function surpriseOf(value: number, sorted: Float64Array): number {
  return -Math.log((countFrom(sorted, value) + 1) / (sorted.length + 1));
}

/** How many are at least that high. */
function countFrom(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return sorted.length - low;
}
