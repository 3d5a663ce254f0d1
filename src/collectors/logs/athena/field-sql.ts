import type { LogField } from "../../../catalog/log-fields.ts";
import { compileFormat } from "../../../logs/layout/compile-format.ts";
import type { Layout, TextPart } from "../../../logs/layout/layout.ts";
import { escapePattern, sqlText } from "./sql-text.ts";

/** How a query gets from lines to fields, by the stage's Format. */
export interface FieldSql {
  readonly layout: Layout;
  /** Common table expressions that end in `bodies (line, body)`: a row for each record, `body` null where it is none. */
  readonly bodies: string;
  /** The text of each field that the Format has, an expression over `body`; null where a record lacks it. */
  readonly fields: ReadonlyMap<LogField, string>;
}

/** Errors: E_BAD_INPUT for a Format that is none. */
export function fieldSql(format: string): FieldSql {
  const layout = compileFormat(format);
  return layout.kind === "json" ? jsonSql(format, layout) : textSql(layout);
}

/**
 * Firehose may join objects without a newline: they are parted where one ends and the Format's first key begins. What is no
 * JSON as it stands is repaired in the first two ways of src/logs/records/repair-line.ts; what still is none is counted.
 */
function jsonSql(format: string, layout: Layout): FieldSql {
  const first = /^\s*\{\s*("(?:[^"\\]|\\.)*")/.exec(format)?.[1] ?? '""';
  const border = `\\}\\s*(\\{\\s*${escapePattern(first)}\\s*:)`;
  const bodies = `split_lines AS (
  SELECT trim(replace(record, chr(13), '')) AS line
  FROM lines CROSS JOIN UNNEST(split(regexp_replace(line, ${sqlText(border)}, '}' || chr(10) || '$1'), chr(10))) AS t (record)
),
nulled AS (
  SELECT line, regexp_replace(line, '(:\\s*)-(\\s*[,}])', '$1null$2') AS once FROM split_lines WHERE line <> ''
),
unquoted AS (
  SELECT line, once, regexp_replace(once, '(:\\s*)""([^"]+)""(\\s*[,}])', '$1"$2"$3') AS twice FROM nulled
),
bodies AS (
  SELECT line, CASE
    WHEN TRY(json_parse(line)) IS NOT NULL THEN line
    WHEN TRY(json_parse(once)) IS NOT NULL THEN once
    WHEN TRY(json_parse(twice)) IS NOT NULL THEN twice
  END AS body FROM unquoted
)`;
  const paths = new Map<LogField, string[]>();
  for (const [path, field] of Object.entries(layout.keys)) {
    if (field === null) continue;
    const expression = `json_extract_scalar(body, ${sqlText(jsonPath(format, path))})`;
    // Of two keys for one field the later counts.
    paths.set(field, [expression, ...(paths.get(field) ?? [])]);
  }
  return { layout, bodies, fields: new Map([...paths].map(([field, all]) => [field, coalesced(all)])) };
}

/** A key with a dot in it is one key, unless the Format has it as several. */
function jsonPath(format: string, path: string): string {
  const isOneKey = !path.includes(".") || new RegExp(`"${escapePattern(path)}"\\s*:`).test(format);
  const keys = isOneKey ? [path] : path.split(".");
  return `$${keys.map((key) => `[${JSON.stringify(key)}]`).join("")}`;
}

function textSql(layout: Layout): FieldSql {
  const matches = layout.variants
    .map((parts) => `regexp_like(line, ${sqlText(linePattern(parts, -1))})`)
    .join(" OR ");
  const bodies = `whole_lines AS (
  SELECT regexp_replace(line, '^[ \\t]+|\\r$', '') AS line FROM lines
),
bodies AS (
  SELECT line, CASE WHEN ${matches} THEN line END AS body FROM whole_lines WHERE line <> ''
)`;
  const found = new Map<LogField, string[]>();
  for (const parts of layout.variants) {
    for (const [index, { field }] of parts.entries()) {
      if (field === null) continue;
      const expression = `regexp_extract(body, ${sqlText(linePattern(parts, index))}, 1)`;
      found.set(field, [...(found.get(field) ?? []), expression]);
    }
  }
  return { layout, bodies, fields: new Map([...found].map(([field, all]) => [field, coalesced(all)])) };
}

/**
 * As src/logs/layout/match-text.ts reads a line: a value ends at the first occurrence of what follows.
 *
 * @param captured the part whose value is the pattern's one group.
 */
function linePattern(parts: readonly TextPart[], captured: number): string {
  const values = parts.map(({ literal, until }, index) => {
    const next = parts[index + 1]?.literal ?? "";
    const value =
      until === "end"
        ? ""
        : until === "line"
          ? ".*"
          : until === "route"
            ? "(?:[^$ ][^ ]*)? /[^ ]*|[^ ]*"
            : next.length === 1
              ? `[^${escapePattern(next)}]*`
              : ".*?";
    return `${escapePattern(literal)}(${index === captured ? "" : "?:"}${value})`;
  });
  return `^${values.join("")}$`;
}

function coalesced(expressions: readonly string[]): string {
  return expressions.length === 1 ? (expressions[0] ?? "NULL") : `coalesce(${expressions.join(", ")})`;
}
