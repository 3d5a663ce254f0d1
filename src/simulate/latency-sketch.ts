/**
 * Counts of latencies on a log-linear grid with 32 buckets an octave (2 to 3 % wide; 1/16 ms below 4 ms).
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
const SUB_BITS = 5;
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
  /** Once compacted: buckets `first` to `last`, beginning at `at`. */
  #counts: Float32Array = shelf;
  #at = 0;
  #first = BUCKETS;
  #last = -1;
  #total = 0;
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
    this.addInterval(Math.max(0, valueMs - 0.5), valueMs + 0.5, 1);
    this.addTotals(1, valueMs, valueMs, valueMs);
  }

  /** Adds to the buckets alone; {@link addTotals} says what was exact about it. */
  addInterval(lowMs: number, highMs: number, times: number): void {
    if (times <= 0) return;
    const { counts, density } = this.#open();
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
    this.#total += times;
    if (from < this.#first) this.#first = from;
    if (to > this.#last) this.#last = to;
  }

  addTotals(count: number, sumMs: number, minMs: number, maxMs: number): void {
    this.#count += count;
    this.#sum += sumMs;
    if (minMs < this.#min) this.#min = minMs;
    if (maxMs > this.#max) this.#max = maxMs;
  }

  merge(other: LatencySketch): void {
    if (other.#count === 0) return;
    other.compact();
    const { counts } = this.#open();
    const shift = other.#at - other.#first;
    for (let bucket = other.#first; bucket <= other.#last; bucket += 1) {
      counts[bucket] = (counts[bucket] ?? 0) + (other.#counts[bucket + shift] ?? 0);
    }
    this.#total += other.#total;
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
    for (let bucket = this.#first; bucket <= this.#last; bucket += 1) {
      perMs += board.density[bucket] ?? 0;
      const width = (STARTS[bucket + 1] ?? 0) - (STARTS[bucket] ?? 0);
      shelf[shelved + bucket - this.#first] = Math.max(0, (board.counts[bucket] ?? 0) + perMs * width);
      board.counts[bucket] = 0;
      board.density[bucket] = 0;
    }
    this.#counts = shelf;
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
    let below = 0;
    for (let bucket = this.#first; bucket <= this.#last; bucket += 1) {
      const times = this.#timesOf(bucket);
      if (times > 0 && below + times >= wanted) {
        const start = STARTS[bucket] ?? 0;
        const width = (STARTS[bucket + 1] ?? start) - start;
        return this.#clamp(start + (width * (wanted - below)) / times);
      }
      below += times;
    }
    return this.#max;
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

  #timesOf(bucket: number): number {
    return this.#counts[this.#at + bucket - this.#first] ?? 0;
  }

  #clamp(valueMs: number): number {
    return Math.min(this.#max, Math.max(this.#min, valueMs));
  }

  #open(): Board {
    if (this.#board !== null) return this.#board;
    const board = spare.pop() ?? {
      counts: new Float64Array(BUCKETS + 1),
      density: new Float64Array(BUCKETS + 1),
    };
    for (let bucket = this.#first; bucket <= this.#last; bucket += 1) {
      board.counts[bucket] = this.#timesOf(bucket);
    }
    this.#board = board;
    return board;
  }
}

function bucketOf(valueMs: number): number {
  const units = Math.min(MAX_UNITS, Math.max(0, valueMs * UNITS_PER_MS)) | 0;
  if (units < EXACT) return units;
  const shift = 31 - Math.clz32(units) - SUB_BITS;
  return EXACT + (shift - 1) * SUB + (units >>> shift) - SUB;
}
