import type { LogField } from "../../../catalog/log-fields.ts";
import { ToolError } from "../../../core/errors.ts";
import type { Layout, TextPart } from "../../../logs/layout/layout.ts";
import { qlLiteralPattern, qlName, qlQuotedName } from "./ql-text.ts";

/** How queries name what a log's lines carry. */
export interface LogColumns {
  /** The commands that a query with this text needs before it: text lines are cut into fields, odd keys renamed. */
  readonly prelude: (text: string) => readonly string[];
  /** The name of a field; undefined where the lines do not carry it. */
  readonly of: (field: LogField) => string | undefined;
  readonly fields: readonly LogField[];
  /** A field that every request has: a line without it is none. */
  readonly known: string;
}

/** What tells a request best comes first. */
const TELLING: readonly LogField[] = ["requestId", "extendedRequestId", "status"];

/**
 * Insights finds the keys of JSON lines itself; lines of text are taken apart by `parse`.
 *
 * @param flatKeys keys that hold a dot of their own, and so name no nested value.
 *
 * Errors: E_BAD_INPUT where no field of the lines can be named.
 */
export function logColumns(layout: Layout, flatKeys: ReadonlySet<string>): LogColumns {
  const keys = layout.kind === "text" ? new Map<LogField, string>() : jsonKeys(layout, flatKeys);
  const names =
    layout.kind === "text"
      ? textNames(layout)
      : new Map([...keys].map(([field, key]) => [field, key.startsWith("`") ? groupName(field) : key]));
  const fields = [...names.keys()];
  const knownField = TELLING.find((field) => names.has(field)) ?? fields.find((field) => field !== "time");
  const known = knownField && names.get(knownField);
  if (known === undefined) {
    throw new ToolError(
      "E_BAD_INPUT",
      `CloudWatch Logs Insights cannot be asked about this log: ${layout.description} names no known field`,
      { hint: "Give the stage's access-log Format with --log-format, or read the log with --engine local." },
    );
  }
  const parseLine = layout.kind === "text" ? [`parse @message /${linePattern(layout.variants)}/`] : [];
  // What a column is called in an answer is clear where its name needs no backticks.
  const renamed = [...keys].flatMap(([field, key]) =>
    key.startsWith("`") ? [{ name: groupName(field), command: `${key} as ${groupName(field)}` }] : [],
  );
  const prelude = (text: string): string[] => {
    const used = renamed.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(text));
    return used.length === 0 ? parseLine : [`fields ${used.map(({ command }) => command).join(", ")}`];
  };
  return { prelude, of: (field) => names.get(field), fields, known };
}

/** Where several keys carry one field the last stands for it, as in a line that is read key by key. */
function jsonKeys(layout: Layout, flatKeys: ReadonlySet<string>): Map<LogField, string> {
  const names = new Map<LogField, string>();
  for (const [path, field] of Object.entries(layout.keys)) {
    const name = flatKeys.has(path) ? qlQuotedName(path) : qlName(path);
    if (field !== null && name !== undefined) names.set(field, name);
  }
  return names;
}

function textNames(layout: Layout): Map<LogField, string> {
  const parts = layout.variants[0] ?? [];
  return new Map(parts.flatMap(({ field }) => (field === null ? [] : [[field, groupName(field)] as const])));
}

/** With a prefix, so that no field that Insights finds itself is meant. */
function groupName(field: LogField): string {
  return `gw${field[0]?.toUpperCase() ?? ""}${field.slice(1)}`;
}

/**
 * One pattern for a whole line. A value ends where the next literal begins, so before a single character it holds none of
 * these; variants differ in their literals alone.
 */
function linePattern(variants: readonly (readonly TextPart[])[]): string {
  const parts = variants[0] ?? [];
  const lastOf = new Map(parts.map(({ field }, index) => [field, index]));
  const pieces = parts.map(({ until, field }, index) => {
    const value = until === "end" ? "" : valuePattern(until, parts[index + 1]?.literal ?? "");
    const isNamed = field !== null && lastOf.get(field) === index;
    return literalPattern(variants, index) + (isNamed ? `(?<${groupName(field)}>${value})` : value);
  });
  return `^${pieces.join("")}$`;
}

function literalPattern(variants: readonly (readonly TextPart[])[], index: number): string {
  const literals = new Set(variants.map((parts) => qlLiteralPattern(parts[index]?.literal ?? "")));
  const [first = "", ...others] = literals;
  return others.length === 0 ? first : `(?:${[first, ...others].join("|")})`;
}

function valuePattern(until: TextPart["until"], next: string): string {
  if (until === "line") return ".*";
  // A verb and a path, or a key that begins with "$", or one word.
  if (until === "route") return String.raw`[^ $][^ ]* \/[^ ]*|[^ ]*`;
  return next.length === 1 ? `[^${qlLiteralPattern(next)}]*` : ".*?";
}
