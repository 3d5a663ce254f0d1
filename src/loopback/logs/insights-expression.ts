import { comparison, parseCondition, type Predicate, type TokenReader } from "../token-reader.ts";
import type { InsightsRecord } from "./insights-record.ts";
import { malformed, parseName, parsePattern, unquoted } from "./insights-tokens.ts";
import { parseTime, toNumber, toText, type Expression, type Value } from "./insights-value.ts";

/**
 * Expressions: names, numbers, "texts", sums and differences, and these functions. Where an argument is not there, neither is
 * what is made of it; arithmetic with text that is no number gives nothing either.
 *
 * Source: CloudWatch Logs User Guide, CWL_QuerySyntax-operations-functions.html.
 */
interface QueryFunction {
  readonly least: number;
  readonly most: number;
  readonly of: (values: readonly Value[]) => Value;
}

const FUNCTIONS: Readonly<Record<string, QueryFunction>> = {
  concat: {
    least: 1,
    most: Infinity,
    of: (values) =>
      values.some((value) => value === undefined)
        ? undefined
        : values.map((value) => (value === undefined ? "" : toText(value))).join(""),
  },
  coalesce: { least: 1, most: Infinity, of: (values) => values.find((value) => value !== undefined) },
  strcontains: {
    least: 2,
    most: 2,
    of: ([text, part]) =>
      text === undefined || part === undefined ? undefined : Number(toText(text).includes(toText(part))),
  },
  abs: { least: 1, most: 1, of: ([value]) => numeric(value, Math.abs) },
  floor: { least: 1, most: 1, of: ([value]) => numeric(value, Math.floor) },
  ceil: { least: 1, most: 1, of: ([value]) => numeric(value, Math.ceil) },
  tomillis: {
    least: 1,
    most: 1,
    of: ([time]) => {
      const timeMs = typeof time === "string" ? parseTime(time) : Number.NaN;
      return Number.isFinite(timeMs) ? timeMs : undefined;
    },
  },
};

function numeric(value: Value, of: (number: number) => number): Value {
  const number = toNumber(value);
  return number === undefined ? undefined : of(number);
}

export function parseExpression(reader: TokenReader): Expression {
  let left = parseTerm(reader);
  for (;;) {
    const sign = reader.accept("+") ? 1 : reader.accept("-") ? -1 : 0;
    if (sign === 0) return left;
    const [before, after] = [left, parseTerm(reader)];
    left = (record) => {
      const [first, second] = [toNumber(before(record)), toNumber(after(record))];
      return first === undefined || second === undefined ? undefined : first + sign * second;
    };
  }
}

function parseTerm(reader: TokenReader): Expression {
  const token = reader.peek() ?? "";
  if (/^["']/.test(token)) {
    const text = unquoted(reader.take());
    return () => text;
  }
  if (/^-?\d+(\.\d+)?$/.test(token)) {
    const number = Number(reader.take());
    return () => number;
  }
  if (/^[A-Za-z]\w*$/.test(token) && Object.hasOwn(FUNCTIONS, token.toLowerCase())) {
    const called = parseCall(reader);
    if (called) return called;
  }
  const name = parseName(reader);
  return (record) => record.get(name);
}

/** Undefined where the word is a field's name, and no "(" follows it. */
function parseCall(reader: TokenReader): Expression | undefined {
  if (reader.peek(1) !== "(") return undefined;
  const name = reader.take();
  const called = FUNCTIONS[name.toLowerCase()];
  reader.expect("(");
  const values = [parseExpression(reader)];
  while (reader.accept(",")) values.push(parseExpression(reader));
  reader.expect(")");
  if (!called || values.length < called.least || values.length > called.most)
    throw malformed(`arguments of ${name}`);
  return (record) => called.of(values.map((value) => value(record)));
}

/** A condition of `filter`: comparisons, `like` and `ispresent`, joined by and, or and not. */
export function parseFilterCondition(reader: TokenReader): Predicate<InsightsRecord> {
  return parseCondition(reader, { or: "or", and: "and", not: "not" }, () => parseTest(reader));
}

function parseTest(reader: TokenReader): Predicate<InsightsRecord> {
  if (reader.accept("ispresent")) {
    reader.expect("(");
    const present = parseName(reader);
    reader.expect(")");
    return (record) => record.has(present);
  }
  const left = parseExpression(reader);
  if (reader.accept("like") || reader.accept("=~")) {
    const isLike = likeness(reader.take());
    return (record) => {
      const value = left(record);
      return value !== undefined && isLike(toText(value));
    };
  }
  const sign = reader.take();
  const compare = comparison(sign);
  if (!compare) throw malformed(`unexpected "${sign}"`);
  const right = parseExpression(reader);
  return (record) => compares(left(record), sign, right(record), compare);
}

/** Both as numbers where both look like them. Otherwise texts can be equal or not, and neither is greater. */
function compares(
  left: Value,
  sign: string,
  right: Value,
  compare: (left: number, right: number) => boolean,
): boolean {
  if (left === undefined || right === undefined) return sign === "!=";
  const [first, second] = [toNumber(left), toNumber(right)];
  if (first !== undefined && second !== undefined) return compare(first, second);
  const isEqual = toText(left) === toText(right);
  return sign === "!=" ? !isEqual : sign === "=" && isEqual;
}

function likeness(literal: string): Predicate<string> {
  if (/^["']/.test(literal)) {
    const part = unquoted(literal);
    return (text) => text.includes(part);
  }
  const pattern = parsePattern(literal);
  return (text) => pattern.test(text);
}
