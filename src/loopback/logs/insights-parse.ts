import type { TokenReader } from "../token-reader.ts";
import type { InsightsRecord } from "./insights-record.ts";
import { malformed, parseList, parseName, parsePattern, unquoted } from "./insights-tokens.ts";

/** Adds fields to a record. */
export type Extraction = (record: InsightsRecord) => InsightsRecord;

/**
 * `parse [field] "glob * with *" as a, b` and `parse [field] /with (?<named>groups)/`, of @message where no field is named.
 * A record that does not match, or lacks the field, gets none of the new fields; a group that took no part gives none.
 *
 * Source: CloudWatch Logs User Guide, CWL_QuerySyntax-Parse.html.
 */
export function parseParse(reader: TokenReader): Extraction {
  const isLiteral = /^["'/]/.test(reader.peek() ?? "");
  const field = isLiteral ? "@message" : parseName(reader);
  const literal = reader.take();
  if (literal.startsWith("/")) {
    const pattern = parsePattern(literal);
    if (!/\(\?<\w+>/.test(literal)) throw malformed(`no named group in ${literal}`);
    return (record) => extended(record, field, (text) => pattern.exec(text)?.groups);
  }
  if (!/^["']/.test(literal)) throw malformed(`unexpected "${literal}"`);
  const pieces = unquoted(literal).split("*");
  reader.expect("as");
  const names = parseList(reader, () => parseName(reader));
  if (names.length !== pieces.length - 1)
    throw malformed(`${names.length} names for ${pieces.length - 1} stars`);
  const last = pieces.at(-1) === "" ? names.length - 1 : -1;
  const source = pieces.map((piece, index) => {
    const escaped = piece.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
    return index === names.length ? escaped : `${escaped}(.*${index === last ? "" : "?"})`;
  });
  const glob = new RegExp(source.join(""), "s");
  return (record) =>
    extended(record, field, (text) => {
      const found = glob.exec(text);
      return found && Object.fromEntries(names.map((name, index) => [name, found[index + 1]]));
    });
}

function extended(
  record: InsightsRecord,
  field: string,
  match: (text: string) => Readonly<Record<string, string | undefined>> | null | undefined,
): InsightsRecord {
  const text = record.get(field);
  const found = text === undefined ? undefined : match(text);
  if (!found) return record;
  const fields = new Map(record);
  for (const [name, value] of Object.entries(found)) if (value !== undefined) fields.set(name, value);
  return fields;
}
