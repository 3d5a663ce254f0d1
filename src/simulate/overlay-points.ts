import type { Random } from "../core/random.ts";
import type { LatencyModel, Outcome, Overhead } from "./behaviour.ts";
import { normalInverse } from "./overlay-quantile.ts";

/**
 * Distributions as weighted points, which can be mixed, added and asked for quantiles.
 *
 * A distribution is cut into slices of probability, thinner towards the upper tail, where p99 and the maximum
 * live; each slice becomes one point at its middle. Weights are requests, or shares of them.
 */
export interface Point {
  readonly value: number;
  readonly weight: number;
}

/** Distributions and how many requests are of each: sums of them stay short where the same one occurs again. */
export type Mixture = readonly { readonly points: readonly Point[]; readonly weight: number }[];

export function mixturePoints(mixture: Mixture): Point[] {
  const weights = new Map<readonly Point[], number>();
  for (const { points, weight } of mixture) weights.set(points, (weights.get(points) ?? 0) + weight);
  const all: Point[] = [];
  for (const [points, times] of weights) {
    for (const { value, weight } of points) all.push({ value, weight: weight * times });
  }
  return all;
}

/** Slices of probability as `[middle, width]`, ascending; widths sum to 1. */
export const FINE_SLICES = slices([45, 18, 9, 4]);
const COARSE_SLICES = slices([18, 6, 4, 2]);
/** The gateway's own time is a small part of most latencies. */
const OVERHEAD_SLICES = slices([8, 3, 2, 1]);
/** More points than this are merged into the fine slices. */
const MAX_POINTS = 150;

/** @param perDecade how many slices up to 0.9, from there to 0.99, to 0.999, and to 1. */
function slices(perDecade: readonly number[]): readonly (readonly [middle: number, width: number])[] {
  const edges = [0, 0.9, 0.99, 0.999, 1];
  return perDecade.flatMap((count, index) => {
    const from = edges[index] ?? 0;
    const width = ((edges[index + 1] ?? 1) - from) / count;
    return Array.from({ length: count }, (_, at) => [from + (at + 0.5) * width, width] as const);
  });
}

/** A model as points of weight 1 together. */
function modelPoints(model: LatencyModel): Point[] {
  const total = model.parts.reduce((sum, part) => sum + part.weight, 0);
  const points = model.parts.flatMap(({ weight, medianMs, sigma }) =>
    sigma === 0
      ? [{ value: Math.min(model.capMs, medianMs), weight: weight / total }]
      : COARSE_SLICES.map(([middle, width]) => ({
          value: Math.min(model.capMs, medianMs * Math.exp(sigma * normalInverse(middle))),
          weight: (width * weight) / total,
        })),
  );
  return mergePoints(points);
}

/** The distribution of the sum of two independent values; runs as long as `left`, which sort quickly. */
function addPoints(left: readonly Point[], right: readonly Point[]): Point[] {
  const sums: Point[] = [];
  for (const b of right) {
    for (const a of left) sums.push({ value: a.value + b.value, weight: a.weight * b.weight });
  }
  return sums;
}

/** The same distribution in at most {@link FINE_SLICES} points, each the mean of its slice. */
function mergePoints(points: readonly Point[], into = FINE_SLICES): Point[] {
  if (points.length <= Math.min(MAX_POINTS, into.length)) return [...points];
  const sorted = [...points].sort((left, right) => left.value - right.value);
  const total = sorted.reduce((sum, point) => sum + point.weight, 0);
  const merged: Point[] = [];
  let index = 0;
  let left = sorted[0]?.weight ?? 0;
  for (const [, width] of into) {
    let open = width * total;
    let sum = 0;
    while (open > 1e-12 * total && index < sorted.length) {
      const taken = Math.min(open, left);
      sum += taken * (sorted[index]?.value ?? 0);
      open -= taken;
      left -= taken;
      if (left > 1e-15 * total) continue;
      index += 1;
      left = sorted[index]?.weight ?? 0;
    }
    const weight = width * total - Math.max(0, open);
    if (weight > 0) merged.push({ value: sum / weight, weight });
  }
  return merged;
}

/** Which of the two latencies of an outcome. */
export type LatencySide = "latency" | "integrationLatency";

/** Points of outcomes, remembering what it computed: outcomes of a period share their models. */
export class OutcomePoints {
  readonly #parent: OutcomePoints | null;
  readonly #models = new Map<LatencyModel, Point[]>();
  readonly #overheads = new Map<Overhead, Point[]>();
  readonly #sums = new Map<LatencyModel, Map<Overhead, Point[]>>();

  /** @param parent is asked first, and remembers nothing new: what an incident changes does not outlive it. */
  constructor(parent: OutcomePoints | null = null) {
    this.#parent = parent;
  }

  /** Weight 1 together; empty for the integration latency of an outcome that called no integration. */
  of(outcome: Outcome, side: LatencySide): readonly Point[] {
    const { integrationLatency: model, overhead } = outcome;
    if (side === "integrationLatency") return model === null ? [] : this.#model(model);
    if (model === null) return this.#overhead(overhead);
    const known = this.known(model, overhead);
    if (known !== undefined) return known;
    const found = mergePoints(addPoints(this.#model(model), this.#overhead(overhead)));
    const sums = this.#sums.get(model) ?? new Map<Overhead, Point[]>();
    this.#sums.set(model, sums.set(overhead, found));
    return found;
  }

  #model(model: LatencyModel): Point[] {
    const known = this.knownModel(model);
    if (known !== undefined) return known;
    const found = modelPoints(model);
    this.#models.set(model, found);
    return found;
  }

  #overhead(overhead: Overhead): Point[] {
    const known = this.knownOverhead(overhead);
    if (known !== undefined) return known;
    const phases = [overhead.waf, overhead.authorizer, overhead.gateway].filter((phase) => phase !== null);
    const found = phases.reduce<Point[]>(
      (sum, phase) => mergePoints(addPoints(sum, this.#model(phase)), OVERHEAD_SLICES),
      [{ value: 0, weight: 1 }],
    );
    this.#overheads.set(overhead, found);
    return found;
  }

  known(model: LatencyModel, overhead: Overhead): Point[] | undefined {
    return this.#sums.get(model)?.get(overhead) ?? this.#parent?.known(model, overhead);
  }

  knownModel(model: LatencyModel): Point[] | undefined {
    return this.#models.get(model) ?? this.#parent?.knownModel(model);
  }

  knownOverhead(overhead: Overhead): Point[] | undefined {
    return this.#overheads.get(overhead) ?? this.#parent?.knownOverhead(overhead);
  }
}

/**
 * `count` values of a distribution, evenly spaced over its quantiles from a random start: each value is an
 * unbiased draw, and together they vary far less than independent ones.
 */
export function samplePoints(points: readonly Point[], count: number, random: Random): Point[] {
  const distribution = new Quantiles(points);
  const offset = random.next();
  return Array.from({ length: count }, (_, index) => ({
    value: distribution.at((index + offset) / count),
    weight: 1,
  }));
}

/** A weighted sample that can be asked for its quantiles, mean and extremes. All are NaN where it is empty. */
export class Quantiles {
  readonly #points: Point[];
  /** Where each point's part of all weight ends, in (0, 1]. */
  readonly #ends: number[];
  readonly mean: number;

  constructor(points: readonly Point[]) {
    this.#points = points.filter(({ weight }) => weight > 0).sort((left, right) => left.value - right.value);
    const total = this.#points.reduce((sum, point) => sum + point.weight, 0);
    this.mean = this.#points.reduce((sum, point) => sum + point.value * point.weight, 0) / total;
    let before = 0;
    this.#ends = this.#points.map(({ weight }) => {
      before += weight / total;
      return before;
    });
  }

  get minimum(): number {
    return this.#points[0]?.value ?? Number.NaN;
  }

  get maximum(): number {
    return this.#points.at(-1)?.value ?? Number.NaN;
  }

  /**
   * The value at `q` in [0, 1]. From a point to the next the value grows evenly around the border between
   * them, for half of the lighter one's weight to either side: slices of equal weight are joined from middle to
   * middle, and a value that many requests share stays a step.
   */
  at(q: number): number {
    let low = 0;
    let high = this.#ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] ?? 1) < q) low = middle + 1;
      else high = middle;
    }
    const below = this.#across(low - 1, q);
    return below ?? this.#across(low, q) ?? this.#points[low]?.value ?? Number.NaN;
  }

  /** The value where `q` lies around the border between a point and the next; undefined elsewhere. */
  #across(index: number, q: number): number | undefined {
    const left = this.#points[index];
    const right = this.#points[index + 1];
    if (left === undefined || right === undefined) return undefined;
    const border = this.#ends[index] ?? 0;
    const start = this.#ends[index - 1] ?? 0;
    const half = Math.min(border - start, (this.#ends[index + 1] ?? 1) - border) / 2;
    if (Math.abs(q - border) >= half) return undefined;
    return left.value + ((right.value - left.value) * (q - border + half)) / (2 * half);
  }
}
