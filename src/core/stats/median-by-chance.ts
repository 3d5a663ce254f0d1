import { quantileSorted } from "./quantile.ts";

/**
 * What the low median of some values drawn from a past, each for itself, exceeds with a chance of exp(-nats) at most.
 *
 * More than half of k values have to lie above a line for their low median to do so. Where the share u of the past lies
 * above it, m of k do with a probability of at most exp(-LLR),
 *
 *   LLR = m ln((m / k) / u) + (k - m) ln((1 - m / k) / (1 - u))
 *
 * whatever the distribution: a tail that one value in eight belongs to lifts a median much sooner than its spread tells.
 *
 * Edge cases: a line that would be rarer than anything in the past is the highest of the past; NaN for an empty one.
 *
 * Source: Chernoff 1952, for an order statistic.
 *
 * @param sorted the past, ascending. @param count of the values that the median is of, 1 or more.
 */
export function medianByChance(sorted: ArrayLike<number>, count: number, nats: number): number {
  const above = (count >> 1) + 1;
  const share = above / count;
  const likelihoodAt = (usual: number): number =>
    above * Math.log(share / usual) +
    (above === count ? 0 : (count - above) * Math.log((1 - share) / (1 - usual)));
  // It falls from infinity to 0 as the line comes down to where as many of the past lie above it.
  let [low, high] = [0, share];
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (low + high) / 2;
    if (likelihoodAt(middle) > nats) low = middle;
    else high = middle;
  }
  return quantileSorted(sorted, 1 - low);
}

/** To the precision that any baseline has. */
const HALVINGS = 40;
