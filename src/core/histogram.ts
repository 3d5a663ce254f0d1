/**
 * A log-linear histogram of whole, non-negative numbers, with 128 sub-buckets an octave: exact below 256,
 * within 0.4 % above. Adding two histograms bucket by bucket is exactly the histogram of both inputs
 * together, so minutes, routes and files merge without loss.
 *
 *   bucket:  0 1 2 ... 255 | 256 258 260 ... 510 | 512 516 520 ... 1020 | ...
 *   width:   1 each        | 2 each              | 4 each               |
 *
 * Source: the bucketing of HdrHistogram (Tene), with 7 sub-bucket bits.
 */
const SUB_BITS = 7;
const EXACT = 2 ** (SUB_BITS + 1);
const MAX_VALUE = 2 ** 31 - 1;

/** Values are clamped to [0, 2^31 - 1]; the sum is of the unclamped, unrounded values. */
export class Histogram {
  readonly #counts: number[] = [];
  #count = 0;
  #sum = 0;
  #min = Infinity;
  #max = -Infinity;

  /** How many values. */
  get count(): number {
    return this.#count;
  }

  get sum(): number {
    return this.#sum;
  }

  /** Infinity while empty. */
  get min(): number {
    return this.#min;
  }

  /** -Infinity while empty. */
  get max(): number {
    return this.#max;
  }

  /** Adds `value` `times` times. */
  add(value: number, times = 1): void {
    if (times <= 0) return;
    const index = bucketOf(value);
    while (this.#counts.length <= index) this.#counts.push(0);
    this.#counts[index] = (this.#counts[index] ?? 0) + times;
    this.#count += times;
    this.#sum += value * times;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /** Adds all that `other` holds. */
  merge(other: Histogram): void {
    while (this.#counts.length < other.#counts.length) this.#counts.push(0);
    other.#counts.forEach((times, index) => {
      this.#counts[index] = (this.#counts[index] ?? 0) + times;
    });
    this.#count += other.#count;
    this.#sum += other.#sum;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
  }

  /** How many values fall into buckets that lie within `(above, upTo]`; a bucket astride an end counts by its middle. */
  countBetween(above: number, upTo: number): number {
    let found = 0;
    this.#counts.forEach((times, index) => {
      const middle = bucketStart(index) + (bucketWidth(index) - 1) / 2;
      if (middle > above && middle <= upTo) found += times;
    });
    return found;
  }

  /**
   * The value at fraction `q` in [0, 1]: the middle of the bucket that holds the nearest rank, spread over
   * the bucket's width by the rank within it. NaN while empty.
   */
  quantile(q: number): number {
    if (this.#count === 0) return Number.NaN;
    const rank = Math.max(1, Math.ceil(q * this.#count));
    let seen = 0;
    for (let index = 0; index < this.#counts.length; index += 1) {
      const times = this.#counts[index] ?? 0;
      if (seen + times >= rank) {
        const within = (rank - seen - 0.5) / times - 0.5;
        const middle = bucketStart(index) + (bucketWidth(index) - 1) / 2;
        return Math.min(this.#max, Math.max(this.#min, middle + within * bucketWidth(index)));
      }
      seen += times;
    }
    return this.#max;
  }
}

function bucketOf(value: number): number {
  const whole = Math.min(MAX_VALUE, Math.max(0, Math.round(value)));
  if (whole < EXACT) return whole;
  const shift = 31 - Math.clz32(whole) - SUB_BITS;
  return EXACT + (shift - 1) * 2 ** SUB_BITS + (whole >>> shift) - 2 ** SUB_BITS;
}

/** The least value of a bucket. */
export function bucketStart(index: number): number {
  if (index < EXACT) return index;
  const shift = Math.floor((index - EXACT) / 2 ** SUB_BITS) + 1;
  return (((index - EXACT) % 2 ** SUB_BITS) + 2 ** SUB_BITS) * 2 ** shift;
}

/** How many values a bucket takes. */
export function bucketWidth(index: number): number {
  return index < EXACT ? 1 : 2 ** (Math.floor((index - EXACT) / 2 ** SUB_BITS) + 1);
}
