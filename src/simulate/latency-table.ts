import type { LatencyModel, Overhead } from "./behaviour.ts";
import { scaledFrom } from "./latency-model.ts";
import { LatencySketch } from "./latency-sketch.ts";
import { normalCdf } from "./normal-cdf.ts";

/**
 * A latency distribution cut into narrow pieces with their shares, so that many requests can be drawn at
 * once: one Poisson count for each group of pieces, one by one only in the tails where counts are small.
 *
 *   groups:   |tail doubles|  about 1/14 each  |tail halves|
 *              . . ..:.:::|:|:|:|:|:|:|:|:|:::|:.:.. . .
 *
 * A distribution that is scaled, as drift does all the time, shares the cut: only its factor differs.
 */
export interface LatencyTable {
  readonly cut: LatencyCut;
  /** By which every value of the cut is multiplied. */
  readonly factor: number;
  /** Milliseconds, like the deviation. */
  readonly mean: number;
  readonly deviation: number;
}

/** Values before they are multiplied by the table's factor. */
interface LatencyCut {
  /** Ascending; equal ends are a constant. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Share of the distribution up to the end of each piece; the last is 1. */
  readonly cumulative: Float64Array;
  /** The first piece that reaches each 256th: where to look for a quantile. */
  readonly guide: Uint16Array;
  readonly groups: LatencyGroups;
}

/** Runs of neighbouring pieces, side by side: an array of objects costs several times as much to walk through. */
interface LatencyGroups {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly mean: Float64Array;
  readonly share: Float64Array;
  /** Share of everything below each; one more than there are groups, the last is 1. */
  readonly below: Float64Array;
}

interface Piece {
  readonly low: number;
  readonly high: number;
  readonly share: number;
}

const STEP = 1.02;
/** Beyond so many standard deviations of the logarithm lie 4 in 10^8. */
const REACH = 5.5;
const GUIDE = 256;
const BODY_SHARE = 1 / 14;
/** The logarithm of the ratio of two tables' factors is rounded to multiples of this where their sum is tabulated. */
const RATIO_STEP = 0.02;

const ofModel = new WeakMap<LatencyModel, LatencyTable>();

/** Kept by the model's identity. */
export function latencyTable(model: LatencyModel): LatencyTable {
  const known = ofModel.get(model);
  if (known) return known;
  const origin = scaledFrom(model);
  const table = (origin && scaledTable(origin.model, origin.factor)) ?? toTable(modelPieces(model));
  ofModel.set(model, table);
  return table;
}

const ofOverhead = new WeakMap<Overhead, LatencyTable>();

/** The distribution of the phases' sum. Kept by identity. */
export function overheadTable(overhead: Overhead): LatencyTable {
  const known = ofOverhead.get(overhead);
  if (known) return known;
  let table = latencyTable(overhead.gateway);
  for (const phase of [overhead.authorizer, overhead.waf]) {
    if (phase !== null) table = sumTable(latencyTable(phase), table);
  }
  ofOverhead.set(overhead, table);
  return table;
}

/** The value below which the share `q` (0..1) of the distribution lies. */
export function valueAt(table: LatencyTable, q: number): number {
  const { cumulative, guide, low: lows, high: highs } = table.cut;
  const place = Math.min(GUIDE - 1, Math.max(0, Math.floor(q * GUIDE)));
  let from = guide[place] ?? 0;
  let to = guide[place + 1] ?? cumulative.length - 1;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((cumulative[middle] ?? 1) < q) from = middle + 1;
    else to = middle;
  }
  const low = lows[from] ?? 0;
  const high = highs[from] ?? low;
  const below = from === 0 ? 0 : (cumulative[from - 1] ?? 0);
  const share = (cumulative[from] ?? 1) - below;
  return table.factor * (share > 0 ? low + ((high - low) * (q - below)) / share : low);
}

function modelPieces(model: LatencyModel): Piece[] {
  const weight = model.parts.reduce((sum, part) => sum + part.weight, 0);
  const pieces: Piece[] = [];
  const spread = model.parts.filter((part) => part.sigma > 0);
  for (const part of model.parts) {
    const value = Math.min(part.medianMs, model.capMs);
    if (part.sigma === 0) pieces.push({ low: value, high: value, share: part.weight / weight });
  }
  if (spread.length === 0) return pieces;
  const below = (value: number): number =>
    spread.reduce(
      (sum, part) => sum + (part.weight / weight) * normalCdf(Math.log(value / part.medianMs) / part.sigma),
      0,
    );
  const end = Math.max(...spread.map((part) => part.medianMs * Math.exp(REACH * part.sigma)));
  const stop = Math.min(end, model.capMs);
  let low = Math.min(stop, ...spread.map((part) => part.medianMs * Math.exp(-REACH * part.sigma)));
  let before = 0;
  while (low < stop) {
    const high = Math.min(stop, low * STEP);
    const upTo = below(high);
    pieces.push({ low, high, share: upTo - before });
    before = upTo;
    low = high;
  }
  const total = spread.reduce((sum, part) => sum + part.weight / weight, 0);
  // What the cap cuts off happens at the cap.
  if (end > model.capMs && total > before)
    pieces.push({ low: model.capMs, high: model.capMs, share: total - before });
  return pieces.sort((left, right) => left.low - right.low || left.high - right.high);
}

const ofSum = new WeakMap<LatencyCut, WeakMap<LatencyCut, Map<number, LatencyTable>>>();

/**
 * The distribution of the sum of two independent latencies. Kept by the cuts and the ratio of the factors,
 * which is rounded by up to 1 %; mean and deviation are not.
 */
export function sumTable(first: LatencyTable, second: LatencyTable): LatencyTable {
  const ofFirst = ofSum.get(first.cut) ?? new WeakMap<LatencyCut, Map<number, LatencyTable>>();
  ofSum.set(first.cut, ofFirst);
  const ofBoth = ofFirst.get(second.cut) ?? new Map<number, LatencyTable>();
  ofFirst.set(second.cut, ofBoth);
  const step = Math.round(Math.log(second.factor / first.factor) / RATIO_STEP);
  const table =
    ofBoth.get(step) ?? sumOfCuts(first.cut.groups, second.cut.groups, Math.exp(step * RATIO_STEP));
  ofBoth.set(step, table);
  return {
    cut: table.cut,
    factor: first.factor,
    mean: first.mean + second.mean,
    deviation: Math.hypot(first.deviation, second.deviation),
  };
}

/** Two groups add up to an interval around their means, as wide as makes the variance of two even spreads. */
function sumOfCuts(first: LatencyGroups, second: LatencyGroups, ratio: number): LatencyTable {
  const sketch = new LatencySketch();
  for (let index = 0; index < first.share.length; index += 1) {
    const width = (first.high[index] ?? 0) - (first.low[index] ?? 0);
    const mean = first.mean[index] ?? 0;
    const share = first.share[index] ?? 0;
    for (let other = 0; other < second.share.length; other += 1) {
      const otherWidth = ratio * ((second.high[other] ?? 0) - (second.low[other] ?? 0));
      const middle = mean + ratio * (second.mean[other] ?? 0);
      const half = Math.sqrt(width * width + otherWidth * otherWidth) / 2;
      sketch.addInterval(Math.max(0, middle - half), middle + half, share * (second.share[other] ?? 0));
    }
  }
  sketch.addTotals(1, 0, 0, 0);
  return toTable(
    [...sketch.buckets()].map(({ lowMs, highMs, times }) => ({ low: lowMs, high: highMs, share: times })),
  );
}

function toTable(pieces: readonly Piece[]): LatencyTable {
  const used = pieces.filter((piece) => piece.share > 1e-13);
  const total = used.reduce((sum, piece) => sum + piece.share, 0);
  const cumulative = new Float64Array(used.length);
  let sum = 0;
  let mean = 0;
  let square = 0;
  used.forEach((piece, index) => {
    const share = piece.share / total;
    const middle = (piece.low + piece.high) / 2;
    sum += share;
    cumulative[index] = sum;
    mean += share * middle;
    square += share * middle * middle;
  });
  if (used.length > 0) cumulative[used.length - 1] = 1;
  const low = Float64Array.from(used, (piece) => piece.low);
  const high = Float64Array.from(used, (piece) => piece.high);
  const groups = toGroups(low, high, cumulative);
  return {
    cut: { low, high, cumulative, guide: toGuide(cumulative), groups },
    factor: 1,
    mean,
    deviation: Math.sqrt(Math.max(0, square - mean * mean)),
  };
}

/** Shares stay, values are multiplied: the same as the table of the scaled model, unless its cap would show. */
function scaledTable(model: LatencyModel, factor: number): LatencyTable | undefined {
  const { cut, ...table } = latencyTable(model);
  const highest = (cut.high.at(-1) ?? 0) * table.factor;
  if (highest * Math.max(1, factor) >= model.capMs) return undefined;
  return {
    cut,
    factor: table.factor * factor,
    mean: table.mean * factor,
    deviation: table.deviation * factor,
  };
}

function toGuide(cumulative: Float64Array): Uint16Array {
  const guide = new Uint16Array(GUIDE + 1);
  let piece = 0;
  for (let place = 0; place <= GUIDE; place += 1) {
    while (piece < cumulative.length - 1 && (cumulative[piece] ?? 1) < place / GUIDE) piece += 1;
    guide[place] = piece;
  }
  return guide;
}

/** Runs of pieces: narrow everywhere, of equal share in the body, ever smaller towards both ends. */
function toGroups(low: Float64Array, high: Float64Array, cumulative: Float64Array): LatencyGroups {
  const groups: { low: number; high: number; mean: number; share: number; below: number }[] = [];
  let from = 0;
  let below = 0;
  let weighted = 0;
  const shareOf = (index: number): number => (cumulative[index] ?? 1) - (cumulative[index - 1] ?? 0);
  for (let index = 0; index < cumulative.length; index += 1) {
    const first = low[from] ?? 0;
    const last = high[index] ?? 0;
    const upTo = cumulative[index] ?? 1;
    weighted += (shareOf(index) * ((low[index] ?? 0) + last)) / 2;
    const share = upTo - below;
    const wanted = Math.min(BODY_SHARE, Math.max(1e-7, Math.min(below, (1 - below) / 2)));
    const nextHigh = high[index + 1];
    const isConstant = low[index] === last || low[index + 1] === nextHigh;
    const isNextLarge = nextHigh !== undefined && shareOf(index + 1) > BODY_SHARE;
    const isWide = nextHigh !== undefined && nextHigh > first * 1.2 + 0.25;
    if (nextHigh !== undefined && share < wanted && !isWide && !isConstant && !isNextLarge) continue;
    // A piece that holds a large share alone is cut by rank too, since ranks are what sums are cut by.
    const whole = share > 0 ? 1 : 0;
    const parts = from === index ? Math.max(whole, Math.round(share / BODY_SHARE)) : whole;
    for (let part = 0; part < parts; part += 1) {
      const start = first + ((last - first) * part) / parts;
      const end = first + ((last - first) * (part + 1)) / parts;
      const mean = parts === 1 ? weighted / share : (start + end) / 2;
      groups.push({
        low: start,
        high: end,
        mean,
        share: share / parts,
        below: below + (share * part) / parts,
      });
    }
    from = index + 1;
    below = upTo;
    weighted = 0;
  }
  return {
    low: Float64Array.from(groups, (group) => group.low),
    high: Float64Array.from(groups, (group) => group.high),
    mean: Float64Array.from(groups, (group) => group.mean),
    share: Float64Array.from(groups, (group) => group.share),
    below: Float64Array.from([...groups.map((group) => group.below), 1]),
  };
}
