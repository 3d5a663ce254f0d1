import { blockMaximaQuantile } from "../stats/block-maxima.ts";
import { sortedNumbers } from "../stats/quantile.ts";

/** A run of values that are too high to be a fair draw from the past. */
export interface RankRise {
  /** Places; the end is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Natural logarithm of one over the chance of it. */
  readonly nats: number;
  readonly thresholdNats: number;
}

/**
 * Finds where a few values are higher than chance, when single ones stray widely: the requests of a stage that gets
 * three an hour, fast and slow routes mixed.
 *
 * The chance that a fair draw reaches a value is its rank in the past, u = (values as high + 1) / (n + 1). Over k values
 * in a row -sum ln u is gamma distributed with shape k, so every run of 3 to 36 that ends somewhere has an exact
 * probability, whatever the values' distribution. The most surprising run is reported where it passes a false-alarm
 * budget, times how much longer a run must be for the same evidence where neighbours resemble each other, and 1.6 times
 * what the past's own runs climb to in most of its stretches.
 *
 * Shape: values in order of time; NaN is a gap and is passed over. Null where nothing passes, or the past holds too few.
 *
 * Sources: Fisher 1925 (combined probabilities), ranks against a reference sample as in conformal anomaly detection
 * (Laxhammar and Falkman 2011); effective number of autocorrelated values, Bayley and Hammersley 1946.
 *
 * @param isEnough whether the values `[start, end)` are far enough above the usual to be worth a word.
 */
export function scanRanks(
  past: Float64Array,
  now: Float64Array,
  isEnough: (start: number, end: number) => boolean,
): RankRise | null {
  const sorted = sortedNumbers(past);
  if (sorted.length < LEAST_PAST) return null;
  let best: RankRise | null = null;
  for (const run of runsOf(now, sorted)) {
    if (run.nats >= Math.max(BUDGET_NATS, best?.nats ?? 0) && isEnough(run.start, run.end))
      best = { ...run, thresholdNats: BUDGET_NATS };
  }
  if (best === null) return null;
  const scores = Float64Array.from(runsOf(past, sorted), ({ nats }) => nats);
  const own = OWN.factor * blockMaximaQuantile(scores, OWN.runs, OWN.quantile);
  const thresholdNats = Math.max(BUDGET_NATS * lengthening(past, sorted), own);
  return best.nats >= thresholdNats ? { ...best, thresholdNats } : null;
}

/** Fewer tell too little of how far single values stray. */
const LEAST_PAST = 60;
const SHORTEST = 3;
const LONGEST = 36;
/** About 500 looks a week at one of several series: one in 200 weeks is wrong. */
const BUDGET_NATS = 12;
const MOST_LAGS = 24;
const OWN = { runs: 36, quantile: 0.9, factor: 1.6 };

/** The most surprising run that ends at each value. */
function* runsOf(values: Float64Array, sorted: Float64Array): Generator<Omit<RankRise, "thresholdNats">> {
  const last: { readonly place: number; readonly surprise: number }[] = [];
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    last.push({ place, surprise: surpriseOf(value, sorted) });
    if (last.length > LONGEST) last.shift();
    let best = { start: place, end: place + 1, nats: 0 };
    let sum = 0;
    for (let count = 1; count <= last.length; count += 1) {
      const first = last[last.length - count];
      if (first === undefined) break;
      sum += first.surprise;
      if (count < SHORTEST || sum <= count) continue;
      const nats = gammaTailNats(sum, count);
      if (nats > best.nats) best = { start: first.place, end: place + 1, nats };
    }
    yield best;
  }
}

/**
 * How many neighbours say as much as one value alone would: one and twice the correlations of a surprise with those
 * after it, as far as they exceed chance.
 */
function lengthening(past: Float64Array, sorted: Float64Array): number {
  const present = past.filter((value) => !Number.isNaN(value));
  // Of a fair draw the mean is 1, as of every exponential distribution.
  const deviations = present.map((value) => surpriseOf(value, sorted) - 1);
  const square = deviations.reduce((sum, deviation) => sum + deviation ** 2, 0);
  const chance = 1 / Math.sqrt(deviations.length);
  let times = 1;
  for (let lag = 1; lag <= MOST_LAGS; lag += 1) {
    let product = 0;
    for (let at = lag; at < deviations.length; at += 1)
      product += (deviations[at] ?? 0) * (deviations[at - lag] ?? 0);
    const likeness = square > 0 ? product / square - chance : 0;
    if (likeness <= 0) break;
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

/** -log of P(X >= sum) for a gamma distribution of whole shape: e^-sum times the first `shape` terms of e^sum. */
function gammaTailNats(sum: number, shape: number): number {
  let term = 1;
  let terms = 1;
  for (let index = 1; index < shape; index += 1) {
    term *= sum / index;
    terms += term;
  }
  return sum - Math.log(terms);
}
