import { LATENCIES } from "../../../logs/aggregate/aggregates.ts";
import type {
  Counts,
  Distributions,
  GroupAggregate,
  LogAggregates,
  TopEntry,
  TopList,
  WorstRequest,
} from "../../../logs/aggregate/aggregates.ts";
import { bucketsOf, toEntries, type Distribution } from "../../../logs/aggregate/distribution.ts";
import { packMinutes } from "../../../logs/aggregate/pack-minutes.ts";
import { maskMessage } from "../../../logs/records/mask-message.ts";
import { userAgentFamily } from "../../../logs/records/user-agent-family.ts";
import { compareText } from "../../../core/order.ts";
import { MOST_ROWS } from "./query-sql.ts";

/** A row by the names of its columns; a column without a value is not there. */
export type AthenaRow = ReadonlyMap<string, string>;

const ENTRIES = 10;

/**
 * What the rows of querySql say, as if the local engine had read the lines. Groups that found no room are one, the rest of
 * the total; user agents and messages beyond the bound are missing in their lists, which are then too low.
 *
 * @param keys how many dimensions were asked for.
 */
export function readRows(rows: readonly AthenaRow[], keys: number): LogAggregates {
  const of = (grain: string, kind = "request"): AthenaRow[] =>
    rows.filter((row) => row.get("grain") === grain && row.get("kind") === kind);
  const [total] = of("total");
  const [unparsed] = of("total", "unparsed");
  const [filtered] = of("total", "filtered");
  const groups = of("group").map((row) => toGroup(row, keys));
  const minutes = of("minute").map((row) => ({
    target: targetOf(row),
    minute: number(row, "minute"),
    ...toCounts(row),
    distributions: toDistributions(row),
  }));
  const other = total && groups.length === MOST_ROWS.group ? restOf(total, groups) : undefined;
  if (other) groups.push(other);
  const requests = total ? number(total, "requests") : 0;
  const untimed = total ? number(total, "untimed") : 0;
  return {
    requests,
    repaired: total ? number(total, "repaired") : 0,
    unparsed: unparsed ? number(unparsed, "requests") : 0,
    tooLong: 0,
    samples: unparsed?.get("sample") === undefined ? [] : [unparsed.get("sample") ?? ""],
    filtered: filtered ? number(filtered, "requests") : 0,
    untimed,
    groups,
    minutes: packMinutes(minutes),
    cells: new Uint32Array(0),
    top: {
      clients: toTop(of("client"), (entry) => entry, MOST_ROWS.client),
      apiKeys: toTop(of("apiKey"), (entry) => entry, MOST_ROWS.apiKey),
      userAgents: toTop(of("userAgent"), userAgentFamily, MOST_ROWS.userAgent),
      messages: toTop(of("message"), maskMessage, MOST_ROWS.message),
    },
    worst: total ? toWorst(total, keys) : [],
    overflow: {
      groups: other?.requests ?? 0,
      minutes: requests - untimed - minutes.reduce((sum, minute) => sum + minute.requests, 0),
      cells: 0,
      outcomes: 0,
      latencies: 0,
    },
  };
}

function number(row: AthenaRow, column: string): number {
  return Number(row.get(column) ?? 0);
}

function targetOf(row: AthenaRow): { apiId: string; stage: string } {
  return { apiId: row.get("api") ?? "", stage: row.get("stage") ?? "" };
}

function toCounts(row: AthenaRow): Counts {
  return {
    requests: number(row, "requests"),
    byClass: [1, 2, 3, 4, 5, 0].map((one) => number(row, `class${one}`)),
    throttled: number(row, "throttled"),
    quotaExceeded: number(row, "over_quota"),
    gatewayErrors: number(row, "of_gateway"),
  };
}

function toGroup(row: AthenaRow, keys: number): GroupAggregate {
  const outcomes = counts(row.get("outcomes")).map(([outcome, requests]) => {
    const space = outcome.indexOf(" ");
    return {
      status: Number(outcome.slice(0, space)),
      responseType: outcome.slice(space + 1) || null,
      requests,
    };
  });
  return {
    target: targetOf(row),
    key: Array.from({ length: keys }, (_, at) => row.get(`key${at}`) ?? ""),
    ...toCounts(row),
    bytes: bytesOf(row),
    outcomes,
    distributions: toDistributions(row),
  };
}

/** A map as JSON: names and counts. */
function counts(json: string | undefined): [name: string, count: number][] {
  const parsed: unknown = json === undefined ? {} : JSON.parse(json);
  if (typeof parsed !== "object" || parsed === null) return [];
  return Object.entries(parsed).map(([name, count]) => [name, Number(count)]);
}

function toDistributions(row: AthenaRow): Distributions {
  return LATENCIES.map((name) => {
    const pairs = counts(row.get(`h_${name}`)).map(([bucket, count]): [number, number] => [
      Number(bucket),
      count,
    ]);
    return toDistribution(pairs, number(row, `s_${name}`));
  });
}

function toDistribution(pairs: readonly [number, number][], sum: number): Distribution | null {
  const kept = pairs.filter(([, count]) => count > 0).sort(([left], [right]) => left - right);
  if (kept.length === 0) return null;
  return {
    entries: toEntries(kept),
    count: kept.reduce((all, [, count]) => all + count, 0),
    sum,
  };
}

/** The total without the groups that are told one by one. */
function restOf(totalRow: AthenaRow, groups: readonly GroupAggregate[]): GroupAggregate | undefined {
  const total = toCounts(totalRow);
  const less = (of: (counts: Counts) => number): number =>
    of(total) - groups.reduce((sum, group) => sum + of(group), 0);
  const requests = less((one) => one.requests);
  if (requests <= 0) return undefined;
  return {
    target: null,
    key: null,
    requests,
    byClass: total.byClass.map((_, at) => less(({ byClass }) => byClass[at] ?? 0)),
    throttled: less((one) => one.throttled),
    quotaExceeded: less((one) => one.quotaExceeded),
    gatewayErrors: less((one) => one.gatewayErrors),
    bytes: restBytes(totalRow, groups),
    outcomes: [],
    distributions: toDistributions(totalRow).map((all, at) =>
      withoutAll(
        all,
        groups.map(({ distributions }) => distributions[at] ?? null),
      ),
    ),
  };
}

/** Undefined is a sum of no numbers: NULL. */
function bytesOf(row: AthenaRow): number | null {
  return row.get("size_bytes") === undefined ? null : number(row, "size_bytes");
}

/** Null also where nothing is left over: then nobody knows whether the rest logged any. */
function restBytes(totalRow: AthenaRow, groups: readonly GroupAggregate[]): number | null {
  const left = (bytesOf(totalRow) ?? 0) - groups.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  return left > 0 ? left : null;
}

function withoutAll(all: Distribution | null, parts: readonly (Distribution | null)[]): Distribution | null {
  if (all === null) return null;
  const left = new Map<number, number>();
  const add = (one: Distribution, sign: 1 | -1): void => {
    const buckets = bucketsOf(one);
    for (let at = 0; at < buckets.length; at += 2) {
      const bucket = buckets[at] ?? 0;
      left.set(bucket, (left.get(bucket) ?? 0) + sign * (buckets[at + 1] ?? 0));
    }
  };
  add(all, 1);
  for (const part of parts) if (part) add(part, -1);
  return toDistribution([...left], all.sum - parts.reduce((sum, part) => sum + (part?.sum ?? 0), 0));
}

/** @param most rows that the answer has at most; where it has as many, what is not there can be as frequent as the last. */
function toTop(rows: readonly AthenaRow[], nameOf: (entry: string) => string, most: number): TopList {
  const entries = new Map<string, TopEntry>();
  for (const row of rows) {
    const text = nameOf(row.get("entry") ?? "");
    const known = entries.get(text) ?? {
      text,
      requests: 0,
      error: 0,
      errors4xx: 0,
      errors5xx: 0,
      throttled: 0,
    };
    entries.set(text, known);
    known.requests += number(row, "requests");
    known.errors4xx += number(row, "class4");
    known.errors5xx += number(row, "class5");
    known.throttled += number(row, "throttled") + number(row, "over_quota");
  }
  const sorted = [...entries.values()].sort(
    (left, right) => right.requests - left.requests || compareText(left.text, right.text),
  );
  const last = rows.at(-1);
  return {
    entries: sorted.slice(0, ENTRIES),
    floor: rows.length === most && last ? number(last, "requests") : 0,
  };
}

function toWorst(total: AthenaRow, keys: number): WorstRequest[] {
  const parsed: unknown = JSON.parse(total.get("worst") ?? "[]");
  const texts: readonly unknown[] = Array.isArray(parsed) ? parsed : [];
  return texts
    .filter((text) => typeof text === "string")
    .map((text) => {
      const [latency = "", time = "", status = "", requestId = "", integrationRequestId = "", ...key] =
        text.split(SEPARATOR);
      return {
        latencyMs: Number(latency),
        timeMs: time === "" ? null : Number(time),
        status: Number(status),
        key: Array.from({ length: keys }, (_, at) => key[at] ?? ""),
        requestId,
        integrationRequestId,
      };
    })
    .sort((left, right) => right.latencyMs - left.latencyMs || compareText(left.requestId, right.requestId));
}

/** A character that no value of a log has. */
const SEPARATOR = "\u001f";
