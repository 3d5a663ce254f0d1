import { blockMaximaQuantile } from "../stats/block-maxima.ts";

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
 * must pass a false-alarm budget and 1.6 times what as long parts of the past climbed to in nine of ten of them: a share
 * that wanders is not listened to for wandering.
 *
 * Shape: null where nothing passes. Cost: the square of the window's periods, a hundred of them at most.
 *
 * Sources: scan statistics, Kulldorff 1997; calibration on the series' own past.
 *
 * @param minRise least difference to the usual share.
 */
export function lastingShare(past: UsualCounts, now: UsualCounts, minRise: number): RaisedShare | null {
  const length = now.whole.length;
  if (length === 0 || length > MOST_PERIODS) return null;
  const best = mostRaised(now, 0, length);
  if (best === null || best.nats < BUDGET_NATS) return null;
  // Asked of the best stretch and not of each: parts of a smaller rise exceed it by chance.
  if (best.part - best.expected < minRise * best.whole) return null;
  const climbs: number[] = [];
  for (let end = past.whole.length; end >= length; end -= length)
    climbs.push(mostRaised(past, end - length, end)?.nats ?? 0);
  if (climbs.length < LEAST_PARTS) return null;
  const own = OWN.factor * blockMaximaQuantile(climbs, 1, OWN.quantile);
  const thresholdNats = Math.max(BUDGET_NATS, own);
  return best.nats >= thresholdNats ? { ...best, thresholdNats } : null;
}

const MOST_PERIODS = 100;
/** As for errors: so much evidence is hardly ever chance, whichever of some hundred stretches is the best. */
const BUDGET_NATS = 14;
const LEAST_EVENTS = 7;
const LEAST_FACTOR = 1.3;
/** Fewer parts of the past say too little of what the best of them are. */
const LEAST_PARTS = 8;
const OWN = { quantile: 0.9, factor: 1.6 };

function mostRaised(
  { part, whole, usual }: UsualCounts,
  from: number,
  to: number,
): Omit<RaisedShare, "thresholdNats"> | null {
  let best: Omit<RaisedShare, "thresholdNats"> | null = null;
  for (let start = from; start < to; start += 1) {
    // What begins with nothing begins later.
    if (!((part[start] ?? 0) > 0)) continue;
    let [events, requests, expected] = [0, 0, 0];
    for (let place = start; place < to; place += 1) {
      events += part[place] ?? 0;
      requests += whole[place] ?? 0;
      expected += (whole[place] ?? 0) * (usual[place] ?? 0);
      if (events < LEAST_EVENTS || events < LEAST_FACTOR * expected) continue;
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
