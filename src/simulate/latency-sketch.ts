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

const NOTHING = new Float32Array(0);
/** Full-size arrays of sketches that were compacted, all zero: making them anew is half the cost of a busy minute. */
const spare: Float64Array[] = [];

export class LatencySketch {
  #counts: Float64Array | Float32Array = NOTHING;
  /** The bucket of `#counts[0]`: not 0 once compacted. */
  #offset = 0;
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
    this.addInterval(Math.max(0, valueMs - 0.5), valueMs + 0.5, 1);
    this.addTotals(1, valueMs, valueMs, valueMs);
  }

  /** Adds to the buckets alone; {@link addTotals} says what was exact about it. */
  addInterval(lowMs: number, highMs: number, times: number): void {
    if (times <= 0) return;
    this.#expand();
    const counts = this.#counts;
    const from = bucketOf(lowMs);
    let to = from;
    if (!(highMs > lowMs)) {
      counts[from] = (counts[from] ?? 0) + times;
    } else {
      const perMs = times / (highMs - lowMs);
      let start = lowMs;
      let end = STARTS[from + 1] ?? Infinity;
      while (highMs > end && to < BUCKETS - 1) {
        counts[to] = (counts[to] ?? 0) + (end - start) * perMs;
        start = end;
        to += 1;
        end = STARTS[to + 1] ?? Infinity;
      }
      counts[to] = (counts[to] ?? 0) + (highMs - start) * perMs;
    }
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
    this.#expand();
    const counts = this.#counts;
    const added = other.#counts;
    const offset = other.#offset;
    const last = other.#last;
    for (let bucket = other.#first; bucket <= last; bucket += 1) {
      counts[bucket] = (counts[bucket] ?? 0) + (added[bucket - offset] ?? 0);
    }
    this.#first = Math.min(this.#first, other.#first);
    this.#last = Math.max(this.#last, other.#last);
    this.addTotals(other.#count, other.#sum, other.#min, other.#max);
  }

  /** Gives back the memory of empty buckets. Adding later is still possible. */
  compact(): void {
    const full = this.#counts;
    if (!(full instanceof Float64Array)) return;
    this.#counts = new Float32Array(full.subarray(this.#first, this.#last + 1));
    this.#offset = this.#first;
    full.fill(0, this.#first, this.#last + 1);
    if (spare.length < 64) spare.push(full);
  }

  /** The value below which the share `q` (0..1) lies. NaN while empty. */
  quantile(q: number): number {
    if (this.#count === 0) return Number.NaN;
    let total = 0;
    for (const times of this.#counts) total += times;
    const wanted = q * total;
    let below = 0;
    for (let bucket = this.#first; bucket <= this.#last; bucket += 1) {
      const times = this.#counts[bucket - this.#offset] ?? 0;
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
    let total = 0;
    for (let bucket = this.#first; bucket <= this.#last; bucket += 1) {
      const times = this.#counts[bucket - this.#offset] ?? 0;
      const start = STARTS[bucket] ?? 0;
      const width = (STARTS[bucket + 1] ?? start) - start;
      below += times * Math.min(1, Math.max(0, (valueMs - start) / width));
      total += times;
    }
    return below / total;
  }

  /** The buckets that hold anything, ascending. */
  *buckets(): Generator<{ lowMs: number; highMs: number; times: number }> {
    for (let bucket = this.#first; bucket <= this.#last; bucket += 1) {
      const times = this.#counts[bucket - this.#offset] ?? 0;
      if (times > 0) yield { lowMs: STARTS[bucket] ?? 0, highMs: STARTS[bucket + 1] ?? 0, times };
    }
  }

  #clamp(valueMs: number): number {
    return Math.min(this.#max, Math.max(this.#min, valueMs));
  }

  #expand(): void {
    if (this.#counts instanceof Float64Array) return;
    const counts = spare.pop() ?? new Float64Array(BUCKETS);
    counts.set(this.#counts, this.#counts.length === 0 ? 0 : this.#offset);
    this.#counts = counts;
    this.#offset = 0;
  }
}

function bucketOf(valueMs: number): number {
  const units = Math.min(MAX_UNITS, Math.max(0, valueMs * UNITS_PER_MS)) | 0;
  if (units < EXACT) return units;
  const shift = 31 - Math.clz32(units) - SUB_BITS;
  return EXACT + (shift - 1) * SUB + (units >>> shift) - SUB;
}
