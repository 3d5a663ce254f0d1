import type { Throttle } from "../model/target.ts";

/**
 * How much a token bucket turns away, without making the requests.
 *
 * With more arrivals than refill the bucket first drains, then turns away the excess. With fewer, only the
 * random clumps of arrivals find it empty; that loss is the one of a Brownian motion between two walls
 * (empty and full), whose drift is refill minus arrivals and whose variance is that of Poisson arrivals:
 *
 *   loss a second = d / (exp(2 d b / a) - 1),   d = refill - arrivals, a = arrivals, b = burst
 *
 * The formula holds for negative d too (it tends to -d, the excess), and to a / (2 b) where d is 0.
 *
 * Source: Harrison, "Brownian Motion and Stochastic Flow Systems" (1985), §5.
 */

/** @returns requests a second that are turned away in the long run. */
export function steadyLoss(arrivalsPerSecond: number, { rateLimit, burstLimit }: Throttle): number {
  if (arrivalsPerSecond <= 0) return 0;
  if (rateLimit <= 0 || burstLimit < 1) return arrivalsPerSecond;
  const drift = rateLimit - arrivalsPerSecond;
  const exponent = (2 * drift * burstLimit) / arrivalsPerSecond;
  if (exponent > 700) return 0;
  if (Math.abs(exponent) < 1e-6) return Math.min(arrivalsPerSecond, arrivalsPerSecond / (2 * burstLimit));
  return Math.min(arrivalsPerSecond, drift / Math.expm1(exponent));
}

/**
 * Share (0..1) of the arrivals of a stretch that are turned away.
 *
 * @param tokens what the bucket holds when it begins.
 */
export function lossShare(
  arrivalsPerSecond: number,
  throttle: Throttle,
  tokens: number,
  seconds: number,
): number {
  const loss = steadyLoss(arrivalsPerSecond, throttle);
  const drain = arrivalsPerSecond - throttle.rateLimit;
  if (loss <= 0) return 0;
  const emptyAfter = drain > 0 ? tokens / drain : 0;
  return (loss / arrivalsPerSecond) * Math.max(0, 1 - emptyAfter / seconds);
}

/** What the bucket holds after a stretch of even arrivals. */
export function tokensAfter(
  arrivalsPerSecond: number,
  { rateLimit, burstLimit }: Throttle,
  tokens: number,
  seconds: number,
): number {
  const held = Math.min(tokens, burstLimit) + (rateLimit - arrivalsPerSecond) * seconds;
  return Math.min(burstLimit, Math.max(0, held));
}
