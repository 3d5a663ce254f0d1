/**
 * From a few recorded statistics of a period to the whole distribution behind them.
 *
 * Between two known quantiles the logarithm of the value is a straight line over the normal score of the
 * quantile, so that a log-normal is reproduced exactly from any two of its quantiles, and a recorded p50, p90
 * and p99 are met exactly whatever the distribution:
 *
 *   log value          .--x p99
 *              x------'
 *        .---' p90
 *   x---'
 *   p50                      over z = normalInverse(q)
 *
 * Past the outermost known quantiles the line goes on, at most to the recorded extremes.
 */

/** What is recorded of a latency in one period; milliseconds. Every field but `quantiles` may be unknown. */
export interface RecordedLatency {
  /** `[q, value]`, q in (0, 1), any order. */
  readonly quantiles: readonly (readonly [q: number, value: number])[];
  readonly average: number | undefined;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly sampleCount: number | undefined;
}

/** The spread assumed where only one number is known: the log's standard deviation of an ordinary service. */
const ASSUMED_SIGMA = 0.5;
/** A latency of zero has no logarithm, and API Gateway records whole milliseconds. */
const SMALLEST_MS = 0.25;

/** The value at each q, or undefined where nothing is recorded that tells. */
export function quantileFunction(recorded: RecordedLatency): ((q: number) => number) | undefined {
  const anchors = knownQuantiles(recorded);
  const [first, second] = anchors;
  if (first === undefined) return undefined;
  const low = Math.max(SMALLEST_MS, recorded.minimum ?? 0);
  const high = Math.max(low, recorded.maximum ?? Infinity);
  const clamp = (logValue: number) => Math.min(high, Math.max(low, Math.exp(logValue)));
  if (second === undefined) return (q) => clamp(first.log + ASSUMED_SIGMA * (normalInverse(q) - first.z));
  return (q) => {
    const z = normalInverse(q);
    const after = anchors.findIndex((anchor) => anchor.z > z);
    const right = after < 0 ? anchors.length - 1 : Math.max(1, after);
    const from = anchors[right - 1] ?? first;
    const to = anchors[right] ?? second;
    return clamp(from.log + ((to.log - from.log) * (z - from.z)) / (to.z - from.z));
  };
}

/** Ascending in both z and value: where recorded quantiles contradict each other, the lower q wins. */
function knownQuantiles(recorded: RecordedLatency): { z: number; log: number }[] {
  const sorted = [...recorded.quantiles]
    .filter(([q, value]) => q > 0 && q < 1 && Number.isFinite(value))
    .sort(([left], [right]) => left - right)
    .filter(([q], index, all) => q !== all[index - 1]?.[0]);
  let highest = -Infinity;
  const anchors = sorted.map(([q, value]) => {
    highest = Math.max(highest, Math.log(Math.max(SMALLEST_MS, value)));
    return { z: normalInverse(q), log: highest };
  });
  if (anchors.length > 0 || recorded.average === undefined) return anchors;
  const median = Math.log(Math.max(SMALLEST_MS, recorded.average)) - ASSUMED_SIGMA ** 2 / 2;
  return [{ z: 0, log: median }];
}

/**
 * The z below which a standard normal lies with probability `q` in (0, 1); relative error below 1.2e-9.
 *
 * Source: Acklam, "An algorithm for computing the inverse normal cumulative distribution function" (2003).
 */
export function normalInverse(q: number): number {
  if (q > 0.5) return -normalInverse(1 - q);
  if (q < LOW_Q) {
    const t = Math.sqrt(-2 * Math.log(q));
    return polynomial(TAIL_TOP, t) / (polynomial(TAIL_BOTTOM, t) * t + 1);
  }
  const r = (q - 0.5) ** 2;
  return (polynomial(MIDDLE_TOP, r) * (q - 0.5)) / (polynomial(MIDDLE_BOTTOM, r) * r + 1);
}

const LOW_Q = 0.02425;
/** Highest power first. */
const MIDDLE_TOP = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
  2.506628277459239,
];
const MIDDLE_BOTTOM = [
  -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572,
];
const TAIL_TOP = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const TAIL_BOTTOM = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
