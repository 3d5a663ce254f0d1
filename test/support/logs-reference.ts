import { expect } from "vitest";

import { logFieldOfKey, type LogField } from "../../src/catalog/log-fields.ts";
import { LATENCIES } from "../../src/logs/aggregate/aggregates.ts";
import type { Counts, Distributions, LogAggregates } from "../../src/logs/aggregate/aggregates.ts";
import { bucketsOf } from "../../src/logs/aggregate/distribution.ts";
import type { Dimension } from "../../src/logs/filter/filter.ts";
import type { Layout } from "../../src/logs/layout/layout.ts";
import { maskMessage } from "../../src/logs/records/mask-message.ts";
import { parseRecord } from "../../src/logs/records/parse-record.ts";
import { userAgentFamily } from "../../src/logs/records/user-agent-family.ts";
import { minutesOf } from "./minutes-of.ts";

/**
 * The log engine, written for reading: JSON.parse or indexOf on each line, a map for each table, every latency kept in an
 * array. The scanner must come to the same on every log.
 */
export interface Reference {
  requests: number;
  repaired: number;
  unparsed: number;
  untimed: number;
  groups: Map<string, ReferenceRow & { bytes: number | null; outcomes: Map<string, number> }>;
  minutes: Map<string, ReferenceRow>;
  cells: Map<string, number[]>;
  top: Record<string, Map<string, number[]>>;
  worst: { latencyMs: number; requestId: string; status: number; timeMs: number | null }[];
}

interface ReferenceRow {
  counts: number[];
  values: number[][];
}

function newReference(): Reference {
  const top = { clients: new Map(), apiKeys: new Map(), userAgents: new Map(), messages: new Map() };
  return {
    requests: 0,
    repaired: 0,
    unparsed: 0,
    untimed: 0,
    groups: new Map(),
    minutes: new Map(),
    cells: new Map(),
    top,
    worst: [],
  };
}

/** Reads a whole log, lines as bytes. */
export function readReference(
  log: Buffer,
  layout: Layout,
  by: readonly Dimension[] = ["route"],
  into: Reference = newReference(),
): Reference {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(log);
  for (const raw of text.split("\n")) {
    // The scanner takes blanks before a record for no part of it.
    const line = raw.replace(/^[ \t\r]+/, "").replace(/\r$/, "");
    if (line === "") continue;
    const records = layout.kind === "text" ? textRecords(layout, line) : jsonRecords(layout, line, into);
    if (records.length === 0) into.unparsed += 1;
    for (const record of records) add(into, record, by);
  }
  into.worst.sort(
    (a, b) => b.latencyMs - a.latencyMs || Buffer.compare(Buffer.from(a.requestId), Buffer.from(b.requestId)),
  );
  into.worst = into.worst.slice(0, 10);
  return into;
}

function jsonRecords(layout: Layout, line: string, into: Reference): ReadonlyMap<LogField, string>[] {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // What is not JSON as it stands is the repairs' business; they have tests of their own.
    const { records } = parseRecord(layout, line);
    into.repaired += records.length;
    return [...records];
  }
  const record = new Map<LogField, string>();
  walk(value, [], record, layout);
  return [...record.keys()].some((field) => field !== "time" && field !== "bareMessage") ? [record] : [];
}

function walk(value: unknown, path: readonly string[], record: Map<LogField, string>, layout: Layout): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  for (const [key, member] of Object.entries(value)) {
    const here = [...path, key];
    if (typeof member === "object" && member !== null) walk(member, here, record, layout);
    else {
      const name = here.join(".");
      const field = name in layout.keys ? layout.keys[name] : fieldOf(name);
      if (field) record.set(field, member === null ? "" : String(member));
    }
  }
}

function textRecords(layout: Layout, line: string): ReadonlyMap<LogField, string>[] {
  for (const parts of layout.variants) {
    const record = new Map<LogField, string>();
    let [rest, fits] = [line, parts[0]?.literal !== "" || line[0] !== "{"];
    for (const [index, part] of parts.entries()) {
      fits &&= rest.startsWith(part.literal);
      rest = rest.slice(part.literal.length);
      if (part.until === "end" || !fits) break;
      let pieces = part.until === "line" ? [rest] : rest.split(parts[index + 1]!.literal);
      const next = parts[index + 1]?.literal ?? "";
      if (part.until === "route" && !rest.startsWith("$") && pieces[1]?.startsWith("/")) {
        pieces = [pieces.slice(0, 2).join(next), ...pieces.slice(2)];
      }
      fits &&= part.until === "line" || pieces.length > 1;
      const text = pieces[0] ?? "";
      if (part.field) record.set(part.field, text);
      rest = rest.slice(text.length);
    }
    if (fits && rest === "") return [record];
  }
  return [];
}

function add(into: Reference, record: ReadonlyMap<LogField, string>, by: readonly Dimension[]): void {
  const text = (field: LogField): string => {
    const value = record.get(field) ?? "";
    return value === "-" ? "" : utf8(value);
  };
  const number = (field: LogField): number | null => {
    const value = text(field);
    return /^\d{1,15}$/.test(value) ? Number(value) : null;
  };

  const given = number("status") ?? 0;
  const status = given >= 100 && given <= 999 ? given : 0;
  const type = text("responseType");
  const isLogged = record.has("responseType");
  const guessed = status === 429 && !isLogged;
  const isOverQuota = type === "QUOTA_EXCEEDED" || (guessed && text("errorMessage") === "Limit Exceeded");
  const isThrottled = type === "THROTTLED" || (guessed && !isOverQuota);
  const isOfGateway = type === "THROTTLED" || type === "QUOTA_EXCEEDED" || (type !== "" && status >= 400);
  const statusClass = status >= 600 ? 0 : Math.floor(status / 100);
  const marks = [isThrottled, isOverQuota, isOfGateway].map(Number);

  const message =
    ["integrationError", "authorizerError", "validationError", "errorMessage"]
      .map((field) => text(field as LogField))
      .find(Boolean) ?? (type === "" ? "" : text("bareMessage"));
  const named = text("routeKey") || text("resource");
  const bare = named || (record.has("routeKey") || record.has("resource") ? "" : text("path"));
  const route = bare.startsWith("/") && text("method") !== "" ? `${text("method")} ${bare}` : bare;
  const dimension = (name: Dimension): string => {
    if (name === "route") return route;
    if (name === "userAgentFamily") return text("userAgent") && familyOf(text("userAgent"));
    return name === "messagePattern" ? message && patternOf(message) : text(name);
  };
  const target = JSON.stringify([utf8(text("apiId"), 512), utf8(text("stage"), 512)]);
  const group = `${target} ${JSON.stringify(by.map((name) => utf8(dimension(name), 512)))}`;

  const latency = number("latency");
  const integration = number("integrationLatency");
  const values: Record<(typeof LATENCIES)[number], number | null> = {
    latency,
    integrationLatency: integration,
    overhead: latency === null || integration === null ? null : Math.max(0, latency - integration),
    authorizerLatency: number("authorizerLatency"),
    authorizeLatency: number("authorizeLatency"),
    authenticateLatency: number("authenticateLatency"),
    wafLatency: number("wafLatency"),
  };
  const count = (row: ReferenceRow): void => {
    row.counts[0]! += 1;
    row.counts[statusClass === 0 ? 6 : statusClass]! += 1;
    for (const [at, mark] of marks.entries()) row.counts[7 + at]! += mark;
  };
  const spread = (row: ReferenceRow): void => {
    for (const [at, name] of LATENCIES.entries())
      if (values[name] !== null) row.values[at]!.push(values[name]);
  };
  const emptyRow = (): ReferenceRow => ({
    counts: Array<number>(10).fill(0),
    values: LATENCIES.map(() => []),
  });

  into.requests += 1;
  const groupRow = into.groups.get(group) ?? {
    ...emptyRow(),
    bytes: null,
    outcomes: new Map<string, number>(),
  };
  into.groups.set(group, groupRow);
  count(groupRow);
  spread(groupRow);
  const bytes = number("bytes");
  if (bytes !== null) groupRow.bytes = (groupRow.bytes ?? 0) + bytes;
  const outcome = `${status} ${type}`;
  groupRow.outcomes.set(outcome, (groupRow.outcomes.get(outcome) ?? 0) + 1);

  const timeMs = requestTime(number("timeEpoch"), text("time"));
  if (timeMs === null) into.untimed += 1;
  else {
    const minute = Math.floor(timeMs / 60_000);
    const minuteRow = into.minutes.get(`${target} ${minute}`) ?? emptyRow();
    into.minutes.set(`${target} ${minute}`, minuteRow);
    count(minuteRow);
    spread(minuteRow);
    const cell = into.cells.get(`${group} ${minute}`) ?? Array<number>(10).fill(0);
    into.cells.set(`${group} ${minute}`, cell);
    count({ counts: cell, values: [] });
  }

  const offer = (name: string, whole: string): void => {
    const key = utf8(whole, 96);
    if (key === "") return;
    const row = into.top[name]!.get(key) ?? [0, 0, 0, 0];
    into.top[name]!.set(key, row);
    row[0]! += 1;
    if (statusClass === 4) row[1]! += 1;
    if (statusClass === 5) row[2]! += 1;
    if (isThrottled || isOverQuota) row[3]! += 1;
  };
  offer("clients", text("ip"));
  offer("apiKeys", text("apiKeyId"));
  offer("userAgents", dimension("userAgentFamily"));
  offer("messages", dimension("messagePattern"));

  const worst = latency ?? integration;
  const requestId = utf8(text("extendedRequestId") || text("requestId"), 128);
  if (worst !== null) into.worst.push({ latencyMs: worst, requestId, status, timeMs });
}

/** What is left of a text as bytes, cut: half a surrogate pair, or half a character, is U+FFFD. */
function utf8(text: string, most = Infinity): string {
  // Of ASCII all is left; most texts are, and there are many.
  if (/^[\0-\x7f]*$/.test(text)) return text.length <= most ? text : text.slice(0, most);
  return Buffer.from(text).subarray(0, most).toString();
}

/** Texts repeat, and what they come to does not change. */
function remembered<Answer>(work: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    if (!known.has(text)) known.set(text, work(text));
    return known.get(text)!;
  };
}
const familyOf = remembered(userAgentFamily);
const patternOf = remembered(maskMessage);
const fieldOf = remembered(logFieldOfKey);

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

function requestTime(epoch: number | null, text: string): number | null {
  const whole = /^\d{1,15}$/.test(text) ? Number(text) : null;
  const common = /^(\d\d)\/(\w{3})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/.exec(text);
  const iso = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|([+-])(\d\d):?(\d\d))$/.exec(
    text,
  );
  let timeMs: number | null = null;
  if (epoch !== null || whole !== null) {
    const value = epoch ?? whole ?? 0;
    timeMs = value < 1e11 ? value * 1000 : value;
  } else if (common) {
    const [, day, month = "", year, hour, minute, second, ...zone] = common;
    timeMs = moment([year, MONTHS.indexOf(month) + 1, day, hour, minute, second].map(Number), zone);
  } else if (iso) {
    timeMs = moment(iso.slice(1, 7).map(Number), iso.slice(7));
  }
  return timeMs === null || timeMs < 0 || timeMs / 60_000 > 2 ** 31 - 1 ? null : timeMs;
}

function moment(
  parts: readonly number[],
  [sign, hours, minutes]: readonly (string | undefined)[],
): number | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return null;
  if (Number(hours ?? 0) > 23 || Number(minutes ?? 0) > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const zone = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === "-" ? -1 : 1);
  return date.getTime() - zone * 60_000;
}

/** As texts first: comparing two large values member by member takes longer than making them. */
export function expectSame(found: LogAggregates, reference: Reference): void {
  const [left, right] = [comparable(found), comparable(reference)];
  if (JSON.stringify(left) !== JSON.stringify(right)) expect(left).toEqual(right);
}

/** Both sides in one shape, to be compared as a whole: rows sorted by name, latencies as sorted buckets. */
function comparable(result: LogAggregates | Reference): unknown {
  return result.groups instanceof Map
    ? fromReference(result as Reference)
    : fromAggregates(result as LogAggregates);
}

function fromReference(reference: Reference): unknown {
  const row = ({ counts, values }: ReferenceRow): unknown => ({ counts, latencies: values.map(toBuckets) });
  const sorted = <V>(map: Map<string, V>, of: (value: V) => unknown): unknown =>
    [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, of(value)]);
  const outcomes = (map: Map<string, number>): unknown => sorted(map, (count) => count);
  return {
    requests: reference.requests,
    repaired: reference.repaired,
    unparsed: reference.unparsed,
    untimed: reference.untimed,
    groups: sorted(reference.groups, (group) => ({
      row: row(group),
      bytes: group.bytes,
      outcomes: outcomes(group.outcomes),
    })),
    minutes: sorted(reference.minutes, row),
    cells: sorted(reference.cells, (counts) => counts),
    top: Object.entries(reference.top).map(([name, map]) => [name, sorted(map, (counts) => counts)]),
    worst: reference.worst,
  };
}

function fromAggregates(found: LogAggregates): unknown {
  const target = (of: { apiId: string; stage: string } | null): string =>
    JSON.stringify([of?.apiId, of?.stage]);
  const counts = (of: Counts): number[] => [
    of.requests,
    ...of.byClass,
    of.throttled,
    of.quotaExceeded,
    of.gatewayErrors,
  ];
  const byName = (rows: [string, unknown][]): unknown => rows.sort(([a], [b]) => (a < b ? -1 : 1));
  const latencies = (of: Distributions): unknown =>
    of.map((one) => ({ buckets: one ? bucketsOf(one) : [], sum: one?.sum ?? 0 }));
  const row = (of: LogAggregates["groups"][number]): unknown => ({
    counts: counts(of),
    latencies: latencies(of.distributions),
  });
  const name = (group: LogAggregates["groups"][number]): string =>
    `${target(group.target)} ${JSON.stringify(group.key)}`;
  const cells = new Map<string, number[]>();
  for (let at = 0; at < found.cells.length; at += 12) {
    const [group = 0, minute = 0, ...values] = found.cells.subarray(at, at + 12);
    const key = `${name(found.groups[group]!)} ${minute}`;
    cells.set(
      key,
      (cells.get(key) ?? Array<number>(10).fill(0)).map((value, index) => value + (values[index] ?? 0)),
    );
  }
  return {
    requests: found.requests,
    repaired: found.repaired,
    unparsed: found.unparsed,
    untimed: found.untimed,
    groups: byName(
      found.groups
        .filter((group) => group.requests > 0)
        .map((group) => [
          name(group),
          {
            row: row(group),
            bytes: group.bytes,
            outcomes: byName(
              group.outcomes.map(({ status, responseType, requests }) => [
                `${status} ${responseType ?? ""}`,
                requests,
              ]),
            ),
          },
        ]),
    ),
    minutes: byName(
      minutesOf(found).map((minute) => [
        `${target(minute.target)} ${minute.startMs / 60_000}`,
        { counts: counts(minute), latencies: minute.latencies },
      ]),
    ),
    cells: byName([...cells]),
    top: Object.entries(found.top).map(([list, { entries }]) => [
      list,
      byName(
        entries.map((entry) => [
          entry.text,
          [entry.requests, entry.errors4xx, entry.errors5xx, entry.throttled],
        ]),
      ),
    ]),
    worst: found.worst.map(({ latencyMs, requestId, status, timeMs }) => ({
      latencyMs,
      requestId,
      status,
      timeMs,
    })),
  };
}

/** By the definition: exact below 256, then 128 buckets an octave, values beyond 70 minutes as that. */
function toBuckets(values: readonly number[]): unknown {
  const buckets = new Map<number, number>();
  let sum = 0;
  for (const value of values) {
    sum += value;
    const kept = Math.min(value, 2 ** 22 - 1);
    const octave = Math.max(0, Math.floor(Math.log2(Math.max(1, kept))) - 7);
    const bucket = octave === 0 ? kept : 128 * octave + Math.floor(kept / 2 ** octave);
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
  }
  return { buckets: [...buckets].sort(([a], [b]) => a - b).flat(), sum };
}
