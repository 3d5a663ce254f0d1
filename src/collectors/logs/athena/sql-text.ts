import { ToolError } from "../../../core/errors.ts";

/** A text literal of a query (Trino's SQL). */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A text literal of a table definition, which follows Hive: backslashes escape. */
export function ddlText(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/**
 * A name that needs no escape in either kind of statement.
 *
 * Source: Amazon Athena User Guide, "Name databases, tables, and columns": letters, digits and the underscore, at most 255.
 * The hyphen is accepted, since databases of other tools have it.
 *
 * Errors: E_USAGE.
 */
export function checkName(what: string, name: string): string {
  if (/^[A-Za-z0-9_-]{1,255}$/.test(name)) return name;
  throw new ToolError("E_USAGE", `"${name}" is no name of ${what}: letters, digits, "_" and "-" are`);
}

/** A pattern that matches a text literally, in every dialect of regular expressions in use. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
