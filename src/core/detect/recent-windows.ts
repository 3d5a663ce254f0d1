/**
 * Sums over the windows that end now, in constant memory.
 *
 *   widths   1  2  5  15  60 minutes, and 3 and 12 hours plus the half hour that has begun
 *
 * What was counted since the beginning is noted after each of the last 64 minutes and before each of the last 26 half
 * hours, beside what the usual share was then; a window is the difference between now and its place. Nothing needs to
 * be kept for each width, and a sum that nobody asks for costs nothing.
 *
 * A window is compared with what was usual before it began, so a rise that lasts does not hide itself.
 */
export const WIDTHS = [1, 2, 5, 15, 60, 180, 720] as const;
/** So many of them are kept by the minute. */
export const NARROW = 5;
const MINUTES = 64;
export const HALF_HOUR = 30;
/** The twelve hours, the half hour that has begun, and the one before them for looking back. */
const HALF_HOURS = 26;
const PLACES = MINUTES + HALF_HOURS;

/** Counts of a minute or half hour. */
export interface Counted {
  /** Minute. */
  readonly start: number;
  readonly part: number;
  readonly whole: number;
  readonly expected: number;
}

export class RecentWindows {
  /** The one added last, its half hour since 1970, and the places where the wide windows begin. */
  private minute = -1;
  private halfHour = -1;
  private threeHours = MINUTES;
  private halfDay = MINUTES;
  private part = 0;
  private whole = 0;
  private expected = 0;
  /** Part, whole and expected at each place. */
  private readonly sums = new Float64Array(3 * PLACES);
  /** Factor and shape of the usual share at each place. */
  private readonly usual = new Float32Array(2 * PLACES);
  /** The counts of this minute and of those before it are not known any more. */
  private forgotten = -1;

  /** @param shape what the usual share is worth before anything was seen. */
  constructor(shape: number) {
    this.rebase(1, shape);
  }

  /**
   * Adds minutes that are alike; they come in order, without holes, and no half hour begins within them.
   *
   * @param minute the first. @param part, whole, expected of each of them.
   */
  add(minute: number, span: number, part: number, whole: number, expected: number): void {
    const halfHour = (minute / HALF_HOUR) | 0;
    if (halfHour !== this.halfHour) this.begin(halfHour);
    this.minute = minute + span - 1;
    for (let at = minute; at < minute + span; at += 1) {
      this.part += part;
      this.whole += whole;
      this.expected += expected;
      this.noteSums(at & (MINUTES - 1));
    }
  }

  /** Notes what is usual after those minutes. */
  note(minute: number, span: number, factor: number, shape: number): void {
    const { usual } = this;
    const end = minute + span;
    for (let at = minute; at < end; at += 1) {
      const place = 2 * (at & (MINUTES - 1));
      usual[place] = factor;
      usual[place + 1] = shape;
    }
    if (end % HALF_HOUR !== 0) return;
    const place = 2 * placeOfHalfHour(end / HALF_HOUR);
    usual[place] = factor;
    usual[place + 1] = shape;
  }

  /** Where the window of that index begins that ends with the minute added last. */
  placeOf(index: number): number {
    if (index < NARROW) return (this.minute - (WIDTHS[index] ?? 0)) & (MINUTES - 1);
    return index === NARROW ? this.threeHours : this.halfDay;
  }

  /** Where to look for what was usual before it: half a day ago for all wide windows, as a rise may take its time. */
  placeBefore(index: number): number {
    return index < NARROW ? (this.minute - (WIDTHS[index] ?? 0)) & (MINUTES - 1) : this.halfDay;
  }

  /** Counted from a place up to now. */
  partFrom(place: number): number {
    return this.part - (this.sums[3 * place] ?? 0);
  }

  wholeFrom(place: number): number {
    return this.whole - (this.sums[3 * place + 1] ?? 0);
  }

  expectedFrom(place: number): number {
    return this.expected - (this.sums[3 * place + 2] ?? 0);
  }

  /** Factor of the usual share at a place. */
  factorAt(place: number): number {
    return this.usual[2 * place] ?? 1;
  }

  shapeAt(place: number): number {
    return this.usual[2 * place + 1] ?? 1;
  }

  /** What was counted after one minute, of the last hour, and before another; the newest first. */
  *between(after: number, minute: number): Generator<Counted> {
    const last = Math.max(after, this.forgotten, minute - MINUTES + 1);
    for (let start = minute - 1; start > last; start -= 1)
      yield this.counted(start, (start - 1) & (MINUTES - 1), start & (MINUTES - 1));
  }

  /** What was counted, backwards from a minute: minutes for the last half hour to hour, before that half hours. */
  *backwards(minute: number, withHalfHours: boolean): Generator<Counted> {
    const boundary = Math.ceil((minute - 59) / HALF_HOUR) * HALF_HOUR;
    const first = withHalfHours ? boundary : minute - 59;
    for (let start = minute; start >= first; start -= 1)
      yield this.counted(start, (start - 1) & (MINUTES - 1), start & (MINUTES - 1));
    if (!withHalfHours) return;
    const wide = (WIDTHS.at(-1) ?? 0) / HALF_HOUR;
    const last = boundary / HALF_HOUR - 1;
    for (let block = last; block > last - wide; block -= 1)
      yield this.counted(block * HALF_HOUR, placeOfHalfHour(block), placeOfHalfHour(block + 1));
  }

  /** From now on this was usual all the time. */
  rebase(factor: number, shape: number): void {
    for (let place = 0; place < PLACES; place += 1) {
      this.usual[2 * place] = factor;
      this.usual[2 * place + 1] = shape;
    }
  }

  /** Forgets all counts up to a minute, so that windows begin anew; what was usual is kept. */
  clear(minute: number): void {
    this.forgotten = minute;
    this.part = 0;
    this.whole = 0;
    this.expected = 0;
    this.sums.fill(0);
  }

  private begin(halfHour: number): void {
    this.halfHour = halfHour;
    this.threeHours = placeOfHalfHour(halfHour - (WIDTHS[NARROW] ?? 0) / HALF_HOUR);
    this.halfDay = placeOfHalfHour(halfHour - (WIDTHS[NARROW + 1] ?? 0) / HALF_HOUR);
    this.noteSums(placeOfHalfHour(halfHour));
    if (halfHour % HALF_HOURS === 0) this.subtract(placeOfHalfHour(halfHour + 1));
  }

  /** Counts from the oldest place on, so that a sum of years or of one wild period costs later ones no digits. */
  private subtract(oldest: number): void {
    const { sums } = this;
    const [part, whole, expected] = sums.slice(3 * oldest, 3 * oldest + 3);
    for (const [row, start = 0] of [part, whole, expected].entries())
      for (let at = row; at < sums.length; at += 3) sums[at] = (sums[at] ?? 0) - start;
    this.part -= part ?? 0;
    this.whole -= whole ?? 0;
    this.expected -= expected ?? 0;
  }

  private noteSums(place: number): void {
    const { sums } = this;
    sums[3 * place] = this.part;
    sums[3 * place + 1] = this.whole;
    sums[3 * place + 2] = this.expected;
  }

  private counted(start: number, from: number, to: number): Counted {
    const since = (row: number): number => (this.sums[3 * to + row] ?? 0) - (this.sums[3 * from + row] ?? 0);
    return { start, part: since(0), whole: since(1), expected: since(2) };
  }
}

/** @param block half hours since 1970. */
function placeOfHalfHour(block: number): number {
  return MINUTES + ((block + HALF_HOURS) % HALF_HOURS);
}
