/**
 * How high the threshold of too few requests may be: at most what chance alone falls below, in as many datapoints in a row as
 * the alarm needs, once a year or less, were it always as quiet as in the quietest hour. Few requests scatter more than a
 * short history shows, the more so since clients come and go (negative binomial).
 */
import { lowerTailNats } from "../../core/stats/negative-binomial.ts";
import { DISPERSION_SIZE, SELDOM_MS } from "./chance.ts";

export interface DropChance {
  /** Requests that a datapoint of the quietest hour holds. */
  readonly requests: number;
  readonly periodSeconds: number;
  readonly datapointsToAlarm: number;
}

/** A whole number, at least 1: nothing is fewer than none. The alarm fires below it. */
export function dropCeiling({ requests, periodSeconds, datapointsToAlarm }: DropChance): number {
  const neededNats = Math.log(SELDOM_MS / (periodSeconds * 1_000)) / datapointsToAlarm;
  let ceiling = Math.max(1, Math.ceil(requests));
  while (ceiling > 1 && lowerTailNats(ceiling - 1, requests, DISPERSION_SIZE) < neededNats) ceiling -= 1;
  return ceiling;
}
