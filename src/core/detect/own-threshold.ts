import { quantileSorted } from "../stats/quantile.ts";
import type { ShareTuning } from "./share-tuning.ts";

const BLOCK_MINUTES = 360;
const BLOCKS = 28;
/** So many minutes with requests are believed in before anything was seen. */
const PRIOR_MINUTES = 60;
/** From then on the past counts half. */
const MEMORY_MINUTES = 14 * 1_440;

/**
 * What a score must exceed: a floor from the false-alarm budget, or a multiple of what the series itself climbs to in
 * most quarters of a day. The quantile keeps up to a quarter of bad ones from counting.
 *
 * The floor is that of a series with requests in every minute. Where only some minutes have any there are so many
 * fewer looks at which chance could raise an alarm, and by the union bound the floor is lower by the logarithm of it.
 *
 * Source: in the spirit of Siffer et al., KDD 2017; the number of looks as in Bonferroni's bound.
 */
export class OwnThreshold {
  nats: number;
  private readonly floor: number;
  private readonly past: ShareTuning["past"];
  private readonly maxima = new Float32Array(BLOCKS);
  private blocks = 0;
  private highest = 0;
  private minutes = PRIOR_MINUTES;
  private looks = PRIOR_MINUTES;

  constructor(floorNats: number, past: ShareTuning["past"]) {
    this.floor = floorNats;
    this.past = past;
    this.nats = floorNats;
  }

  /** What the last `span` minutes, each with `requests`, climbed to. @param minute the last of them. */
  add(minute: number, span: number, requests: number, nats: number): void {
    if (nats > this.highest) this.highest = nats;
    this.minutes += span;
    this.looks += span * Math.min(1, requests);
    if ((minute + 1) % BLOCK_MINUTES !== 0) return;
    this.maxima[this.blocks % BLOCKS] = this.highest;
    this.blocks += 1;
    this.highest = 0;
    const sorted = this.maxima.slice(0, Math.min(BLOCKS, this.blocks)).sort();
    this.nats = Math.max(
      this.floor + Math.log(this.looks / this.minutes),
      this.past.factor * quantileSorted(sorted, this.past.quantile),
    );
    if (this.minutes < MEMORY_MINUTES) return;
    this.minutes /= 2;
    this.looks /= 2;
  }
}
