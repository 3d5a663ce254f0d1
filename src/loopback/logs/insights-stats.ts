import type { TokenReader } from "../token-reader.ts";
import { parseExpression } from "./insights-expression.ts";
import type { InsightsRecord } from "./insights-record.ts";
import { malformed, parseList, parseName } from "./insights-tokens.ts";
import { formatTime, parseTime, toNumber, toText, type Expression, type Value } from "./insights-value.ts";

type Row = Map<string, string>;

/** One column of `stats`. */
interface Column {
  readonly label: string;
  /** Undefined where a group has nothing to make it of. */
  readonly of: (group: readonly InsightsRecord[]) => number | undefined;
}

/** One member of `by`. */
interface GroupKey {
  readonly label: string;
  readonly of: Expression;
}

/** Numbers among the values of a group; others ("-") do not count. */
const AGGREGATES: Readonly<Record<string, (numbers: readonly number[]) => number>> = {
  sum: (numbers) => numbers.reduce((total, value) => total + value, 0),
  avg: (numbers) => numbers.reduce((total, value) => total + value, 0) / numbers.length,
  min: (numbers) => numbers.reduce((least, value) => Math.min(least, value)),
  max: (numbers) => numbers.reduce((most, value) => Math.max(most, value)),
};

/**
 * `stats count(*) as n, sum(a), avg(a), min(a), max(a), pct(a, 99) by b, bin(5m)`. A group without numbers has no such
 * column. Groups come in the order of their first record; records that lack a key are a group of their own.
 *
 * Source: CloudWatch Logs User Guide, CWL_QuerySyntax-Stats.html.
 */
export function parseStats(reader: TokenReader): (records: readonly InsightsRecord[]) => Row[] {
  const columns = parseList(reader, () => parseColumn(reader));
  const keys = reader.accept("by") ? parseList(reader, () => parseKey(reader)) : [];
  return (records) => {
    const groups = new Map<string, { key: readonly Value[]; records: InsightsRecord[] }>();
    for (const record of records) {
      const key = keys.map(({ of }) => of(record));
      const name = JSON.stringify(key.map((value) => value ?? null));
      const group = groups.get(name);
      if (group) group.records.push(record);
      else groups.set(name, { key, records: [record] });
    }
    if (keys.length === 0 && groups.size === 0) groups.set("", { key: [], records: [] });
    return [...groups.values()].map((group) => toRow(group, columns, keys));
  };
}

function toRow(
  group: { readonly key: readonly Value[]; readonly records: readonly InsightsRecord[] },
  columns: readonly Column[],
  keys: readonly GroupKey[],
): Row {
  const row: Row = new Map();
  keys.forEach(({ label }, index) => {
    const value = group.key[index];
    if (value !== undefined) row.set(label, toText(value));
  });
  for (const { label, of } of columns) {
    const value = of(group.records);
    if (value !== undefined) row.set(label, String(value));
  }
  return row;
}

function parseColumn(reader: TokenReader): Column {
  const name = reader.take().toLowerCase();
  reader.expect("(");
  const from = reader.place();
  const of = parseAggregate(name, reader);
  const text = reader.textSince(from);
  reader.expect(")");
  return { of, label: reader.accept("as") ? parseName(reader) : `${name}(${text})` };
}

function parseAggregate(name: string, reader: TokenReader): Column["of"] {
  if (name === "count" && reader.accept("*")) return (group) => group.length;
  const value = parseExpression(reader);
  if (name === "count") return (group) => group.filter((record) => value(record) !== undefined).length;
  const numbersOf = (group: readonly InsightsRecord[]): number[] =>
    group.flatMap((record) => toNumber(value(record)) ?? []);
  if (name === "pct") {
    reader.expect(",");
    const percent = toNumber(reader.take());
    if (percent === undefined || percent < 0 || percent > 100) throw malformed("the percentile");
    return (group) => nearestRank(numbersOf(group), percent);
  }
  const sumUp = Object.hasOwn(AGGREGATES, name) ? AGGREGATES[name] : undefined;
  if (!sumUp) throw malformed(`unexpected "${name}"`);
  return (group) => {
    const numbers = numbersOf(group);
    return numbers.length === 0 ? undefined : sumUp(numbers);
  };
}

function nearestRank(numbers: readonly number[], percent: number): number | undefined {
  const sorted = numbers.toSorted((left, right) => left - right);
  return sorted[Math.max(1, Math.ceil((percent / 100) * sorted.length)) - 1];
}

/** Larger numbers are cut to the unit's greatest, as AWS does. */
const UNITS: Readonly<Record<string, { readonly most: number; readonly stepMs: number }>> = {
  ms: { most: 1_000, stepMs: 1 },
  s: { most: 60, stepMs: 1_000 },
  m: { most: 60, stepMs: 60_000 },
  h: { most: 24, stepMs: 3_600_000 },
  d: { most: 1, stepMs: 86_400_000 },
};

function parseKey(reader: TokenReader): GroupKey {
  const from = reader.place();
  const of =
    reader.peek()?.toLowerCase() === "bin" && reader.peek(1) === "("
      ? parseBin(reader)
      : parseExpression(reader);
  const text = reader.textSince(from).replace(/^`(.*)`$/, "$1");
  return { of, label: reader.accept("as") ? parseName(reader) : text };
}

function parseBin(reader: TokenReader): Expression {
  reader.expect("bin");
  reader.expect("(");
  const span = reader.take();
  reader.expect(")");
  const [, count, unit = ""] = /^(\d+)(ms|s|m|h|d)$/.exec(span) ?? [];
  const known = UNITS[unit];
  if (!known || Number(count) < 1) throw malformed(`bin(${span})`);
  const stepMs = Math.min(Number(count), known.most) * known.stepMs;
  return (record) => {
    const timeMs = parseTime(record.get("@timestamp") ?? "");
    return formatTime(Math.floor(timeMs / stepMs) * stepMs);
  };
}
