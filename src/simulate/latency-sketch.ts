/**
 * Counts of latencies on a log-linear grid with 16 buckets an octave (3 to 6 % wide; 1/16 ms below 2 ms).
 *
 * Unlike core/histogram, which keeps whole values apart, this one takes *intervals*: a count spread evenly
 * over [low, high) is shared among the buckets that it overlaps, so counts inside are fractions, and a
 * quantile interpolates within its bucket. That keeps a percentile smooth when a distribution drifts across
 * bucket borders. Count, sum, least and greatest are exact.
 *
 *        |  3/8 |   5/8   |            an interval of one request over two buckets
 *   ----[====|=========]------
 */
const UNITS_PER_MS = 16;
const SUB_BITS = 4;
const SUB = 2 ** SUB_BITS;
const EXACT = 2 * SUB;
const OCTAVES = 20;
const BUCKETS = EXACT + (OCTAVES - SUB_BITS) * SUB;
/** Two minutes; more is clamped. No integration may take half as long. */
const MAX_UNITS = 2 ** (OCTAVES + 1) - 1;

const STARTS = Float64Array.from({ length: BUCKETS + 1 }, (_, index) => {
  if (index < EXACT) return index / UNITS_PER_MS;
  const shift = Math.floor((index - EXACT) / SUB) + 1;
  return ((((index - EXACT) % SUB) + SUB) * 2 ** shift) / UNITS_PER_MS;
});

/** Where an open sketch collects: counts of buckets, and changes of density (requests a millisecond) at bucket starts. */
interface Board {
  readonly counts: Float64Array;
  readonly density: Float64Array;
}

/** Boards of sketches that were compacted, all zero: making them anew is half the cost of a busy minute. */
const spare: Board[] = [];
/** Where compacted sketches lie, one after the other: a hundred thousand arrays of their own would burden the collector. */
let shelf = new Float32Array(0);
let shelved = 0;
const SHELF = 2 ** 18;

export class LatencySketch {
  #board: Board | null = null;
  /** Once compacted: the count up to the end of each of the buckets `first` to `last`, beginning at `at`. */
  #upTo: Float32Array = shelf;
  #at = 0;
  #first = BUCKETS;
  #last = -1;
  #count = 0;
  #sum = 0;
  #min = Infinity;
  #max = -Infinity;

  get count(): number {
    return this.#count;
  }

  /** Milliseconds. */
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

  /** One value as API Gateway logs it: a whole millisecond stands for everything that rounds to it. */
  addWhole(valueMs: number): void {
    this.placeWhole(valueMs);
    this.addSum(1, valueMs);
  }

  /** The same without count and sum, which {@link addSum} adds for many at once. */
  placeWhole(valueMs: number): void {
    this.addInterval(Math.max(0, valueMs - 0.5), valueMs + 0.5, 1);
    if (valueMs < this.#min) this.#min = valueMs;
    if (valueMs > this.#max) this.#max = valueMs;
  }

  /** `times[i]` values between `low[i]` and `high[i]`, both times `factor`; without count and sum. */
  placeIntervals(low: Float64Array, high: Float64Array, factor: number, times: readonly number[]): void {
    let first = -1;
    let last = -1;
    for (let index = 0; index < times.length; index += 1) {
      const count = times[index] ?? 0;
      if (count === 0) continue;
      this.addInterval((low[index] ?? 0) * factor, (high[index] ?? 0) * factor, count);
      if (first < 0) first = index;
      last = index;
    }
    if (first < 0) return;
    const half = factor / 2;
    this.#min = Math.min(this.#min, Math.round(((low[first] ?? 0) + (high[first] ?? 0)) * half));
    this.#max = Math.max(this.#max, Math.round(((low[last] ?? 0) + (high[last] ?? 0)) * half));
  }

  /** Adds to the buckets alone; {@link addTotals} says what was exact about it. */
  addInterval(lowMs: number, highMs: number, times: number): void {
    if (times <= 0) return;
    const { counts, density } = (this.#board ??= this.#open());
    const from = bucketOf(lowMs);
    const to = highMs > lowMs ? bucketOf(highMs) : from;
    if (from === to) {
      counts[from] = (counts[from] ?? 0) + times;
    } else {
      const perMs = times / (highMs - lowMs);
      counts[from] = (counts[from] ?? 0) + ((STARTS[from + 1] ?? 0) - lowMs) * perMs;
      counts[to] = (counts[to] ?? 0) + (highMs - (STARTS[to] ?? 0)) * perMs;
      // The buckets between are full; only where that begins and ends is written down.
      density[from + 1] = (density[from + 1] ?? 0) + perMs;
      density[to] = (density[to] ?? 0) - perMs;
    }
    if (from < this.#first) this.#first = from;
    if (to > this.#last) this.#last = to;
  }

  addSum(count: number, sumMs: number): void {
    this.#count += count;
    this.#sum += sumMs;
  }

  addTotals(count: number, sumMs: number, minMs: number, maxMs: number): void {
    this.addSum(count, sumMs);
    if (minMs < this.#min) this.#min = minMs;
    if (maxMs > this.#max) this.#max = maxMs;
  }

  merge(other: LatencySketch): void {
    if (other.#count === 0) return;
    other.compact();
    const { counts } = (this.#board ??= this.#open());
    const shift = other.#at - other.#first;
    let below = 0;
    for (let bucket = other.#first; bucket <= other.#last; bucket += 1) {
      const upTo = other.#upTo[bucket + shift] ?? 0;
      counts[bucket] = (counts[bucket] ?? 0) + upTo - below;
      below = upTo;
    }
    this.#first = Math.min(this.#first, other.#first);
    this.#last = Math.max(this.#last, other.#last);
    this.addTotals(other.#count, other.#sum, other.#min, other.#max);
  }

  /** Takes the least memory. Reading does it by itself, and adding later is still possible. */
  compact(): void {
    const board = this.#board;
    if (board === null) return;
    const length = this.#last - this.#first + 1;
    if (shelved + length > shelf.length) {
      shelf = new Float32Array(Math.max(SHELF, length));
      shelved = 0;
    }
    let perMs = 0;
    let upTo = 0;
    const { counts, density } = board;
    for (let bucket = this.#first; bucket <= this.#last; bucket += 1) {
      perMs += density[bucket] ?? 0;
      const times = (counts[bucket] ?? 0) + perMs * ((STARTS[bucket + 1] ?? 0) - (STARTS[bucket] ?? 0));
      if (times > 0) upTo += times;
      shelf[shelved + bucket - this.#first] = upTo;
      counts[bucket] = 0;
      density[bucket] = 0;
    }
    this.#upTo = shelf;
    this.#at = shelved;
    this.#board = null;
    shelved += Math.max(0, length);
    if (spare.length < 64) spare.push(board);
  }

  /** The value below which the share `q` (0..1) lies. NaN while empty. */
  quantile(q: number): number {
    if (this.#count === 0) return Number.NaN;
    this.compact();
    const wanted = q * this.#total;
    let from = this.#first;
    let to = this.#last + 1;
    const shift = this.#at - this.#first;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#upTo[middle + shift] ?? 0) < wanted) from = middle + 1;
      else to = middle;
    }
    if (from > this.#last) return this.#max;
    const start = STARTS[from] ?? 0;
    const times = this.#timesOf(from);
    if (times <= 0) return this.#clamp(start);
    const missing = (this.#upTo[from + shift] ?? 0) - wanted;
    const end = STARTS[from + 1] ?? start;
    return this.#clamp(end - ((end - start) * missing) / times);
  }

  /** Share (0..1) of values up to `valueMs`, by linear interpolation within a bucket. NaN while empty. */
  shareUpTo(valueMs: number): number {
    if (this.#count === 0) return Number.NaN;
    if (valueMs >= this.#max) return 1;
    if (valueMs < this.#min) return 0;
    let below = 0;
    for (const { lowMs, highMs, times } of this.buckets()) {
      below += times * Math.min(1, Math.max(0, (valueMs - lowMs) / (highMs - lowMs)));
    }
    return Math.min(1, below / this.#total);
  }

  /** The buckets that hold anything, ascending. */
  *buckets(): Generator<{ lowMs: number; highMs: number; times: number }> {
    this.compact();
    for (let bucket = this.#first; bucket <= this.#last; bucket += 1) {
      const times = this.#timesOf(bucket);
      if (times > 0) yield { lowMs: STARTS[bucket] ?? 0, highMs: STARTS[bucket + 1] ?? 0, times };
    }
  }

  /** What all buckets of a compacted sketch hold. */
  get #total(): number {
    return this.#last < this.#first ? 0 : (this.#upTo[this.#at + this.#last - this.#first] ?? 0);
  }

  #timesOf(bucket: number): number {
    const at = this.#at + bucket - this.#first;
    return (this.#upTo[at] ?? 0) - (bucket === this.#first ? 0 : (this.#upTo[at - 1] ?? 0));
  }

  #clamp(valueMs: number): number {
    return Math.min(this.#max, Math.max(this.#min, valueMs));
  }

  #open(): Board {
    const board = spare.pop() ?? {
      counts: new Float64Array(BUCKETS + 1),
      density: new Float64Array(BUCKETS + 1),
    };
    for (let bucket = this.#first; bucket <= this.#last; bucket += 1) {
      board.counts[bucket] = this.#timesOf(bucket);
    }
    return board;
  }
}

function bucketOf(valueMs: number): number {
  const units = Math.min(MAX_UNITS, Math.max(0, valueMs * UNITS_PER_MS)) | 0;
  if (units < EXACT) return units;
  const shift = 31 - Math.clz32(units) - SUB_BITS;
  return EXACT + (shift - 1) * SUB + (units >>> shift) - SUB;
}
