import { UTC_CALENDAR, type Calendar } from "../season.ts";
import { studentNats, upperTailNats } from "../stats/negative-binomial.ts";
import { OwnThreshold } from "./own-threshold.ts";
import { HALF_HOUR, NARROW, RecentWindows, WIDTHS } from "./recent-windows.ts";
import { OpenRise, type ShareRise } from "./open-rise.ts";
import { riseExtent } from "./rise-extent.ts";
import { ShareDispersion } from "./share-dispersion.ts";
import type { ShareGates } from "./share-gates.ts";
import { shareSurprise } from "./share-surprise.ts";
import { SHARE_TUNING, type ShareTuning } from "./share-tuning.ts";
import { FIRST_SHARE, UsualShare } from "./usual-share.ts";

/**
 * Tells, minute by minute and in constant memory, when a share of requests (errors, cache misses) is higher than it can
 * be by chance, since when, and when it is over.
 *
 *   usual share     slow, hour of day (of rest days apart) or of week, hours, half hour; each but the hour of the week
 *                   shrunk to the one before                               (usual-share, time-of-day-share, weekly-hours)
 *   dispersion      how much the share varies beyond chance, by width of window                 (share-dispersion)
 *   windows         1 minute to 12 hours that end now, against what was usual before them       (recent-windows)
 *   score           the most surprising window: -log of a bound on the tail of counts that stray       (share-surprise)
 *   threshold       a false-alarm budget, and what the series climbs to by itself               (own-threshold)
 *   start           the likeliest one, looking back                                             (rise-extent)
 *   end             a sequential test of "as usual" against "still raised"
 *
 * While a share is raised nothing is learned, and what was learned since the rise began is taken back; only the hours of
 * the week are counted all the while, since what is raised each week is a rise until that is known. A share that stays
 * raised for hours becomes the usual one, but the rise is kept as `lasting` until the share is back where it was or days
 * have passed.
 *
 * Sources: window scans, Kulldorff 1997; sequential tests, Wald 1945 and Page 1954; and those of the parts.
 */
export class ShareDetector {
  /** The rise that goes on and is not yet taken for usual. */
  rise: OpenRise | null = null;
  /** One whose share has become the usual one, as long as it stays where it is. */
  lasting: OpenRise | null = null;
  /** One that seems over, but so recently that it may come back. */
  ending: OpenRise | null = null;
  private readonly gates: ShareGates;
  private readonly onEnd: (rise: ShareRise) => void;
  private readonly tuning: ShareTuning;
  private readonly usual: UsualShare;
  private readonly dispersion: ShareDispersion;
  private readonly windows: RecentWindows;
  private readonly threshold: OwnThreshold;
  private readonly firstShape: number;
  private next = -1;
  private span = 1;
  private learnedMinutes = 0;
  /** The window that exceeds its threshold the most, and the most surprising one. */
  private readonly best = { index: 0, nats: 0, least: 0, highest: 0 };

  /**
   * @param onEnd called with each rise when it is over. @param changes to what was chosen, for its calibration.
   * @param calendar whose hours and rest days they are.
   */
  constructor(
    gates: ShareGates,
    onEnd: (rise: ShareRise) => void,
    changes: Partial<ShareTuning> = {},
    calendar: Calendar = UTC_CALENDAR,
  ) {
    this.gates = gates;
    this.onEnd = onEnd;
    this.tuning = { ...SHARE_TUNING, ...changes };
    this.usual = new UsualShare(this.tuning, calendar);
    this.dispersion = new ShareDispersion(this.tuning);
    this.firstShape = this.usual.shape;
    this.windows = new RecentWindows(this.firstShape);
    const { floorNats, past } = this.tuning;
    this.threshold = new OwnThreshold(floorNats + gates.extraNats, past, gates.shares);
  }

  /**
   * The counts of a period, in order of time. Minutes without a period had no traffic, which says nothing about a share.
   * What lies before the last period, or is no count, is passed over.
   *
   * @param minute first of the period, since 1970. @param span of the period, minutes.
   */
  observe(minute: number, span: number, part: number, whole: number): void {
    if (!(whole > 0 && whole <= MOST_REQUESTS && part >= 0)) return;
    if (!(minute >= this.next && minute <= LAST_MINUTE)) return;
    // Remainders of whole numbers, as the engine knows them, cost a tenth of those of others.
    const first = minute | 0;
    if (first !== this.next) this.advance(first);
    if (span < this.span) this.dispersion.inherit(this.span);
    this.span = span;
    const events = Math.fround(Math.min(part, whole) / span);
    const requests = Math.fround(whole / span);
    if (span === 1 || this.canStep(first)) this.step(first, span, events, requests, true);
    else
      for (let at = first; at < first + span; at += 1)
        this.step(at, 1, events, requests, at === first + span - 1);
    this.next = first + span;
  }

  /** Time passes, up to a minute, without traffic. */
  advance(minute: number): void {
    if (this.next < 0) this.next = minute;
    if (minute - this.next > LONGEST_GAP) {
      this.next = minute - LONGEST_GAP;
      this.windows.clear(this.next - 1);
    }
    for (let at = this.next; at < minute;) {
      const span = this.span > 1 && at + this.span <= minute && this.canStep(at) ? this.span : 1;
      this.step(at, span, 0, 0, true);
      at += span;
    }
    this.next = Math.max(this.next, minute);
  }

  /** Whether the period that begins there can be taken as a whole: nothing depends on what happens within it. */
  private canStep(minute: number): boolean {
    const isAligned = HALF_HOUR % this.span === 0 && minute % this.span === 0;
    return isAligned && this.rise === null && this.lasting === null && this.learnedMinutes >= COLD_MINUTES;
  }

  /** @param first of `span` minutes that are alike. @param part, whole of each of them. */
  private step(first: number, span: number, part: number, whole: number, isWholePeriod: boolean): void {
    const minute = first + span - 1;
    const isCold = this.learnedMinutes < COLD_MINUTES;
    const season = whole === 0 ? 0 : isCold ? FIRST_SHARE : this.usual.seasonAt((first + minute) >> 1);
    const expected = Math.fround(whole * season);
    this.windows.add(first, span, part, whole, expected);
    this.best.nats = 0;
    this.best.least = 0;
    this.best.highest = 0;
    // A minute without an event raises no share; where a half hour is learned, what it may belong to must be known.
    if (isWholePeriod && (part > 0 || (whole > 0 && (minute + 1) % HALF_HOUR === 0))) this.judge();
    this.follow(minute, span, part, whole, season);
    if (whole > 0) this.usual.remember(first, span, part, whole);
    const isOther = whole > 0 && !isCold && this.usual.isWeekly;
    if (isWholePeriod && this.rise === null && !isCold && !isOther) this.learnDispersion(minute);
    if (this.rise === null) {
      if (isOther) this.usual.learnSlow(first, span, part, whole);
      else this.usual.learn(first, span, part, whole, expected * this.level);
      if (whole > 0) this.learnedMinutes += span;
    }
    if (isCold && !this.warmedUp(minute)) return;
    this.windows.note(first, span, this.level * this.usual.factor, this.usual.shape);
  }

  /** What the time of day is a factor on: the slow level, and before it is known the first guess as it is. */
  private get level(): number {
    return this.learnedMinutes < COLD_MINUTES ? 1 : this.usual.slow;
  }

  /** Until something has been learned, everything is compared with the first guess alone. */
  private warmedUp(minute: number): boolean {
    const isWarm = this.learnedMinutes >= COLD_MINUTES;
    if (isWarm) this.windows.clear(minute);
    if (isWarm) this.windows.rebase(this.usual.slow, this.firstShape);
    if (isWarm) this.usual.startLevels();
    return isWarm;
  }

  /** Finds the most surprising of the windows that end now. */
  private judge(): void {
    const { windows, gates, tuning } = this;
    // Counts of long periods were divided among their minutes.
    const minParts = gates.minParts - ROUNDING;
    // The widest window holds all others.
    if (windows.partFrom(windows.placeOf(WIDTHS.length - 1)) < minParts) return;
    for (let index = 0; index < WIDTHS.length; index += 1) {
      const place = windows.placeOf(index);
      const part = windows.partFrom(place);
      if (part < minParts || (WIDTHS[index] ?? 0) < this.span) continue;
      const before = windows.placeBefore(index);
      const mean = windows.expectedFrom(place) * windows.factorAt(before);
      if (part < tuning.leastFactor * mean) continue;
      const whole = windows.wholeFrom(place);
      if (part - mean < gates.minRise * whole) continue;
      this.score(index, part, whole, mean, windows.shapeAt(before));
    }
  }

  private score(index: number, part: number, whole: number, mean: number, shape: number): void {
    const { best } = this;
    const strays = this.dispersion.of(index);
    const variance = strays + 1 / shape;
    const isCold = this.learnedMinutes < COLD_MINUTES;
    const wander = mean * variance;
    // How much windows stray is known from so many of them as have passed, and of the wide ones they are few.
    const seen = this.dispersion.windowsOf(index);
    const nats = isCold
      ? upperTailNats(part, mean, 1 / variance)
      : studentNats(shareSurprise(part, whole, mean, shape, strays), seen, wander / (1 + wander));
    const least = isCold ? this.gates.unlearnedNats : this.threshold.of(index, WANDER * wander);
    if (nats > best.highest) best.highest = nats;
    if (nats - least <= best.nats - best.least && best.nats > 0) return;
    best.nats = nats;
    best.least = least;
    best.index = index;
  }

  private learnDispersion(minute: number): void {
    const ended = minute + 1;
    if (this.span === 1) this.learnWidth(0, 1);
    if (this.span <= 2 && (ended & 1) === 0) this.learnWidth(1, 1);
    // All others end at multiples of five minutes.
    if (ended % 5 === 0) this.learnWide(ended);
  }

  private learnWide(ended: number): void {
    // What may become a rise must not make itself usual, half hour by half hour.
    const ready = this.best.highest > SUSPICION * this.threshold.nats ? NARROW : WIDTHS.length;
    for (let index = 2; index < ready; index += 1) {
      const width = WIDTHS[index] ?? 0;
      const every = index < NARROW ? width : HALF_HOUR;
      if (ended % every === 0 && width >= this.span) this.learnWidth(index, every / width);
    }
  }

  private learnWidth(index: number, share: number): void {
    const { windows } = this;
    const place = windows.placeOf(index);
    const expected = windows.expectedFrom(place);
    if (!(expected > ROUNDING)) return;
    const before = windows.placeBefore(index);
    const mean = expected * windows.factorAt(before);
    this.dispersion.learn(index, windows.partFrom(place), mean, windows.shapeAt(before), share);
  }

  /** Begins and ends rises. */
  private follow(minute: number, span: number, part: number, whole: number, season: number): void {
    if (this.lasting !== null || this.ending !== null) this.followOlder(minute, part, whole, season);
    if (this.rise === null) {
      const { nats, least, highest } = this.best;
      if (nats > 0 && nats >= least) this.begin(minute, least);
      this.threshold.add(minute, span, whole, highest);
    } else {
      this.threshold.add(minute, span, whole, 0);
      this.followRise(this.rise, minute, part, whole, season);
    }
  }

  /** The one that is usual by now, and the one that is nearly over. */
  private followOlder(minute: number, part: number, whole: number, season: number): void {
    const { lasting, ending } = this;
    if (lasting !== null) {
      const isOver = lasting.endsWith(minute, part, whole, season * lasting.factor, LASTING_NATS);
      if (isOver || minute - lasting.start > MOST_MINUTES) this.lasting = null;
      if (isOver) this.onEnd(lasting);
    }
    if (ending !== null && minute - ending.seenUntil > REJOIN_MINUTES) {
      this.onEnd(ending);
      this.ending = null;
    }
  }

  private followRise(rise: OpenRise, minute: number, part: number, whole: number, season: number): void {
    rise.nats = Math.max(rise.nats, this.best.highest);
    if (rise.endsWith(minute, part, whole, season * rise.factor, this.tuning.recoveryNats)) {
      this.rise = null;
      this.ending = rise;
      this.windows.clear(minute);
    } else if (minute - rise.start >= this.tuning.holdMinutes) {
      this.rise = null;
      this.windows.clear(minute);
      this.usual.adopt(rise.part, (rise.expected / rise.factor) * this.level);
      this.windows.rebase(this.level * this.usual.factor, this.usual.shape);
      if (this.lasting !== null) this.onEnd(this.lasting);
      this.lasting = rise;
    }
  }

  private begin(minute: number, thresholdNats: number): void {
    const { windows } = this;
    const { nats, index } = this.best;
    const factor = windows.factorAt(windows.placeBefore(index));
    const extent = riseExtent(windows, minute, index >= NARROW, factor);
    const isBack = this.ending !== null && extent.start - this.ending.seenUntil <= REJOIN_MINUTES;
    const resumed = isBack ? this.ending : null;
    resumed?.resume(minute, extent, nats);
    this.rise = resumed ?? new OpenRise(minute, extent, factor, nats, thresholdNats);
    if (isBack) this.ending = null;
    if (this.learnedMinutes < COLD_MINUTES) this.usual.forget();
    else this.usual.unlearn(windows.between(Math.max(extent.start - 1, minute - 60), minute));
  }
}

/** Beyond these nothing is exact any more. */
const MOST_REQUESTS = 2 ** 40;
const LAST_MINUTE = 2 ** 30 - 1;
const ROUNDING = 1e-4;
/** How soon the wandering of a share outweighs chance. */
const WANDER = 4;
/** So much of a threshold is no chance any more, most of the time. */
const SUSPICION = 0.5;
/** Bursts that follow each other this closely are one rise that comes and goes. */
const REJOIN_MINUTES = 15;
/** After so many minutes without traffic nothing of the last ones matters any more. */
const LONGEST_GAP = 3 * 1_440;
/** So many minutes with traffic, and a share has been learned. */
const COLD_MINUTES = 60;
/** A share that has become usual is not over because of a few good minutes. */
const LASTING_NATS = 20;
/** What has lasted so long is how it is. */
const MOST_MINUTES = 3 * 1_440;
