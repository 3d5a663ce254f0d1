import { isRecord } from "../../core/is-record.ts";
import { ServiceError } from "../service-error.ts";
import { comparison, parseCondition, TokenReader, type Predicate } from "../token-reader.ts";

/**
 * The filter patterns that are understood: nothing; terms that must all occur (`ERROR "a phrase"`), of which one is
 * enough (`?a ?b`), or must not occur (`-term`); and conditions on JSON lines (`{ ($.status >= 500) || ($.error.type = "THR*") }`,
 * `$.x NOT EXISTS`, `$.x IS NULL|TRUE|FALSE`).
 *
 * Errors: InvalidParameterException for any other pattern, the space-delimited form and regular expressions
 * included: no guess, no made-up matches.
 *
 * Source: CloudWatch Logs User Guide, "Filter pattern syntax" (FilterAndPatternSyntax.html).
 */
export function parseFilterPattern(pattern: string): Predicate<string> {
  const text = pattern.trim();
  if (text === "") return () => true;
  return text.startsWith("{") ? parseJsonPattern(text) : parseTerms(text);
}

function invalid(message: string): ServiceError {
  return new ServiceError("InvalidParameterException", `Invalid filter pattern: ${message}`);
}

function parseTerms(text: string): Predicate<string> {
  const reader = new TokenReader(text, /[-?]?(?:"(?:\\.|[^"\\])*"|[\w.:/@$=+*,;#~]+)/, invalid);
  const wanted: string[] = [];
  const optional: string[] = [];
  const unwanted: string[] = [];
  while (reader.peek() !== undefined) {
    const token = reader.take();
    const list = token.startsWith("-") ? unwanted : token.startsWith("?") ? optional : wanted;
    list.push(unquote(token.replace(/^[-?]/, "")));
  }
  return (message) =>
    wanted.every((term) => message.includes(term)) &&
    !unwanted.some((term) => message.includes(term)) &&
    (optional.length === 0 || optional.some((term) => message.includes(term)));
}

function parseJsonPattern(text: string): Predicate<string> {
  const token =
    /[{}()]|&&|\|\||!=|<=|>=|[=<>]|\$(?:\.?\["[^"]*"\]|\[\d+\]|\.[\w@-]+)*|"(?:\\.|[^"\\])*"|[-\w.*]+/;
  const reader = new TokenReader(text, token, invalid);
  reader.expect("{");
  const condition = parseCondition<unknown>(reader, { or: "||", and: "&&", not: "!" }, () =>
    parseJsonComparison(reader),
  );
  reader.expect("}");
  if (reader.peek() !== undefined) throw reader.unexpected();
  return (message) => {
    const json = jsonObjectIn(message);
    return json !== undefined && condition(json);
  };
}

function parseJsonComparison(reader: TokenReader): Predicate<unknown> {
  if (!reader.peek()?.startsWith("$")) throw reader.unexpected();
  const path = parsePath(reader.take());
  if (reader.accept("NOT")) {
    reader.expect("EXISTS");
    return (json) => valueAt(json, path) === undefined;
  }
  if (reader.accept("EXISTS")) return (json) => valueAt(json, path) !== undefined;
  if (reader.accept("IS")) {
    const wanted = { NULL: null, TRUE: true, FALSE: false }[reader.take()];
    if (wanted === undefined) throw invalid("IS takes NULL, TRUE or FALSE");
    return (json) => valueAt(json, path) === wanted;
  }
  const sign = reader.take();
  const compare = comparison(sign);
  if (!compare) throw invalid(`unexpected "${sign}"`);
  const literal = reader.take();
  const number = Number(literal);
  if (!literal.startsWith('"') && Number.isFinite(number)) {
    return (json) => {
      const value = valueAt(json, path);
      return typeof value === "number" && compare(value, number);
    };
  }
  if (sign !== "=" && sign !== "!=") throw invalid("only numbers can be greater or less");
  const isLike = wildcard(unquote(literal));
  return (json) => {
    const value = valueAt(json, path);
    return typeof value === "string" && isLike(value) === (sign === "=");
  };
}

/** `$.a["b-c"][0]` as a, b-c, 0. */
function parsePath(selector: string): string[] {
  return [...selector.matchAll(/\["([^"]*)"\]|\[(\d+)\]|\.([\w@-]+)/g)].map(
    ([, quoted, index, name]) => quoted ?? index ?? name ?? "",
  );
}

function valueAt(json: unknown, path: readonly string[]): unknown {
  let value = json;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Object.entries(value).find(([key]) => key === name)?.[1];
  }
  return value;
}

function wildcard(pattern: string): Predicate<string> {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const expression = new RegExp(`^${parts.join(".*")}$`, "s");
  return (value) => expression.test(value);
}

function unquote(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, "$1") : text;
}

/** Undefined for a line that is no JSON object. */
export function jsonObjectIn(message: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(message);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
