import { DEFAULT_QUERY_ROWS, MAX_QUERY_ROWS } from "../../catalog/answer-limits.ts";
import { ServiceError } from "../service-error.ts";
import { comparison, parseCondition, TokenReader, type Predicate } from "../token-reader.ts";
import { aggregate, isAggregate, type GroupKey } from "./insights-stats.ts";
import type { InsightsRecord } from "./insights-record.ts";

/**
 * The part of the Logs Insights language that is executed. Commands are joined by `|`:
 *
 *   fields a, b          filter a >= 500 and b like "x" or not (ispresent(c))       = != < <= > >= like
 *   stats count(*) as n, sum(a), avg(a), min(a), max(a) by b, bin(5m)               sort a desc|asc     limit 100
 *
 * A name with other characters than letters, digits, "_", "@" and "." stands in backticks. Anything else is a
 * MalformedQueryException, never a guess.
 *
 * Source: CloudWatch Logs User Guide, CWL_QuerySyntax*.html.
 */
export interface InsightsQuery {
  /** Rows as field and value, everything as text; a field that a record lacks is missing from its row. */
  run(records: Iterable<InsightsRecord>): { rows: Row[]; matched: number; scanned: number };
}

type Row = ReadonlyMap<string, string>;

interface Plan {
  readonly filters: Predicate<InsightsRecord>[];
  readonly fields: string[];
  stats: ReturnType<typeof aggregate> | undefined;
  sort: { readonly field: string; readonly isDescending: boolean } | undefined;
  limit: number;
}

const TOKEN = /`[^`]*`|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/(?:\\.|[^/\\])+\/|!=|<=|>=|[=<>|,()*]|-?[@\w.]+/;

/** @param defaultLimit of StartQuery, where the query itself has none. */
export function parseInsightsQuery(text: string, defaultLimit = DEFAULT_QUERY_ROWS): InsightsQuery {
  const reader = new TokenReader(text, TOKEN, malformed);
  const plan: Plan = { filters: [], fields: [], stats: undefined, sort: undefined, limit: defaultLimit };
  do {
    parseCommand(reader, plan);
  } while (reader.accept("|"));
  if (reader.peek() !== undefined) throw reader.unexpected();
  return { run: (records) => run(plan, records) };
}

function malformed(message: string): ServiceError {
  return new ServiceError("MalformedQueryException", `${message} in the query`);
}

function parseCommand(reader: TokenReader, plan: Plan): void {
  if (reader.accept("fields") || reader.accept("display")) {
    plan.fields.push(...parseList(reader, () => parseName(reader)));
  } else if (reader.accept("filter")) {
    if (plan.stats) throw malformed("filter after stats");
    plan.filters.push(
      parseCondition(reader, { or: "or", and: "and", not: "not" }, () => parseComparison(reader)),
    );
  } else if (reader.accept("stats")) {
    if (plan.stats) throw malformed("a second stats");
    const columns = parseList(reader, () => parseColumn(reader));
    plan.stats = aggregate(columns, reader.accept("by") ? parseList(reader, () => parseKey(reader)) : []);
  } else if (reader.accept("sort")) {
    const field = parseName(reader);
    plan.sort = { field, isDescending: reader.accept("desc") || !reader.accept("asc") };
  } else if (reader.accept("limit")) {
    plan.limit = parseLimit(reader.take());
  } else throw reader.unexpected();
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_QUERY_ROWS) throw malformed(`limit ${text}`);
  return limit;
}

function parseList<T>(reader: TokenReader, parseItem: () => T): T[] {
  const items = [parseItem()];
  while (reader.accept(",")) items.push(parseItem());
  return items;
}

function parseName(reader: TokenReader): string {
  const token = reader.take();
  if (token.startsWith("`")) return token.slice(1, -1);
  if (!/^[@A-Za-z_][@\w.]*$/.test(token) || reader.peek() === "(") throw malformed(`unexpected "${token}"`);
  return token;
}

function parseColumn(reader: TokenReader): Parameters<typeof aggregate>[0][number] {
  const name = reader.take().toLowerCase();
  if (!isAggregate(name)) throw malformed(`unexpected "${name}"`);
  reader.expect("(");
  const field = reader.accept("*") ? null : parseName(reader);
  if (field === null && name !== "count") throw malformed(`${name}(*)`);
  reader.expect(")");
  return { name, field, label: reader.accept("as") ? parseName(reader) : `${name}(${field ?? "*"})` };
}

function parseKey(reader: TokenReader): GroupKey {
  if (!reader.accept("bin")) {
    const field = parseName(reader);
    return { label: field, of: (record) => record.get(field) };
  }
  reader.expect("(");
  const span = reader.take();
  reader.expect(")");
  const [, count, unit] = /^(\d+)(s|m|h|d)$/.exec(span) ?? [];
  // Larger numbers are cut to the unit's greatest, as AWS does.
  const most = { s: 60, m: 60, h: 24, d: 1 }[unit ?? ""];
  if (most === undefined || Number(count) < 1) throw malformed(`bin(${span})`);
  const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit ?? ""] ?? 1_000;
  const stepMs = Math.min(Number(count), most) * unitMs;
  const of = (record: InsightsRecord): string => {
    const timeMs = Date.parse(`${record.get("@timestamp")}Z`);
    return new Date(Math.floor(timeMs / stepMs) * stepMs).toISOString().replace("T", " ").replace("Z", "");
  };
  return { label: reader.accept("as") ? parseName(reader) : `bin(${span})`, of };
}

function parseComparison(reader: TokenReader): Predicate<InsightsRecord> {
  if (reader.accept("ispresent")) {
    reader.expect("(");
    const present = parseName(reader);
    reader.expect(")");
    return (record) => record.has(present);
  }
  const field = parseName(reader);
  const sign = reader.take();
  const literal = reader.take();
  if (sign.toLowerCase() === "like") {
    const isLike = likeness(literal);
    return (record) => isLike(record.get(field) ?? "");
  }
  const compare = comparison(sign);
  const text = /^["']/.test(literal) ? literal.slice(1, -1).replace(/\\(.)/g, "$1") : literal;
  const number = Number(text);
  if (!compare || (text === literal && !Number.isFinite(number))) throw malformed(`unexpected "${literal}"`);
  return (record) => {
    const value = record.get(field);
    if (value === undefined) return sign === "!=";
    // Text that looks like a number compares as one.
    if (text.trim() !== "" && Number.isFinite(number))
      return compare(Number(value === "" ? Number.NaN : value), number);
    return sign === "!=" ? value !== text : sign === "=" && value === text;
  };
}

function likeness(literal: string): Predicate<string> {
  const body = literal.slice(1, -1);
  if (/^["']/.test(literal)) return (value) => value.includes(body);
  if (!literal.startsWith("/")) throw malformed(`unexpected "${literal}"`);
  try {
    const expression = new RegExp(body);
    return (value) => expression.test(value);
  } catch {
    throw malformed(`the regular expression ${literal}`);
  }
}

function run(plan: Plan, records: Iterable<InsightsRecord>): ReturnType<InsightsQuery["run"]> {
  const matching: InsightsRecord[] = [];
  let scanned = 0;
  for (const record of records) {
    scanned += 1;
    if (plan.filters.every((filter) => filter(record))) matching.push(record);
  }
  // Without a sort, raw events come newest first.
  const rows = plan.stats ? plan.stats(matching) : matching.toReversed();
  const { sort } = plan;
  if (sort)
    rows.sort((left, right) => compareValues(left.get(sort.field), right.get(sort.field), sort.isDescending));
  const shown = plan.fields.length === 0 ? ["@timestamp", "@message"] : plan.fields;
  const limited = rows.slice(0, plan.limit);
  return {
    rows: plan.stats ? limited : limited.map((row) => pick(row, [...shown, "@ptr"])),
    matched: matching.length,
    scanned,
  };
}

function pick(row: Row, names: readonly string[]): Row {
  return new Map([...names].flatMap((name) => (row.has(name) ? [[name, row.get(name) ?? ""] as const] : [])));
}

/** Numbers before text, both before what is absent. */
function compareValues(left: string | undefined, right: string | undefined, isDescending: boolean): number {
  if (left === undefined || right === undefined)
    return Number(left === undefined) - Number(right === undefined);
  const difference = Number(left) - Number(right);
  const order = Number.isNaN(difference) ? (left < right ? -1 : Number(left > right)) : difference;
  return isDescending ? -order : order;
}
