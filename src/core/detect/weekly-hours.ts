/**
 * The hours of the week in which a share is raised week after week, as by a job that runs each Monday: where it was raised
 * in both of the last two weeks, what it climbed to then is usual there.
 *
 * Two values of an hour are too few for a mean, and a mean would let one incident speak for a week. Whether there is
 * something weekly is asked of the lesser of the two, which no single incident moves; how high it may climb, of the
 * greater one, since jobs are not as high each week, but only up to twice the lesser: beyond that it was no job but an
 * outage, whose height must not become usual because another Monday was a little raised. Each is taken with a standard
 * deviation off, so that a few events say nothing. Hours are counted also while a share is raised, since a job is a rise
 * until it is known.
 *
 * A share is kept in a byte, in steps of 5 %, so both weeks together take 336 bytes.
 */
export class WeeklyHours {
  private readonly last = new Uint8Array(HOURS_A_WEEK);
  private readonly before = new Uint8Array(HOURS_A_WEEK);
  private hour = -1;
  private part = 0;
  private whole = 0;

  /** @param hour of the wall clock, since 1970, or -1 for one that is like no other week's. Hours come in order. */
  add(hour: number, part: number, whole: number): void {
    if (hour !== this.hour) this.begin(hour);
    this.part += part;
    this.whole += whole;
  }

  /** The share that is usual in that hour of the week, 0..1; 0 where both weeks had not `leastShare` or more. */
  usualShare(hour: number, leastShare: number): number {
    if (hour < 0) return 0;
    const place = hour % HOURS_A_WEEK;
    const last = this.last[place] ?? 0;
    const before = this.before[place] ?? 0;
    const least = last < before ? last : before;
    if (least === 0 || shareOf(least) < leastShare) return 0;
    const greater = shareOf(Math.max(last, before));
    const vouched = MOST_RATIO * shareOf(least);
    return MARGIN * (greater < vouched ? greater : vouched);
  }

  private begin(hour: number): void {
    if (this.hour >= 0) {
      const place = this.hour % HOURS_A_WEEK;
      const share = (this.part - Math.sqrt(this.part)) / Math.max(1, this.whole);
      this.before[place] = this.last[place] ?? 0;
      this.last[place] = share > LEAST_SHARE ? Math.floor(Math.log(share / LEAST_SHARE) / Math.log(STEP)) : 0;
    }
    this.hour = hour;
    this.part = 0;
    this.whole = 0;
  }
}

function shareOf(step: number): number {
  return SHARES[step] ?? 0;
}

const HOURS_A_WEEK = 168;
/** The third week may climb a little higher than the higher one of two. */
const MARGIN = 1.25;
/** How many times the lesser of two weeks the greater one is believed. */
const MOST_RATIO = 2;
const LEAST_SHARE = 1e-5;
const STEP = 1.05;
const SHARES = Float64Array.from({ length: 256 }, (_, step) => LEAST_SHARE * STEP ** step);
