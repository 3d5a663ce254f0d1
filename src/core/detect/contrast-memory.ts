/**
 * What a contrast (recent level minus usual level, on the logarithm) has been like on its own: its typical size, and its
 * highest and lowest of the last days.
 *
 * Typical sizes are kept as a histogram in eighths of octaves (0.004 to 8), halved whenever a week of points is in it, so
 * that an old week counts half; extremes as one pair for each day of the last week, so that a climb is forgotten after
 * a week. Both are bounded, whatever the stream.
 */
export class ContrastMemory {
  readonly #sizes = new Uint16Array(BUCKETS);
  readonly #highest: Float32Array;
  readonly #lowest: Float32Array;
  readonly #perDay: number;
  #seen = 0;
  #weight = 0;
  #day = 0;

  /** @param perDay points a day. */
  constructor(perDay: number) {
    this.#perDay = perDay;
    this.#highest = new Float32Array(DAYS);
    this.#lowest = new Float32Array(DAYS);
  }

  push(contrast: number): void {
    if (Number.isNaN(contrast)) return;
    this.#seen += 1;
    if (this.#seen % this.#perDay === 0) {
      this.#day = (this.#day + 1) % DAYS;
      this.#highest[this.#day] = 0;
      this.#lowest[this.#day] = 0;
    }
    this.#highest[this.#day] = Math.max(this.#highest[this.#day] ?? 0, contrast);
    this.#lowest[this.#day] = Math.min(this.#lowest[this.#day] ?? 0, contrast);
    const bucket = bucketOf(Math.abs(contrast));
    this.#sizes[bucket] = (this.#sizes[bucket] ?? 0) + 1;
    this.#weight += 1;
    if (this.#weight >= DAYS * this.#perDay) this.#halve();
  }

  /** The spread of the contrast as a standard deviation (1.4826 times the median size); 0 before it can be told. */
  spread(): number {
    if (this.#seen < LEAST_SEEN) return 0;
    let below = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      below += this.#sizes[bucket] ?? 0;
      if (below * 2 >= this.#weight) return 1.4826 * middleOf(bucket);
    }
    return 0;
  }

  /** How far it has strayed in the direction of `sign`, never negative; 0 before it can be told. */
  extreme(sign: number): number {
    if (this.#seen < LEAST_SEEN) return 0;
    const extremes = sign > 0 ? this.#highest : this.#lowest;
    let most = 0;
    for (const extreme of extremes) most = Math.max(most, Math.abs(extreme));
    return most;
  }

  #halve(): void {
    this.#weight = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      const half = (this.#sizes[bucket] ?? 0) >> 1;
      this.#sizes[bucket] = half;
      this.#weight += half;
    }
  }
}

/** Spreads below one in a hundred are no longer told apart by those who ask. */
const LEAST_EXPONENT = -8;
const BUCKETS = 8 * 11;
const DAYS = 8;
/** Before that many contrasts nothing is known of their size. */
const LEAST_SEEN = 24;

const number = new Float32Array(1);
const bits = new Uint32Array(number.buffer);

/** The exponent of a single-precision number and the first three bits behind it: eight linear steps an octave. */
function bucketOf(size: number): number {
  number[0] = size;
  const bucket = ((bits[0] ?? 0) >>> 20) - 8 * (127 + LEAST_EXPONENT);
  return Math.max(0, Math.min(BUCKETS - 1, bucket));
}

function middleOf(bucket: number): number {
  return 2 ** (LEAST_EXPONENT + (bucket >> 3)) * (1 + ((bucket & 7) + 0.5) / 8);
}
