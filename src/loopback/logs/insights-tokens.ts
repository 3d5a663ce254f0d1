import { ServiceError } from "../service-error.ts";
import type { TokenReader } from "../token-reader.ts";

/** One word of the language. A sign stands between two values: "-5" behind a blank is a number. */
export const INSIGHTS_TOKEN =
  /`[^`]*`|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/(?:\\.|[^/\\])+\/|!=|<=|>=|=~|[=<>|,()*+]|-?[@\w.]+|-/;

export function malformed(message: string): ServiceError {
  return new ServiceError("MalformedQueryException", `${message} in the query`);
}

export function parseName(reader: TokenReader): string {
  const token = reader.take();
  if (token.startsWith("`")) return token.slice(1, -1);
  if (!/^[@A-Za-z_][@\w.]*$/.test(token) || reader.peek() === "(") throw malformed(`unexpected "${token}"`);
  return token;
}

/** The text between the quotes, a backslash standing for the character behind it. */
export function unquoted(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)/g, "$1");
}

export function parsePattern(literal: string): RegExp {
  if (!literal.startsWith("/")) throw malformed(`unexpected "${literal}"`);
  try {
    return new RegExp(literal.slice(1, -1));
  } catch {
    throw malformed(`the regular expression ${literal}`);
  }
}

export function parseList<T>(reader: TokenReader, parseItem: () => T): T[] {
  const items = [parseItem()];
  while (reader.accept(",")) items.push(parseItem());
  return items;
}
