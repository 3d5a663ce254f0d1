import type { Counted } from "./recent-windows.ts";
import { natsOf } from "./rise-extent.ts";

/** A stretch in which a share was too high to be chance. Minutes since 1970; ends are exclusive. */
export interface ShareRise {
  readonly start: number;
  /** The end of the last minute in which it was seen. */
  readonly seenUntil: number;
  /** Counts from `start` to `seenUntil`. */
  readonly part: number;
  readonly whole: number;
  /** Events that were to be expected in that time. */
  readonly expected: number;
  /** Of the most surprising window. */
  readonly nats: number;
  readonly thresholdNats: number;
}

/** Without a sign of it for so long, it is over: there is no traffic left to show it. */
const SILENCE_MINUTES = 120;

/** A rise that goes on until a sequential test (Wald 1945, restarted as Page 1954 does) says that the share is as usual. */
export class OpenRise implements ShareRise {
  readonly start: number;
  seenUntil: number;
  part: number;
  whole: number;
  expected: number;
  nats: number;
  readonly thresholdNats: number;
  /** Of the usual share, as it was before. */
  readonly factor: number;
  private recovery = 0;
  private share: number;
  private doubtful = { part: 0, whole: 0, expected: 0 };

  constructor(minute: number, extent: Counted, factor: number, nats: number, thresholdNats: number) {
    this.start = extent.start;
    this.seenUntil = minute + 1;
    this.part = extent.part;
    this.whole = extent.whole;
    this.expected = extent.expected;
    this.nats = nats;
    this.thresholdNats = thresholdNats;
    this.factor = factor;
    this.share = extent.part / Math.max(1e-9, extent.whole);
  }

  /** It was not over: a window shows it again, from `extent.start` on. */
  resume(minute: number, extent: Counted, nats: number): void {
    this.recovery = 0;
    this.doubtful = { part: 0, whole: 0, expected: 0 };
    this.part += extent.part;
    this.whole += extent.whole;
    this.expected += extent.expected;
    this.nats = Math.max(this.nats, nats);
    this.seenUntil = minute + 1;
    this.share = extent.part / Math.max(1e-9, extent.whole);
  }

  /** Adds a minute, and says whether that ends it. @param usual share to be expected in it. */
  endsWith(minute: number, part: number, whole: number, usual: number, recoveryNats: number): boolean {
    if (whole === 0) return minute - this.seenUntil >= SILENCE_MINUTES;
    const { event, other } = natsOf(this.share, usual);
    this.recovery -= part * event + (whole - part) * other;
    this.doubtful.part += part;
    this.doubtful.whole += whole;
    this.doubtful.expected += whole * usual;
    if (this.recovery <= 0) this.confirm(minute);
    return this.recovery >= recoveryNats || minute - this.seenUntil >= SILENCE_MINUTES;
  }

  private confirm(minute: number): void {
    const { part, whole, expected } = this.doubtful;
    this.recovery = 0;
    this.part += part;
    this.whole += whole;
    this.expected += expected;
    this.doubtful = { part: 0, whole: 0, expected: 0 };
    this.seenUntil = minute + 1;
    this.share = this.part / this.whole;
  }
}
