import type { LogField } from "../../../catalog/log-fields.ts";
import { compareTop } from "../../../logs/aggregate/compare-top.ts";
import { userAgentFamily } from "../../../logs/records/user-agent-family.ts";
import type { LogTopEntry } from "../../../model/log-report.ts";
import type { LogTopDimension } from "../../../model/log-slice.ts";
import type { LogColumns } from "./log-columns.ts";
import { planQuery, type PlannedQuery, type QueryBase } from "./plan-query.ts";
import { messageColumns, messageIn } from "./ql-dimensions.ts";
import { countColumns, readCounts } from "./ql-measures.ts";
import { textIn, type QueryRow } from "./query-row.ts";

/** As long as the log engine keeps a text. */
const MOST_BYTES = 96;

const FIELD_OF: Readonly<Record<Exclude<LogTopDimension, "message">, LogField>> = {
  client: "ip",
  apiKey: "apiKeyId",
  userAgent: "userAgent",
};

/** What a dimension is grouped by; none where the lines do not carry it. */
function columnsOf(dimension: LogTopDimension, columns: LogColumns): string[] {
  if (dimension === "message") return messageColumns(columns);
  const name = columns.of(FIELD_OF[dimension]);
  return name === undefined ? [] : [name];
}

/** The query for the most frequent texts of a dimension; none where the lines do not carry it. */
export function topQuery(base: QueryBase, dimension: LogTopDimension, entries: number): PlannedQuery[] {
  const names = columnsOf(dimension, base.columns);
  if (names.length === 0) return [];
  const isThere = names.map((name) => `(ispresent(${name}) and ${name} != "-")`);
  // Families and patterns are made of many texts; addresses and keys are what they are.
  const isFolded = dimension === "userAgent" || dimension === "message";
  return [
    planQuery(`top ${dimension}`, base, {
      condition: isThere.length === 1 ? (isThere[0] ?? "") : `(${isThere.join(" or ")})`,
      stats: countColumns(base.columns),
      by: names,
      sort: "gwRequests",
      ...(isFolded ? {} : { limit: entries }),
    }),
  ];
}

/** Most first; rows that come to one text are one entry. */
export function readTop(
  rows: readonly QueryRow[],
  dimension: LogTopDimension,
  columns: LogColumns,
  entries: number,
): LogTopEntry[] {
  const found = new Map<string, LogTopEntry>();
  for (const row of rows) {
    const text = cut(textOf(row, dimension, columns) ?? "");
    if (text === "") continue;
    const counts = readCounts(row);
    const known = found.get(text);
    found.set(text, {
      text,
      requests: (known?.requests ?? 0) + counts.requests,
      error: 0,
      errors4xx: (known?.errors4xx ?? 0) + counts.errors4xx,
      errors5xx: (known?.errors5xx ?? 0) + counts.errors5xx,
      throttled: (known?.throttled ?? 0) + counts.throttled + counts.quotaExceeded,
    });
  }
  return [...found.values()].sort(compareTop).slice(0, entries);
}

function textOf(row: QueryRow, dimension: LogTopDimension, columns: LogColumns): string | null {
  if (dimension === "message") return messageIn(row, columns);
  const text = textIn(row, columns.of(FIELD_OF[dimension]));
  return dimension === "userAgent" && text !== null ? userAgentFamily(text) : text;
}

/** Half a character at the end is U+FFFD, as in the log engine. */
function cut(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, MOST_BYTES));
}
