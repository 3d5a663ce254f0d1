/**
 * How low the threshold of a share may be. Where the quietest minutes bring few requests one error more is a leap: of a hundred
 * requests of which one in a thousand fails, two errors in a minute are two percent, and a day of history need not show them.
 * So a share is never alarmed on below what chance alone reaches, in as many datapoints as the alarm needs, once a year or
 * less, were it always as quiet as in the quietest hour:
 *
 *     datapoints of a year x ways to choose M of N x P(errors of a datapoint > share x requests)^M <= 1
 *
 * Errors are over-dispersed (negative binomial) around their usual share, of which a history without errors says only that it
 * is not larger than one error in all its requests.
 */
import { DISPERSION_SIZE, SELDOM_MS } from "./chance.ts";

export interface ShareChance {
  /** The usual share, 0..1. */
  readonly usual: number;
  /** Requests that a datapoint of the quietest hour holds. */
  readonly requests: number;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
}

/** The least share, 0..1, that chance reaches once a year or less; 1 where it reaches every one more often. */
export function shareFloor(chance: ShareChance): number {
  const { usual, requests, periodSeconds, evaluationPeriods: of, datapointsToAlarm: needed } = chance;
  const datapoints = SELDOM_MS / (periodSeconds * 1_000);
  const allowed = (datapoints * ways(of, needed)) ** (-1 / needed);
  const mean = usual * requests;
  let probability = (DISPERSION_SIZE / (DISPERSION_SIZE + mean)) ** DISPERSION_SIZE;
  let above = 1 - probability;
  let errors = 0;
  while (above > allowed && errors < requests) {
    errors += 1;
    probability *= ((errors - 1 + DISPERSION_SIZE) / errors) * (mean / (DISPERSION_SIZE + mean));
    above -= probability;
  }
  return Math.min(1, errors / requests);
}

/** Of so many, so many. */
function ways(of: number, chosen: number): number {
  let found = 1;
  for (let step = 1; step <= chosen; step += 1) found *= (of - chosen + step) / step;
  return found;
}
