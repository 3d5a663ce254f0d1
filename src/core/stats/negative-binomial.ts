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

/**
 * Nats against `count` or more events among `whole` requests, each of which can be one at most. Poisson's law lets there
 * be more events than requests, so where many of the requests are events the bound of the binomial is tighter.
 *
 * As the negative binomial's rate function is the least of Poisson's at a rate that strayed by the factor f and the
 * price of such a stray, so is this of the binomial's:
 *
 *   I = min over f of  whole KL(count / whole, f usual) + size (f - 1 - ln f)
 *
 * whose f solves a quadratic equation. Where all requests are events Chernoff's bound is the probability itself, while
 * for a few of many it is too large by a factor of about e^2; that much is taken off, so that a threshold means the same.
 *
 * @param mean to be expected, less than `whole`.
 */
export function shareTailNats(count: number, whole: number, mean: number, size: number): number {
  const loose = upperTailNats(count, mean, size);
  if (!(loose > 0) || count < SMALL_SHARE * whole || !Number.isFinite(size + loose)) return loose;
  const usual = mean / whole;
  const linear = (whole + size) * usual + size;
  const stray =
    (2 * (count + size)) / (linear + Math.sqrt(linear * linear - 4 * size * usual * (count + size)));
  const share = stray * usual;
  const others = whole - count;
  const events = count * Math.log(count / (whole * share));
  const rest = others > 0 ? others * Math.log(others / (whole * (1 - share))) : 0;
  const tight = events + rest + size * (stray - 1 - Math.log(stray));
  return Math.max(loose, tight - LOOSE_NATS);
}

/**
 * The same nats where the variance behind them is itself an estimate: as a normal deviate z (nats = z^2 / 2) becomes
 * Student's t, whose tail is wider,
 *
 *   nats -> (degrees + 1) / 2 ln(1 + 2 nats / degrees)
 *
 * A variance of which only the share `estimated` was estimated (the rest is Poisson's, which is known) has that many
 * more degrees of freedom.
 *
 * Sources: Student 1908; Satterthwaite 1946 (effective degrees of freedom of a sum of variances).
 *
 * @param windows that the estimate was made from. @param estimated 0..1.
 */
export function studentNats(nats: number, windows: number, estimated: number): number {
  const degrees = windows / (estimated * estimated);
  return Number.isFinite(degrees) ? ((degrees + 1) / 2) * Math.log1p((2 * nats) / degrees) : nats;
}

/** Where so few requests are events, the two laws are the same to a few hundredths. */
const SMALL_SHARE = 0.05;
const LOOSE_NATS = 2;
