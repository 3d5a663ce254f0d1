import { quantileSorted } from "../stats/quantile.ts";
import { WIDTHS } from "./recent-windows.ts";
import type { ShareTuning } from "./share-tuning.ts";

const BLOCK_MINUTES = 360;
const BLOCKS = 28;
/** So many minutes with requests are believed in before anything was seen. */
const PRIOR_MINUTES = 60;
/** From then on the past counts half. */
const MEMORY_MINUTES = 14 * 1_440;
/** While a window moves on by its own width it is as good as looked at so often. */
const LOOKS_A_WIDTH = 10;
/** Where the wandering of a share decides and not chance, the law of its tail is a guess too. */
const UNSURE_NATS = 0.5;

/**
 * What a score must exceed: a floor from the false-alarm budget, or a multiple of what the series itself climbs to in
 * most quarters of a day. The quantile keeps up to a quarter of bad ones from counting.
 *
 * The floor is that of looking at a minute's window in every minute. By the union bound it is lower by the logarithm of
 * how many times fewer looks there are: where only some minutes have requests; and for wide windows, which change so
 * little from one minute to the next that a tenth of their width is one look. Several shares with one budget of false
 * alarms divide it; but where requests are minutes apart the narrow windows hold the same ones, which makes the bound
 * loose by itself, so there nothing is taken off for it.
 *
 * Sources: own past, in the spirit of Siffer et al., KDD 2017; thresholds by width of window, Walther and Chan 2013.
 */
export class OwnThreshold {
  /** Of the narrowest windows, nats. */
  nats: number;
  private readonly floor: number;
  /** The floor for so many looks, and what the past asks for. */
  private least: number;
  private own = 0;
  /** What a window needs less, by its index, where chance decides. */
  private readonly credit = new Float64Array(WIDTHS.length);
  private readonly past: ShareTuning["past"];
  private readonly others: number;
  private readonly maxima = new Float32Array(BLOCKS);
  private blocks = 0;
  private highest = 0;
  private minutes = PRIOR_MINUTES;
  private looks = PRIOR_MINUTES;

  /** @param shares that have one budget of false alarms together, this one among them. */
  constructor(floorNats: number, past: ShareTuning["past"], shares: number) {
    this.floor = floorNats;
    this.past = past;
    this.others = shares - 1;
    this.least = floorNats + Math.log(shares);
    this.nats = this.least;
  }

  /**
   * What a window must exceed, nats.
   *
   * @param wander how much more than chance its count varies, as variance over the mean less 1: the windows of a share
   *   that wanders by itself are not as many independent looks, but hours in which it is elsewhere.
   */
  of(index: number, wander: number): number {
    const chance = 1 / (1 + wander);
    return Math.max(this.own, this.least - (this.credit[index] ?? 0) * chance + UNSURE_NATS * (1 - chance));
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
    this.settle();
    if (this.minutes < MEMORY_MINUTES) return;
    this.minutes /= 2;
    this.looks /= 2;
  }

  private settle(): void {
    const sorted = this.maxima.slice(0, Math.min(BLOCKS, this.blocks)).sort();
    this.own = this.past.factor * quantileSorted(sorted, this.past.quantile);
    const share = this.looks / this.minutes;
    this.least = this.floor + Math.log(share * (1 + this.others * share));
    this.nats = Math.max(this.least, this.own);
    for (let index = 0; index < WIDTHS.length; index += 1)
      this.credit[index] = Math.log(Math.max(1, ((WIDTHS[index] ?? 1) * share) / LOOKS_A_WIDTH));
  }
}
