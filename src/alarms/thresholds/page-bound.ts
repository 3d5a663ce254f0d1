/**
 * How many pages a month a history can exclude. Of n pages in D days the 95 % upper bound of a Poisson rate is
 * chi-squared(0.95; 2n + 2) / 2 / D; with none it is the "rule of three", 3 / D.
 *
 * Source: Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936); the quantile by Wilson and Hilferty's
 * cube root, PNAS 17 (1931), which is within 1 % here.
 */
const DAYS_A_MONTH = 30;
const NORMAL_95 = 1.644_853_626_951;

export function mostPagesAMonth(pages: number, days: number): number {
  const half = pages === 0 ? -Math.log(0.05) : chiSquared95(2 * pages + 2) / 2;
  return (half / days) * DAYS_A_MONTH;
}

function chiSquared95(degrees: number): number {
  const part = 2 / (9 * degrees);
  return degrees * (1 - part + NORMAL_95 * Math.sqrt(part)) ** 3;
}
