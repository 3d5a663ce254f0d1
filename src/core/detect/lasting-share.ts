import { blockMaximaQuantile } from "../stats/block-maxima.ts";
import type { ShareGates } from "./share-gates.ts";

/** Counts of periods that follow each other, with the share of events that is usual in each. */
export interface UsualCounts {
  readonly part: ArrayLike<number>;
  readonly whole: ArrayLike<number>;
  /** 0..1, exclusive. */
  readonly usual: ArrayLike<number>;
}

/** A stretch of periods whose share is too high to be chance. Places; the end is exclusive. */
export interface RaisedShare {
  readonly start: number;
  readonly end: number;
  /** How exactly the start is known: it lies before this place. */
  readonly startBefore: number;
  readonly part: number;
  readonly whole: number;
  /** Events that were to be expected. */
  readonly expected: number;
  /** Log-likelihood ratio of its own share against the usual one. */
  readonly nats: number;
  readonly thresholdNats: number;
}

/**
 * The stretch of a window that shows a raised share best, against a share that is known from many days.
 *
 * The detector that follows a share minute by minute allows for how little its last hours tell of the usual one. Where a
 * tenth of the requests or more are events, hours in which twice as many are can be within that allowance, and the share
 * of days is known well. So every stretch of the window is held against it, as a log-likelihood ratio, and the best
 * must pass a false-alarm budget and 1.6 times what as long parts of the past climbed to in three of four of them: a share
 * that wanders is not listened to for wandering, and one bad day of a week does not deafen.
 *
 * Shape: null where nothing passes. Where there are more than a hundred periods, as many of them are taken together as
 * make a hundred at most; of a window that is longer than an eighth of the past, the newest part as long as that.
 * Cost: the square of a hundred for each as long part of the past.
 *
 * Sources: scan statistics, Kulldorff 1997; calibration on the series' own past.
 *
 * @param gates the fewest events and the least difference to the usual share; many series ask for more.
 */
export function lastingShare(
  past: UsualCounts,
  now: UsualCounts,
  { minParts, minRise, extraNats }: Pick<ShareGates, "minParts" | "minRise" | "extraNats">,
): RaisedShare | null {
  const each = Math.ceil(now.whole.length / MOST_PERIODS);
  if (each === 0) return null;
  const [before, window] = [takenTogether(past, each), takenTogether(now, each)];
  const most = window.whole.length;
  const length = Math.min(most, Math.floor(before.whole.length / LEAST_PARTS));
  const best = mostRaised(window, most - length, most, minParts);
  const budget = BUDGET_NATS + extraNats;
  if (best === null || best.nats < budget) return null;
  // Asked of the best stretch and not of each: parts of a smaller rise exceed it by chance.
  if (best.part - best.expected < minRise * best.whole) return null;
  const climbs: number[] = [];
  for (let end = before.whole.length; end >= length; end -= length)
    climbs.push(mostRaised(before, end - length, end, minParts)?.nats ?? 0);
  const own = OWN.factor * blockMaximaQuantile(climbs, 1, OWN.quantile);
  const thresholdNats = Math.max(budget, own);
  if (best.nats < thresholdNats) return null;
  // Counted from the end: the first of the longer periods may be a shorter one.
  const placeOf = (place: number): number => Math.max(0, now.whole.length - (most - place) * each);
  return {
    ...best,
    start: placeOf(best.start),
    startBefore: placeOf(best.start + 1),
    end: placeOf(best.end),
    thresholdNats,
  };
}

const MOST_PERIODS = 100;
/** As for errors: so much evidence is hardly ever chance, whichever of some hundred stretches is the best. */
const BUDGET_NATS = 14;
const LEAST_FACTOR = 1.3;
/** Fewer parts of the past say too little of what the best of them are. */
const LEAST_PARTS = 8;
const OWN = { quantile: 0.75, factor: 1.6 };

/** Sums over so many periods, the newest whole. */
function takenTogether({ part, whole, usual }: UsualCounts, each: number): UsualCounts {
  if (each === 1) return { part, whole, usual };
  const length = Math.ceil(whole.length / each);
  const sums = (valueAt: (index: number) => number): number[] =>
    Array.from({ length }, (_, place) => {
      const end = whole.length - (length - 1 - place) * each;
      let sum = 0;
      for (let index = Math.max(0, end - each); index < end; index += 1) sum += valueAt(index);
      return sum;
    });
  const requests = sums((index) => whole[index] ?? 0);
  const expected = sums((index) => (whole[index] ?? 0) * (usual[index] ?? 0));
  return {
    part: sums((index) => part[index] ?? 0),
    whole: requests,
    usual: expected.map((events, place) => events / Math.max(1, requests[place] ?? 0)),
  };
}

type Best = Omit<RaisedShare, "startBefore" | "thresholdNats">;

function mostRaised(
  { part, whole, usual }: UsualCounts,
  from: number,
  to: number,
  minParts: number,
): Best | null {
  let best: Best | null = null;
  for (let start = from; start < to; start += 1) {
    // What begins with nothing begins later.
    if (!((part[start] ?? 0) > 0)) continue;
    let [events, requests, expected] = [0, 0, 0];
    for (let place = start; place < to; place += 1) {
      events += part[place] ?? 0;
      requests += whole[place] ?? 0;
      expected += (whole[place] ?? 0) * (usual[place] ?? 0);
      if (events < minParts || events < LEAST_FACTOR * expected) continue;
      const nats = ratioNats(events, requests, expected / requests);
      if (nats > (best?.nats ?? 0))
        best = { start, end: place + 1, part: events, whole: requests, expected, nats };
    }
  }
  return best;
}

function ratioNats(part: number, whole: number, usual: number): number {
  const others = whole - part;
  return (
    part * Math.log(part / whole / usual) +
    (others <= 0 ? 0 : others * Math.log(others / whole / (1 - usual)))
  );
}
