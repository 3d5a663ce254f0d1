import { compareText } from "../../core/order.ts";
import { CELL_COLUMNS, TOP_LISTS } from "./aggregates.ts";
import type {
  Counts,
  GroupAggregate,
  LogAggregates,
  Outcome,
  TopEntry,
  TopList,
  WorstRequest,
} from "./aggregates.ts";
import { compareTop } from "./compare-top.ts";
import { mergeDistributions } from "./distribution.ts";

const SAMPLES = 5;
const WORST = 10;
/** As many as assembly/summary.ts has. */
const PLACES = 4096;

/** The aggregates of both logs together. Takes over what it is given: neither may be used afterwards. */
export function mergeAggregates(left: LogAggregates, right: LogAggregates): LogAggregates {
  const places = mergeRows(left.groups, right.groups, groupName, mergeGroup);
  const [l, r] = [left.overflow, right.overflow];
  return {
    requests: left.requests + right.requests,
    repaired: left.repaired + right.repaired,
    unparsed: left.unparsed + right.unparsed,
    tooLong: left.tooLong + right.tooLong,
    samples: [...left.samples, ...right.samples].slice(0, SAMPLES),
    filtered: left.filtered + right.filtered,
    untimed: left.untimed + right.untimed,
    groups: left.groups,
    minutes: [...left.minutes, ...right.minutes],
    cells: mergeCells(left.cells, right.cells, places),
    top: mergeTop(left.top, right.top),
    worst: [...left.worst, ...right.worst].sort(compareWorst).slice(0, WORST),
    overflow: {
      groups: l.groups + r.groups,
      minutes: l.minutes + r.minutes,
      cells: l.cells + r.cells,
      outcomes: l.outcomes + r.outcomes,
      latencies: l.latencies + r.latencies,
    },
  };
}

/**
 * Makes one row of those of the same name. The scanner tells bytes apart, and bytes that are not UTF-8 can come to the
 * same text.
 */
export function coalesce(aggregates: LogAggregates): LogAggregates {
  const groups: GroupAggregate[] = [];
  const places = mergeRows(groups, aggregates.groups, groupName, mergeGroup);
  const cells = mergeCells(new Uint32Array(0), aggregates.cells, places);
  const top = { ...aggregates.top };
  for (const name of TOP_LISTS) {
    const entries: TopEntry[] = [];
    mergeRows(entries, aggregates.top[name].entries, (entry) => entry.text, addTopEntry);
    top[name] = { entries: entries.sort(compareTop), floor: aggregates.top[name].floor };
  }
  return { ...aggregates, groups, cells, top };
}

function groupName({ target, key }: GroupAggregate): string {
  return key === null ? "" : JSON.stringify([target, key]);
}

/** Slowest first; ties by id. */
function compareWorst(left: WorstRequest, right: WorstRequest): number {
  return right.latencyMs - left.latencyMs || compareText(left.requestId, right.requestId);
}

/** Adds rows to those of the same name, or behind the last. Returns where each has gone. */
function mergeRows<Row>(
  into: Row[],
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  merge: (into: Row, row: Row) => void,
): number[] {
  const placeOf = new Map(into.map((row, place) => [nameOf(row), place]));
  return rows.map((row) => {
    const name = nameOf(row);
    const place = placeOf.get(name) ?? into.length;
    const known = into[place];
    if (known) merge(known, row);
    else {
      into.push(row);
      placeOf.set(name, place);
    }
    return place;
  });
}

function addCounts(into: Counts, counts: Counts): void {
  into.requests += counts.requests;
  into.throttled += counts.throttled;
  into.quotaExceeded += counts.quotaExceeded;
  into.gatewayErrors += counts.gatewayErrors;
  for (const [at, count] of counts.byClass.entries()) into.byClass[at] = (into.byClass[at] ?? 0) + count;
}

/** Also of groups of different targets, for a reader who does not ask by target. */
export function mergeGroup(into: GroupAggregate, group: GroupAggregate): void {
  addCounts(into, group);
  into.distributions = into.distributions.map((one, at) =>
    mergeDistributions(one, group.distributions[at] ?? null),
  );
  if (group.bytes !== null) into.bytes = (into.bytes ?? 0) + group.bytes;
  const outcomeName = ({ status, responseType }: Outcome): string => `${status} ${responseType ?? ""}`;
  // Copies, for what is merged into the total is told of its own group as well.
  const outcomes = group.outcomes.map((outcome) => ({ ...outcome }));
  mergeRows(into.outcomes, outcomes, outcomeName, (known, outcome) => {
    known.requests += outcome.requests;
  });
}

function mergeCells(left: Uint32Array, right: Uint32Array, places: readonly number[]): Uint32Array {
  const cells = new Uint32Array(left.length + right.length);
  cells.set(left);
  cells.set(right, left.length);
  for (let at = left.length; at < cells.length; at += CELL_COLUMNS) cells[at] = places[cells[at] ?? 0] ?? 0;
  return cells;
}

function mergeTop(left: LogAggregates["top"], right: LogAggregates["top"]): LogAggregates["top"] {
  const top = { ...left };
  for (const name of TOP_LISTS) top[name] = mergeTopList(left[name], right[name]);
  return top;
}

/**
 * A text that one side does not name can have had up to that side's floor: its count and its error grow by it.
 *
 * Source: Agarwal et al., "Mergeable Summaries" (2012).
 */
function mergeTopList(left: TopList, right: TopList): TopList {
  const merged = new Map(left.entries.map((entry) => [entry.text, entry]));
  const shared = new Set<string>();
  for (const entry of right.entries) {
    const known = merged.get(entry.text);
    shared.add(entry.text);
    if (known) addTopEntry(known, entry);
    else {
      addError(entry, left.floor);
      merged.set(entry.text, entry);
    }
  }
  if (right.floor > 0)
    for (const entry of left.entries) if (!shared.has(entry.text)) addError(entry, right.floor);
  const entries = [...merged.values()].sort(compareTop);
  const floor = Math.max(left.floor + right.floor, entries[PLACES]?.requests ?? 0);
  return { entries: entries.slice(0, PLACES), floor };
}

function addError(into: TopEntry, error: number): void {
  into.requests += error;
  into.error += error;
}

function addTopEntry(into: TopEntry, entry: TopEntry): void {
  into.requests += entry.requests;
  into.error += entry.error;
  into.errors4xx += entry.errors4xx;
  into.errors5xx += entry.errors5xx;
  into.throttled += entry.throttled;
}
