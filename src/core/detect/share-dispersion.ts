import { WIDTHS } from "./recent-windows.ts";
import type { ShareTuning } from "./share-tuning.ts";

/**
 * How much more a share varies than chance alone would have it, for each width of window: the relative variance v in
 *
 *   Var(events) = mu + mu^2 (v + 1 / shape)
 *
 * learned from ((events - mu)^2 - mu) / mu^2 - 1 / shape of windows that passed, each weighted by how much of its
 * variance is v's, drawn towards a prior. Deviations are cut at some standard deviations, so that an incident that
 * nobody saw does not deafen the detector; what bursts regularly is learned all the same, a little at a time.
 *
 * Source: quasi-Poisson surveillance, Farrington et al. 1996; Noufaily et al. 2013.
 */
export class ShareDispersion {
  private readonly sum: Float32Array;
  private readonly weight: Float32Array;
  /** What follows from them. */
  private readonly variance: Float32Array;
  private readonly tuning: ShareTuning["dispersion"];
  private readonly keep: Float32Array;

  constructor({ dispersion, halfLives }: ShareTuning) {
    this.tuning = dispersion;
    this.sum = new Float32Array(WIDTHS.length).fill(dispersion.prior * dispersion.windows);
    this.weight = new Float32Array(WIDTHS.length).fill(dispersion.windows);
    this.variance = new Float32Array(WIDTHS.length).fill(dispersion.prior);
    this.keep = Float32Array.from(WIDTHS, (width) => 0.5 ** (width / halfLives.dispersion));
  }

  of(index: number): number {
    return this.variance[index] ?? 0;
  }

  /** How many independent windows it was as good as learned from, the prior's among them. */
  windowsOf(index: number): number {
    return (this.weight[index] ?? 0) / SHARED;
  }

  /** @param share how much of a window is new, 0..1, where windows overlap. */
  learn(index: number, part: number, mean: number, shape: number, share: number): void {
    const { prior, scale, mostDeviations } = this.tuning;
    const variance = this.of(index);
    // One over the mean and one over the shape.
    const scatter = (mean + shape) / (mean * shape);
    const deviation = part / mean - 1;
    const relative =
      Math.min(deviation * deviation, mostDeviations * mostDeviations * (scatter + variance)) - scatter;
    const like = variance > scale ? variance : scale;
    const trust = like / (like + scatter);
    this.put(index, relative, share * trust * trust, prior);
  }

  /** Windows narrower than the periods seen so far vary as independent noise would: more, the narrower they are. */
  inherit(span: number): void {
    const from = WIDTHS.findIndex((width) => width >= span);
    for (let index = 0; index < from; index += 1) {
      const ratio = Math.min(MOST_INHERITED, (WIDTHS[from] ?? 1) / (WIDTHS[index] ?? 1));
      this.sum[index] = ratio * (this.sum[from] ?? 0);
      this.weight[index] = this.weight[from] ?? 1;
      this.settle(index);
    }
  }

  private put(index: number, relative: number, weight: number, prior: number): void {
    const keep = this.keep[index] ?? 1;
    const renewed = (1 - keep) * this.tuning.windows;
    this.sum[index] = (this.sum[index] ?? 0) * keep + weight * relative + prior * renewed;
    this.weight[index] = (this.weight[index] ?? 0) * keep + weight + renewed;
    this.settle(index);
  }

  private settle(index: number): void {
    this.variance[index] = Math.max(0, (this.sum[index] ?? 0) / (this.weight[index] ?? 1));
  }
}

/**
 * A window's deviation and the next one's share a level, with opposite signs: they correlate by -1/2, and squares of
 * them by its square, so a variance is known as if from 1 / (1 + 2 / 4) as many.
 */
const SHARED = 1.5;
const MOST_INHERITED = 5;
