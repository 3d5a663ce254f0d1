import type { Random } from "../core/random.ts";

/**
 * A Poisson number with the given mean.
 *
 * Below ten by inversion (counting down the cumulative distribution), above by transformed rejection, which
 * needs two uniform numbers in nine draws of ten, whatever the mean.
 *
 * Edge cases: a mean of zero or less gives 0.
 * Source: Hörmann 1993, "The transformed rejection method for generating Poisson random variables" (PTRS).
 */
export function drawPoisson(mean: number, random: Random): number {
  if (mean <= 0) return 0;
  return mean < 10 ? byInversion(mean, random) : byRejection(mean, random);
}

function byInversion(mean: number, random: Random): number {
  let left = random.next();
  let share = Math.exp(-mean);
  let count = 0;
  while (left > share && count < 200) {
    left -= share;
    count += 1;
    share *= mean / count;
  }
  return count;
}

function byRejection(mean: number, random: Random): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random.next() - 0.5;
    const v = random.next();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    const accept = Math.log((v * inverseAlpha) / (a / (us * us) + b));
    if (accept <= count * Math.log(mean) - mean - logFactorial(count)) return count;
  }
}

/** The first ones are added up once: a draw in five needs one. */
const LOG_FACTORIALS = new Float64Array(512);
for (let n = 2; n < LOG_FACTORIALS.length; n += 1) {
  LOG_FACTORIALS[n] = (LOG_FACTORIALS[n - 1] ?? 0) + Math.log(n);
}
const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

/** Above the table Stirling's series. */
function logFactorial(n: number): number {
  const known = LOG_FACTORIALS[n];
  return known ?? (n + 0.5) * Math.log(n) - n + HALF_LOG_2PI + 1 / (12 * n) - 1 / (360 * n * n * n);
}
