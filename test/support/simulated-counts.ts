import type { Random } from "../../src/core/random.ts";

/** Errors of a made-up stage, minute by minute: over-dispersed around a share that wanders. */
export interface SimulatedCounts {
  readonly ratePerMinute: number;
  /** Usual share, 0..1. */
  readonly share: number;
  /** Correlation of requests within a minute, as of the beta-binomial. */
  readonly rho: number;
  /** Standard deviation of the logarithm of the share, and the minutes until it has half forgotten where it was. */
  readonly drift: { readonly spread: number; readonly halfLife: number };
  /** Added to the share, by minute. */
  readonly raisedBy?: (minute: number) => number;
}

/** Calls with each minute's requests and errors, also where there are none. */
export function simulateCounts(
  { ratePerMinute, share, rho, drift, raisedBy = () => 0 }: SimulatedCounts,
  minutes: number,
  random: Random,
  visit: (minute: number, errors: number, requests: number) => void,
): void {
  const memory = 0.5 ** (1 / drift.halfLife);
  let wander = drift.spread * normal(random);
  for (let minute = 0; minute < minutes; minute += 1) {
    wander = memory * wander + drift.spread * Math.sqrt(1 - memory ** 2) * normal(random);
    const daily = 0.25 * Math.cos((2 * Math.PI * minute) / 1_440);
    const usual = Math.min(1, share * Math.exp(wander + daily) + raisedBy(minute));
    const requests = poisson(ratePerMinute, random);
    visit(minute, requests === 0 ? 0 : errorsOf(requests, usual, rho, random), requests);
  }
}

/** Polya's urn: each error makes the next one likelier, which is the beta-binomial by definition. */
function errorsOf(requests: number, share: number, rho: number, random: Random): number {
  const weight = rho / (1 - rho);
  let errors = 0;
  for (let drawn = 0; drawn < requests; drawn += 1) {
    if (random.next() < (share + errors * weight) / (1 + drawn * weight)) errors += 1;
  }
  return errors;
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** Sums of exponential waits. */
function poisson(mean: number, random: Random): number {
  let count = 0;
  for (let wait = -Math.log(1 - random.next()); wait <= mean; wait -= Math.log(1 - random.next())) count += 1;
  return count;
}
