/**
 * Sums over the windows that end now, in constant memory: a ring of 64 minutes for the narrow windows and one of 32 half
 * hours for the wide ones, each place with what the usual share was at its start.
 *
 *   widths   1  2  5  15  60 minutes, and 3 and 12 hours plus the half hour that has begun
 *
 * A window is compared with what was usual before it began, so a rise that lasts does not hide itself.
 */
export const WIDTHS = [1, 2, 5, 15, 60, 180, 720] as const;
/** So many of them are kept by the minute. */
export const NARROW = 5;
const MINUTES = 64;
export const HALF_HOUR = 30;
const HALF_HOURS = 32;

/** Counts of a minute or half hour. */
export interface Counted {
  /** Minute. */
  readonly start: number;
  readonly part: number;
  readonly whole: number;
  readonly expected: number;
}

export class RecentWindows {
  readonly part = new Float64Array(WIDTHS.length);
  readonly whole = new Float64Array(WIDTHS.length);
  readonly expected = new Float64Array(WIDTHS.length);
  private readonly minutePart = new Float32Array(MINUTES);
  private readonly minuteWhole = new Float32Array(MINUTES);
  private readonly minuteExpected = new Float32Array(MINUTES);
  private readonly minuteFactor = new Float32Array(MINUTES).fill(1);
  private readonly minuteShape: Float32Array;
  private readonly minuteRecent = new Float32Array(4 * MINUTES);
  private readonly blockPart = new Float32Array(HALF_HOURS);
  private readonly blockWhole = new Float32Array(HALF_HOURS);
  private readonly blockExpected = new Float32Array(HALF_HOURS);
  private readonly blockFactor = new Float32Array(HALF_HOURS).fill(1);
  private readonly blockShape: Float32Array;

  /** @param shape what the usual share is worth before anything was seen. */
  constructor(shape: number) {
    this.minuteShape = new Float32Array(MINUTES).fill(shape);
    this.blockShape = new Float32Array(HALF_HOURS).fill(shape);
  }

  /** Adds a minute; they come in order, without holes. */
  add(minute: number, part: number, whole: number, expected: number): void {
    const at = minute & (MINUTES - 1);
    const rounded = Math.fround(expected);
    for (let index = 0; index < NARROW; index += 1) {
      const left = (minute - (WIDTHS[index] ?? 0)) & (MINUTES - 1);
      this.shift(
        index,
        part - (this.minutePart[left] ?? 0),
        whole - (this.minuteWhole[left] ?? 0),
        rounded - (this.minuteExpected[left] ?? 0),
      );
    }
    this.minutePart[at] = part;
    this.minuteWhole[at] = whole;
    this.minuteExpected[at] = rounded;
    const block = Math.floor(minute / HALF_HOUR);
    const own = block & (HALF_HOURS - 1);
    if (minute % HALF_HOUR === 0) this.beginBlock(block);
    for (let index = NARROW; index < WIDTHS.length; index += 1) this.shift(index, part, whole, rounded);
    this.blockPart[own] = (this.blockPart[own] ?? 0) + part;
    this.blockWhole[own] = (this.blockWhole[own] ?? 0) + whole;
    this.blockExpected[own] = (this.blockExpected[own] ?? 0) + rounded;
  }

  /** Notes what is usual after a minute. */
  note(minute: number, factor: number, shape: number, recent: Float64Array): void {
    const at = minute & (MINUTES - 1);
    this.minuteFactor[at] = factor;
    this.minuteShape[at] = shape;
    // Four assignments: `set` costs more than everything else here.
    for (let index = 0; index < 4; index += 1) this.minuteRecent[4 * at + index] = recent[index] ?? 0;
    if ((minute + 1) % HALF_HOUR !== 0) return;
    const next = ((minute + 1) / HALF_HOUR) & (HALF_HOURS - 1);
    this.blockFactor[next] = factor;
    this.blockShape[next] = shape;
  }

  /** Factor of the usual share before the window of that index began. */
  factorBefore(index: number, minute: number): number {
    const width = WIDTHS[index] ?? 0;
    return index < NARROW
      ? (this.minuteFactor[(minute - width) & (MINUTES - 1)] ?? 1)
      : (this.blockFactor[firstBlock(minute)] ?? 1);
  }

  shapeBefore(index: number, minute: number): number {
    const width = WIDTHS[index] ?? 0;
    return index < NARROW
      ? (this.minuteShape[(minute - width) & (MINUTES - 1)] ?? 1)
      : (this.blockShape[firstBlock(minute)] ?? 1);
  }

  /** What `note` was told after a minute of the last hour. */
  recentAfter(minute: number): Float32Array {
    const at = 4 * (minute & (MINUTES - 1));
    return this.minuteRecent.subarray(at, at + 4);
  }

  /** What was counted, backwards from a minute: minutes for the last half hour to hour, before that half hours. */
  *backwards(minute: number, withHalfHours: boolean): Generator<Counted> {
    const boundary = Math.ceil((minute - 59) / HALF_HOUR) * HALF_HOUR;
    const first = withHalfHours ? boundary : minute - 59;
    for (let start = minute; start >= first; start -= 1) {
      const at = start & (MINUTES - 1);
      yield {
        start,
        part: this.minutePart[at] ?? 0,
        whole: this.minuteWhole[at] ?? 0,
        expected: this.minuteExpected[at] ?? 0,
      };
    }
    if (!withHalfHours) return;
    const wide = (WIDTHS.at(-1) ?? 0) / HALF_HOUR;
    const last = boundary / HALF_HOUR - 1;
    for (let block = last; block > last - wide; block -= 1) {
      const at = block & (HALF_HOURS - 1);
      yield {
        start: block * HALF_HOUR,
        part: this.blockPart[at] ?? 0,
        whole: this.blockWhole[at] ?? 0,
        expected: this.blockExpected[at] ?? 0,
      };
    }
  }

  /** From now on this was usual all the time. */
  rebase(factor: number, shape: number, recent: Float64Array): void {
    this.minuteFactor.fill(factor);
    this.minuteShape.fill(shape);
    this.blockFactor.fill(factor);
    this.blockShape.fill(shape);
    for (let at = 0; at < this.minuteRecent.length; at += recent.length) this.minuteRecent.set(recent, at);
  }

  /** Forgets all counts, so that windows begin anew; what was usual is kept. */
  clear(): void {
    for (const values of [this.part, this.whole, this.expected]) values.fill(0);
    for (const values of [this.minutePart, this.minuteWhole, this.minuteExpected]) values.fill(0);
    for (const values of [this.blockPart, this.blockWhole, this.blockExpected]) values.fill(0);
  }

  private shift(index: number, part: number, whole: number, expected: number): void {
    this.part[index] = (this.part[index] ?? 0) + part;
    this.whole[index] = (this.whole[index] ?? 0) + whole;
    this.expected[index] = (this.expected[index] ?? 0) + expected;
  }

  private beginBlock(block: number): void {
    for (let index = NARROW; index < WIDTHS.length; index += 1) {
      const left = (block - 1 - (WIDTHS[index] ?? 0) / HALF_HOUR) & (HALF_HOURS - 1);
      this.shift(
        index,
        -(this.blockPart[left] ?? 0),
        -(this.blockWhole[left] ?? 0),
        -(this.blockExpected[left] ?? 0),
      );
    }
    const own = block & (HALF_HOURS - 1);
    this.blockPart[own] = 0;
    this.blockWhole[own] = 0;
    this.blockExpected[own] = 0;
  }
}

/** Of half a day ago, for all wide windows: a rise may take its time. */
function firstBlock(minute: number): number {
  return (Math.floor(minute / HALF_HOUR) - 24) & (HALF_HOURS - 1);
}
