/**
 * Share of a standard normal distribution below `x`.
 *
 * The complementary error function as a rational times a Gaussian, with a relative error below 1.2e-7
 * everywhere, so that far tails keep their shape.
 *
 * Source: Press, Teukolsky, Vetterling, Flannery, "Numerical Recipes", 2nd ed., §6.2 (Chebyshev fit).
 */
export function normalCdf(x: number): number {
  const z = Math.abs(x) * Math.SQRT1_2;
  const t = 1 / (1 + z / 2);
  let sum = 0;
  for (const coefficient of FIT) sum = sum * t + coefficient;
  const tail = 0.5 * t * Math.exp(-z * z + sum);
  return x < 0 ? tail : 1 - tail;
}

/** Highest power first. */
const FIT = [
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196,
  1.00002368, -1.26551223,
] as const;
