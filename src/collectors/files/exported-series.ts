import { RETENTION } from "../../catalog/retention.ts";
import { median } from "../../core/stats/quantile.ts";
import { floorTo, parseTimeMs } from "../../core/window.ts";
import { toRuns, type Datapoint, type Series } from "../../model/series.ts";
import type { ExportedQuery, ExportedResult } from "./exported-format.ts";
import { dimensionsOf, type Place } from "./exported-targets.ts";

const KEPT_MS = Math.max(...RETENTION.map(({ maxAgeMs }) => maxAgeMs));

/** What could not be turned into series, by how many. */
export interface ExportedLosses {
  /** Results whose Id no query has. */
  withoutQuery: number;
  /** Queries for which no result is there although they return data. */
  withoutResult: number;
  /** Results of metric math: what they measure is not in the file. */
  expressions: number;
  /** Results with more timestamps than values, or the other way round: only the pairs were read. */
  unpaired: number;
  /** Times or values that are not times or numbers. */
  unreadable: number;
  /** Datapoints too far from the others in time for CloudWatch to keep both. */
  stray: number;
  /** Datapoints moved back to the start of their period. */
  moved: number;
  /** Datapoints of a period that their series has already: the one given last was read. */
  repeated: number;
  /** Results whose times neither ascend nor descend; they were sorted. */
  unsorted: number;
  /** Where the first repeated and the first unsorted time stands: 'result "m1", timestamp 3 (2026-04-07T12:00Z)'. */
  firstRepeated: string;
  firstUnsorted: string;
  /** Ids whose last page says PartialData, InternalError, Forbidden. */
  readonly statuses: Map<string, number>;
}

/**
 * One series for each metric, statistic and period, out of all pages and all queries that ask for it.
 *
 * Shape: in the order of the queries. Times that do not lie on a multiple of the period (an export whose
 * start was not aligned) are moved back to one, so that periods of several series meet. Of two datapoints of
 * one period the one given last stays.
 */
export function exportedSeries(
  queries: readonly ExportedQuery[],
  results: readonly ExportedResult[],
  placeOf: (query: ExportedQuery) => Place,
): { readonly series: readonly Series[]; readonly losses: ExportedLosses } {
  const losses: ExportedLosses = {
    withoutQuery: 0,
    withoutResult: 0,
    expressions: 0,
    unpaired: 0,
    unreadable: 0,
    stray: 0,
    moved: 0,
    repeated: 0,
    unsorted: 0,
    firstRepeated: "",
    firstUnsorted: "",
    statuses: new Map(),
  };
  const pages = new Map<string, ExportedResult[]>();
  for (const result of results) pages.set(result.Id, [...(pages.get(result.Id) ?? []), result]);
  const known = new Set<string>();
  const merged = new Map<string, Merged>();
  for (const query of queries) {
    const own = pages.get(query.Id) ?? [];
    const isRepeated = known.has(query.Id);
    known.add(query.Id);
    if (own.length === 0) {
      if (query.ReturnData !== false) losses.withoutResult += 1;
      continue;
    }
    if (isRepeated) {
      // Two queries with one Id: nobody can tell whose the result is. The first one keeps it.
      losses.withoutResult += 1;
      continue;
    }
    countStatus(own.at(-1), losses);
    if (!query.MetricStat) {
      losses.expressions += own.length;
      continue;
    }
    const key = seriesKey(query);
    const entry = merged.get(key) ?? { query, points: [], times: new Set<number>() };
    merged.set(key, entry);
    for (const page of own) addPoints(entry, page, query.MetricStat.Period, losses);
  }
  losses.withoutQuery = [...pages.keys()].filter((id) => !known.has(id)).length;
  const lists = [...merged.values()];
  const middleMs = median(lists.flatMap(({ points }) => points[points.length >> 1]?.timeMs ?? []));
  return {
    series: lists.map(({ query, points }) =>
      toSeries(query, withoutStray(points, middleMs, losses), placeOf),
    ),
    losses,
  };
}

interface Merged {
  readonly query: ExportedQuery;
  readonly points: Datapoint[];
  readonly times: Set<number>;
}

/**
 * One wrong time would stretch the baseline over decades, or move "now" there: what lies further from the bulk of
 * the datapoints than CloudWatch keeps any was not exported with them.
 */
function withoutStray(points: readonly Datapoint[], middleMs: number, losses: ExportedLosses): Datapoint[] {
  const kept = points.filter(({ timeMs }) => Math.abs(timeMs - middleMs) <= KEPT_MS);
  losses.stray += points.length - kept.length;
  return kept;
}

function addPoints(
  { points, times: seen }: Merged,
  { Id: id, Timestamps: times, Values: values }: ExportedResult,
  periodSeconds: number,
  losses: ExportedLosses,
): void {
  let beforeMs: number | undefined;
  let direction = 0;
  let isSorted = true;
  if (times.length !== values.length) losses.unpaired += 1;
  const periodMs = periodSeconds * 1_000;
  const count = Math.min(times.length, values.length);
  for (let index = 0; index < count; index += 1) {
    const value = values[index];
    const timeMs = toTimeMs(times[index]);
    if (typeof value !== "number" || !Number.isFinite(value) || timeMs === undefined) {
      losses.unreadable += 1;
      continue;
    }
    const alignedMs = floorTo(timeMs, periodMs);
    if (alignedMs !== timeMs) losses.moved += 1;
    if (seen.has(alignedMs)) {
      if (losses.repeated === 0) losses.firstRepeated = placeText(id, index, timeMs);
      losses.repeated += 1;
    }
    seen.add(alignedMs);
    const step = Math.sign(timeMs - (beforeMs ?? timeMs));
    if (isSorted && step * direction < 0) {
      if (losses.unsorted === 0) losses.firstUnsorted = placeText(id, index, timeMs);
      losses.unsorted += 1;
      isSorted = false;
    }
    direction ||= step;
    beforeMs = timeMs;
    points.push({ timeMs: alignedMs, value });
  }
}

function placeText(id: string, index: number, timeMs: number): string {
  const when = Math.abs(timeMs) <= 8.64e15 ? new Date(timeMs).toISOString() : String(timeMs);
  return `result "${id}", timestamp ${index + 1} (${when})`;
}

/** The CLI prints ISO-8601 or epoch seconds, by its cli_timestamp_format. */
function toTimeMs(time: string | number | undefined): number | undefined {
  if (typeof time === "number") return Number.isFinite(time) ? parseEpoch(time) : undefined;
  if (time === undefined || !/^\d/.test(time)) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(time)) return parseEpoch(Number(time));
  try {
    return parseTimeMs(time, 0);
  } catch {
    return undefined;
  }
}

/** Seconds stay below 1e11 until the year 5138; milliseconds passed it in 1973. */
function parseEpoch(value: number): number {
  return value < 1e11 ? Math.round(value * 1_000) : value;
}

function countStatus(last: ExportedResult | undefined, losses: ExportedLosses): void {
  const status = last?.StatusCode;
  if (status === undefined || status === "Complete") return;
  losses.statuses.set(status, (losses.statuses.get(status) ?? 0) + 1);
}

function seriesKey(query: ExportedQuery): string {
  const { MetricStat: stat, AccountId: account } = query;
  return JSON.stringify([
    account,
    stat?.Metric.Namespace,
    stat?.Metric.MetricName,
    dimensionsOf(query),
    stat?.Stat,
    stat?.Period,
  ]);
}

function toSeries(
  query: ExportedQuery,
  points: readonly Datapoint[],
  placeOf: (query: ExportedQuery) => Place,
): Series {
  const periodSeconds = query.MetricStat?.Period ?? 60;
  return {
    ...placeOf(query),
    namespace: query.MetricStat?.Metric.Namespace ?? "",
    metric: query.MetricStat?.Metric.MetricName ?? "",
    dimensions: dimensionsOf(query),
    stat: query.MetricStat?.Stat ?? "",
    periodSeconds,
    runs: toRuns(points, periodSeconds),
  };
}
