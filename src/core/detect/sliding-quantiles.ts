/**
 * Quantiles of the last places of a stream, gaps (NaN) among them. A sorted copy exchanges one value for another
 * and moves what lies between them. Single precision: logarithms need no more, and state stays small.
 */
export class SlidingQuantiles {
  readonly #places: Float32Array;
  readonly #sorted: Float32Array;
  #count = 0;
  #next = 0;

  /** @param size how many places are looked back on. */
  constructor(size: number) {
    this.#places = new Float32Array(size).fill(Number.NaN);
    this.#sorted = new Float32Array(size);
  }

  /** Places that hold a number. */
  get count(): number {
    return this.#count;
  }

  push(value: number): void {
    const entering = Math.fround(value);
    const leaving = this.#places[this.#next] ?? Number.NaN;
    this.#places[this.#next] = entering;
    this.#next = this.#next + 1 === this.#places.length ? 0 : this.#next + 1;
    // A gap sorts last, behind the values: entering there it only shortens, leaving from there it only lengthens.
    let at = Number.isNaN(leaving) ? this.#count : this.#rank(leaving);
    if (Number.isNaN(leaving)) this.#count += 1;
    const sorted = this.#sorted;
    const last = this.#count - 1;
    const place = Number.isNaN(entering) ? Infinity : entering;
    while (at < last && (sorted[at + 1] ?? Infinity) < place) {
      sorted[at] = sorted[at + 1] ?? Number.NaN;
      at += 1;
    }
    while (at > 0 && (sorted[at - 1] ?? -Infinity) > place) {
      sorted[at] = sorted[at - 1] ?? Number.NaN;
      at -= 1;
    }
    sorted[at] = place;
    if (Number.isNaN(entering)) this.#count -= 1;
  }

  /** Interpolated between closest ranks, as quantileSorted does; NaN where there is nothing. */
  quantile(q: number): number {
    if (this.#count === 0) return Number.NaN;
    const rank = q * (this.#count - 1);
    const low = Math.floor(rank);
    const value = this.#sorted[low] ?? Number.NaN;
    return rank === low ? value : value + (rank - low) * ((this.#sorted[low + 1] ?? Number.NaN) - value);
  }

  /** How many values are smaller. */
  #rank(value: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] ?? Number.NaN) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
