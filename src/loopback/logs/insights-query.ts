import { DEFAULT_QUERY_ROWS, MAX_QUERY_ROWS } from "../../catalog/answer-limits.ts";
import { TokenReader } from "../token-reader.ts";
import { parseExpression, parseFilterCondition } from "./insights-expression.ts";
import { parseParse } from "./insights-parse.ts";
import type { InsightsRecord } from "./insights-record.ts";
import { parseStats } from "./insights-stats.ts";
import { INSIGHTS_TOKEN, malformed, parseList, parseName } from "./insights-tokens.ts";
import { toNumber, toText } from "./insights-value.ts";

/**
 * The part of the Logs Insights language that is executed. Commands are joined by `|` and run in their order:
 *
 *   parse a /(?<b>x+)/       parse "* to *" as b, c      fields a, concat(a, "-", b) as c, a - b as d      display a
 *   filter a >= 500 and b like /x/ or not (ispresent(c))                                    = != < <= > >= like =~
 *   stats count(*) as n, sum(a), avg(a), min(a), max(a), pct(a, 99) by b, bin(5m)           sort a desc|asc   limit 100
 *
 * A name with other characters than letters, digits, "_", "@" and "." stands in backticks. Anything else is a
 * MalformedQueryException, never a guess.
 *
 * Source: CloudWatch Logs User Guide, CWL_QuerySyntax*.html.
 */
interface InsightsQuery {
  /** Rows as field and value, everything as text; a field that a record lacks is missing from its row. */
  run(records: Iterable<InsightsRecord>): { rows: Row[]; matched: number; scanned: number };
}

type Row = ReadonlyMap<string, string>;

interface Plan {
  /** What becomes of one record before `stats`; undefined where it is filtered out. */
  readonly steps: ((record: InsightsRecord) => InsightsRecord | undefined)[];
  readonly shown: string[];
  stats: ((records: readonly InsightsRecord[]) => Row[]) | undefined;
  sort: { readonly field: string; readonly isDescending: boolean } | undefined;
  limit: number;
}

/** @param defaultLimit of StartQuery, where the query itself has none. */
export function parseInsightsQuery(text: string, defaultLimit = DEFAULT_QUERY_ROWS): InsightsQuery {
  const reader = new TokenReader(text, INSIGHTS_TOKEN, malformed);
  const plan: Plan = { steps: [], shown: [], stats: undefined, sort: undefined, limit: defaultLimit };
  do {
    parseCommand(reader, plan);
  } while (reader.accept("|"));
  if (reader.peek() !== undefined) throw reader.unexpected();
  return { run: (records) => run(plan, records) };
}

function parseCommand(reader: TokenReader, plan: Plan): void {
  if (reader.accept("sort")) {
    const field = parseName(reader);
    plan.sort = { field, isDescending: reader.accept("desc") || !reader.accept("asc") };
  } else if (reader.accept("limit")) {
    plan.limit = parseLimit(reader.take());
  } else if (reader.accept("stats")) {
    if (plan.stats) throw malformed("a second stats");
    plan.stats = parseStats(reader);
  } else {
    if (plan.stats) throw malformed(`${reader.take()} after stats`);
    parseRecordCommand(reader, plan);
  }
}

function parseRecordCommand(reader: TokenReader, plan: Plan): void {
  if (reader.accept("fields") || reader.accept("display")) {
    for (const { label, derive } of parseList(reader, () => parseField(reader))) {
      plan.shown.push(label);
      if (derive) plan.steps.push(derive);
    }
  } else if (reader.accept("filter")) {
    const passes = parseFilterCondition(reader);
    plan.steps.push((record) => (passes(record) ? record : undefined));
  } else if (reader.accept("parse")) {
    plan.steps.push(parseParse(reader));
  } else throw reader.unexpected();
}

/** A field as it is, or an expression under a name. */
function parseField(reader: TokenReader): {
  label: string;
  derive?: (record: InsightsRecord) => InsightsRecord;
} {
  const from = reader.place();
  const value = parseExpression(reader);
  const text = reader.textSince(from).replace(/^`(.*)`$/, "$1");
  const isName = reader.place() === from + 1;
  const isNamed = reader.accept("as");
  if (isName && !isNamed) return { label: text };
  const label = isNamed ? parseName(reader) : text;
  return {
    label,
    derive: (record) => {
      const found = value(record);
      return found === undefined ? record : new Map(record).set(label, toText(found));
    },
  };
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_QUERY_ROWS) throw malformed(`limit ${text}`);
  return limit;
}

function run(plan: Plan, records: Iterable<InsightsRecord>): ReturnType<InsightsQuery["run"]> {
  const matching: InsightsRecord[] = [];
  let scanned = 0;
  for (const record of records) {
    scanned += 1;
    let kept: InsightsRecord | undefined = record;
    for (const step of plan.steps) kept = kept && step(kept);
    if (kept) matching.push(kept);
  }
  // Without a sort, raw events come newest first.
  const rows: Row[] = plan.stats ? plan.stats(matching) : matching.toReversed();
  const { sort } = plan;
  if (sort)
    rows.sort((left, right) => compareValues(left.get(sort.field), right.get(sort.field), sort.isDescending));
  const shown = plan.shown.length === 0 ? ["@timestamp", "@message"] : plan.shown;
  const limited = rows.slice(0, plan.limit);
  return {
    rows: plan.stats ? limited : limited.map((row) => pick(row, [...shown, "@ptr"])),
    matched: matching.length,
    scanned,
  };
}

function pick(row: Row, names: readonly string[]): Row {
  return new Map(names.flatMap((name) => (row.has(name) ? [[name, row.get(name) ?? ""] as const] : [])));
}

/** Numbers before text, both before what is absent. */
function compareValues(left: string | undefined, right: string | undefined, isDescending: boolean): number {
  if (left === undefined || right === undefined)
    return Number(left === undefined) - Number(right === undefined);
  const [first, second] = [toNumber(left), toNumber(right)];
  const isNumeric = first !== undefined && second !== undefined;
  const order = isNumeric ? first - second : left < right ? -1 : Number(left > right);
  return isDescending ? -order : order;
}
