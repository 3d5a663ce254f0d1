import { quantileSorted } from "../stats/quantile.ts";
import type { ShareTuning } from "./share-tuning.ts";

const BLOCK_MINUTES = 360;
const BLOCKS = 28;

/**
 * What a score must exceed: a floor from the false-alarm budget, or a multiple of what the series itself climbs to in
 * most quarters of a day. The quantile keeps up to a quarter of bad ones from counting.
 *
 * Source: in the spirit of Siffer et al., KDD 2017.
 */
export class OwnThreshold {
  nats: number;
  private readonly floor: number;
  private readonly past: ShareTuning["past"];
  private readonly maxima = new Float32Array(BLOCKS);
  private blocks = 0;
  private highest = 0;

  constructor(floorNats: number, past: ShareTuning["past"]) {
    this.floor = floorNats;
    this.past = past;
    this.nats = floorNats;
  }

  add(minute: number, nats: number): void {
    if (nats > this.highest) this.highest = nats;
    if ((minute + 1) % BLOCK_MINUTES !== 0) return;
    this.maxima[this.blocks % BLOCKS] = this.highest;
    this.blocks += 1;
    this.highest = 0;
    const sorted = this.maxima.slice(0, Math.min(BLOCKS, this.blocks)).sort();
    this.nats = Math.max(this.floor, this.past.factor * quantileSorted(sorted, this.past.quantile));
  }
}
