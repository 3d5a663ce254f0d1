import type { LogField } from "../../catalog/log-fields.ts";
import { parseRecord } from "../records/parse-record.ts";
import type { Layout } from "./layout.ts";

const SAMPLE_LINES = 40;

/** What lines of a layout carry: what it says itself, else what the first of them show. */
export function fieldsInLines(layout: Layout, lines: readonly string[]): LogField[] {
  const shown = layout.fields.length > 0 || layout.kind === "text" ? [] : lines.slice(0, SAMPLE_LINES);
  const records = shown.flatMap((line) => parseRecord(layout, line).records);
  return [...new Set([...layout.fields, ...records.flatMap((record) => [...record.keys()])])];
}
