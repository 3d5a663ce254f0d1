import { median } from "../stats/quantile.ts";
import { SlidingQuantiles } from "./sliding-quantiles.ts";

/**
 * Where the level of a whole series has changed, seen from both sides.
 *
 * At each place the median of the next 36 (and 72) points is set against the median of as many before it. Places where
 * that contrast peaks are candidates. A series' own wandering makes peaks as well, and tells how high: the tallest
 * candidates count only where they stand apart, 1.8 times (several together: 3 times) as high as the next one and three spreads of all contrasts. The
 * place itself is where a line between the two levels is crossed for good: the split that leaves the least on the
 * wrong side, each point counting at most half the step, so that one wild point moves nothing.
 *
 * Shape: values in equal steps, natural logarithms or any other scale on which shifts add; NaN is a gap. The result is
 * ascending places, each the first of its new level; empty where nothing stands apart.
 *
 * Sources: contrasts of medians calibrated on the series itself, instead of E-divisive's or PELT's tests, which take
 * neighbours for independent; the location as in a two-level least-absolute fit.
 */
export function changePoints(values: Float64Array): number[] {
  const found: { at: number; strength: number }[] = [];
  for (const half of HALVES) {
    const contrasts = contrastsOf(values, half);
    const spread = Math.max(LEAST_SPREAD, 1.4826 * median(contrasts));
    const peaks = peaksOf(contrasts, half);
    for (const { at, height } of apart(peaks, spread)) found.push({ at, strength: height / spread });
  }
  const places: number[] = [];
  for (const { at } of found.sort((left, right) => right.strength - left.strength)) {
    const place = locate(values, locate(values, at));
    if (!places.some((other) => Math.abs(other - place) < SPAN)) places.push(place);
  }
  return places.sort((left, right) => left - right);
}

const HALVES = [36, 72] as const;
/** How many changes one series is believed to have, and one more to tell them from. */
const MOST = 3;
const LEAST_SHIFT = 0.07;
const LEAST_SPREAD = 0.005;
const SPREADS = 3;
const APART = 1.8;
/** Wandering rarely leaves one peak far above the others, and more often two. */
const APART_SEVERAL = 3;
/** Nearer to an end the level on that side is not known. */
const EDGE = 36;
/** How far around a candidate the change itself is looked for. */
const SPAN = 24;
const LEVEL = { near: 6, far: 72 };

interface Peak {
  readonly at: number;
  readonly height: number;
}

/** Sizes of the contrasts; NaN where too little stands on a side. */
function contrastsOf(values: Float64Array, half: number): Float64Array {
  const window = new SlidingQuantiles(half);
  const medians = values.map((value) => {
    window.push(value);
    return window.count >= half / 2 ? window.quantile(0.5) : Number.NaN;
  });
  return values.map((_, at) =>
    at + half > values.length
      ? Number.NaN
      : Math.abs((medians[at + half - 1] ?? Number.NaN) - (medians[at - 1] ?? Number.NaN)),
  );
}

/** The tallest, each at least `half` from a taller one. */
function peaksOf(contrasts: Float64Array, half: number): Peak[] {
  const left = contrasts.slice();
  left.fill(Number.NaN, 0, EDGE);
  left.fill(Number.NaN, Math.max(0, left.length - EDGE));
  const peaks: Peak[] = [];
  while (peaks.length <= MOST) {
    let at = -1;
    left.forEach((height, index) => {
      if (height > (left[at] ?? 0)) at = index;
    });
    if (at < 0) break;
    peaks.push({ at, height: left[at] ?? 0 });
    left.fill(Number.NaN, Math.max(0, at - half + 1), at + half);
  }
  return peaks;
}

/** The fewest tallest peaks that stand apart from the rest. */
function apart(peaks: readonly Peak[], spread: number): readonly Peak[] {
  for (let count = 1; count <= Math.min(MOST, peaks.length); count += 1) {
    const height = peaks[count - 1]?.height ?? 0;
    if (height < LEAST_SHIFT || height < SPREADS * spread) return [];
    const factor = count === 1 ? APART : APART_SEVERAL;
    if (height >= factor * (peaks[count]?.height ?? 0)) return peaks.slice(0, count);
  }
  return [];
}

function locate(values: Float64Array, around: number): number {
  const before = median(values.subarray(Math.max(0, around - LEVEL.far), Math.max(0, around - LEVEL.near)));
  const after = median(values.subarray(around + LEVEL.near, around + LEVEL.far));
  const step = after - before;
  const most = Math.abs(step) / 2;
  const last = Math.min(values.length - LEVEL.near, around + SPAN);
  let [sum, least, place] = [0, Infinity, around];
  for (let at = Math.max(LEVEL.near, around - SPAN); at < last; at += 1) {
    if (sum < least) [least, place] = [sum, at];
    const beyond = ((values[at] ?? Number.NaN) - before - step / 2) * Math.sign(step);
    if (!Number.isNaN(beyond)) sum += Math.max(-most, Math.min(most, beyond));
  }
  return place;
}
