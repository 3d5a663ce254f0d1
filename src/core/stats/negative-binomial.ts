/**
 * How surprising a count is, in nats (-log of a bound on its probability), when counts are negative binomial:
 * Poisson whose rate itself varies from period to period with relative variance `1 / size`.
 *
 *   mean mu, variance mu + mu^2 / size.  size = Infinity is Poisson; size = 1 is geometric.
 *
 * The bound is Chernoff's: P(X >= k) <= exp(-I(k)) with the rate function
 *
 *   I(k) = k ln(k / mu) - (k + size) ln((k + size) / (mu + size))
 *
 * and the same I bounds P(X <= k) below the mean. It errs on the side of less surprise, so a threshold of T nats
 * has a false-alarm probability below exp(-T) for each look. For large size, (k + size) ln(...) loses its digits,
 * so it is written with log1p of the small difference.
 *
 * Source: Chernoff 1952; negative binomial in the form used for outbreak detection by Noufaily et al. 2013.
 */
function rate(count: number, mean: number, size: number): number {
  const own = count === 0 ? 0 : count * Math.log(count / mean);
  if (!Number.isFinite(size)) return own - (count - mean);
  return own - (count + size) * Math.log1p((count - mean) / (mean + size));
}

/** Nats against `count` or more. 0 where it is not above the mean; Infinity for anything where the mean is 0. */
export function upperTailNats(count: number, mean: number, size: number): number {
  if (!(count > mean)) return 0;
  return mean <= 0 ? Infinity : Math.max(0, rate(count, mean, size));
}

/** Nats against `count` or fewer. 0 where it is not below the mean. */
export function lowerTailNats(count: number, mean: number, size: number): number {
  if (!(count < mean)) return 0;
  return Math.max(0, rate(count, mean, size));
}
