import type { LatencyModel, Overhead } from "./behaviour.ts";
import { scaledFrom } from "./latency-model.ts";
import { LatencySketch } from "./latency-sketch.ts";
import { normalCdf } from "./normal-cdf.ts";

/**
 * A latency distribution cut into narrow pieces with their shares, so that many requests can be drawn at
 * once: one Poisson count for each group of pieces, one by one only in the tails where counts are small.
 *
 *   groups:   |tail halves|  about 1/36 each  |tail halves|
 *              . . ..:.:::|:|:|:|:|:|:|:|:|:::|.:.. . .
 */
export interface LatencyTable {
  /** Ascending, milliseconds; equal ends are a constant. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Share of the distribution up to the end of each piece; the last is 1. */
  readonly cumulative: Float64Array;
  /** The first piece that reaches each 256th: where to look for a quantile. */
  readonly guide: Uint16Array;
  readonly groups: readonly LatencyGroup[];
  /** For distributions that are added to another: few intervals, fine enough for that. */
  readonly strata: readonly LatencyGroup[];
  /** Fewer still, for where the other one is much wider. */
  readonly coarseStrata: readonly LatencyGroup[];
  readonly mean: number;
  readonly deviation: number;
}

/** A run of neighbouring pieces. */
export interface LatencyGroup {
  readonly lowMs: number;
  readonly highMs: number;
  readonly meanMs: number;
  readonly share: number;
  /** Share of everything below it. */
  readonly below: number;
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
const BODY_SHARE = 1 / 36;
const STRATA = [0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.92, 0.98, 1] as const;
const COARSE_STRATA = [0, 0.5, 0.9, 1] as const;

const ofModel = new WeakMap<LatencyModel, LatencyTable>();

/** Kept by the model's identity. */
export function latencyTable(model: LatencyModel): LatencyTable {
  const known = ofModel.get(model);
  if (known) return known;
  const origin = scaledFrom(model);
  const base = origin && latencyTable(origin.model);
  const isBelowCap = origin && base && (base.high.at(-1) ?? 0) * Math.max(1, origin.factor) < model.capMs;
  const table = isBelowCap ? scaleTable(base, origin.factor) : toTable(modelPieces(model));
  ofModel.set(model, table);
  return table;
}

const ofSum = new WeakMap<LatencyTable, WeakMap<LatencyTable, LatencyTable>>();

/** The distribution of the phases' sum. Kept by the identity of the models. */
export function overheadTable(overhead: Overhead): LatencyTable {
  let table = latencyTable(overhead.gateway);
  for (const phase of [overhead.authorizer, overhead.waf]) {
    if (phase !== null) table = sumTable(latencyTable(phase), table);
  }
  return table;
}

/** The value below which the share `q` (0..1) of the distribution lies. */
export function valueAt(table: LatencyTable, q: number): number {
  const { cumulative } = table;
  const place = Math.min(GUIDE - 1, Math.max(0, Math.floor(q * GUIDE)));
  let from = table.guide[place] ?? 0;
  let to = table.guide[place + 1] ?? cumulative.length - 1;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((cumulative[middle] ?? 1) < q) from = middle + 1;
    else to = middle;
  }
  const low = table.low[from] ?? 0;
  const high = table.high[from] ?? low;
  const below = from === 0 ? 0 : (cumulative[from - 1] ?? 0);
  const share = (cumulative[from] ?? 1) - below;
  return share > 0 ? low + ((high - low) * (q - below)) / share : low;
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

function sumTable(first: LatencyTable, second: LatencyTable): LatencyTable {
  const ofFirst = ofSum.get(first) ?? new WeakMap<LatencyTable, LatencyTable>();
  ofSum.set(first, ofFirst);
  const known = ofFirst.get(second);
  if (known) return known;
  const sketch = new LatencySketch();
  for (const one of first.groups) {
    for (const other of second.groups) {
      const share = one.share * other.share;
      sketch.addInterval(one.lowMs + other.lowMs, one.highMs + other.highMs, share);
      sketch.addTotals(share, 0, 0, 0);
    }
  }
  const pieces = [...sketch.buckets()].map(({ lowMs, highMs, times }) => ({
    low: lowMs,
    high: highMs,
    share: times,
  }));
  const table = toTable(pieces);
  ofFirst.set(second, table);
  return table;
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
  const table: LatencyTable = {
    low: Float64Array.from(used, (piece) => piece.low),
    high: Float64Array.from(used, (piece) => piece.high),
    cumulative,
    guide: toGuide(cumulative),
    mean,
    deviation: Math.sqrt(Math.max(0, square - mean * mean)),
    groups: [],
    strata: [],
    coarseStrata: [],
  };
  return {
    ...table,
    groups: toGroups(table),
    strata: toStrata(table, STRATA),
    coarseStrata: toStrata(table, COARSE_STRATA),
  };
}

/** Shares stay, values are multiplied: the same as the table of the scaled distribution. */
function scaleTable(table: LatencyTable, factor: number): LatencyTable {
  const scaleGroup = (group: LatencyGroup): LatencyGroup => ({
    ...group,
    lowMs: group.lowMs * factor,
    highMs: group.highMs * factor,
    meanMs: group.meanMs * factor,
  });
  return {
    ...table,
    low: table.low.map((value) => value * factor),
    high: table.high.map((value) => value * factor),
    groups: table.groups.map(scaleGroup),
    strata: table.strata.map(scaleGroup),
    coarseStrata: table.coarseStrata.map(scaleGroup),
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

/** Runs of pieces: narrow everywhere, of equal share in the body, halving towards both ends. */
function toGroups(table: Pick<LatencyTable, "low" | "high" | "cumulative">): LatencyGroup[] {
  const { low, high, cumulative } = table;
  const groups: LatencyGroup[] = [];
  let from = 0;
  let below = 0;
  let weighted = 0;
  for (let index = 0; index < cumulative.length; index += 1) {
    const lowMs = low[from] ?? 0;
    const highMs = high[index] ?? 0;
    const upTo = cumulative[index] ?? 1;
    const before = index === 0 ? 0 : (cumulative[index - 1] ?? 0);
    weighted += ((upTo - before) * ((low[index] ?? 0) + (high[index] ?? 0))) / 2;
    const share = upTo - below;
    const wanted = Math.min(BODY_SHARE, Math.max(1e-7, Math.min(below, 1 - below) / 2));
    const nextHigh = high[index + 1];
    const isConstant = low[index] === high[index] || low[index + 1] === nextHigh;
    if (nextHigh === undefined || share >= wanted || nextHigh > lowMs * 1.2 + 0.25 || isConstant) {
      if (share > 0) groups.push({ lowMs, highMs, meanMs: weighted / share, share, below });
      from = index + 1;
      below = upTo;
      weighted = 0;
    }
  }
  return groups;
}

/** Intervals at fixed quantiles; each is placed so that its middle is its mean. */
function toStrata(table: LatencyTable, ends: readonly number[]): LatencyGroup[] {
  const steps = 16;
  return ends.slice(1).map((upTo, index) => {
    const below = ends[index] ?? 0;
    let meanMs = 0;
    for (let step = 0; step < steps; step += 1) {
      meanMs += valueAt(table, below + ((upTo - below) * (step + 0.5)) / steps) / steps;
    }
    const half = Math.min(meanMs - valueAt(table, below), valueAt(table, upTo) - meanMs);
    return { lowMs: meanMs - half, highMs: meanMs + half, meanMs, share: upTo - below, below };
  });
}
