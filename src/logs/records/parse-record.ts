import type { LogField } from "../../catalog/log-fields.ts";
import { fieldOfPath } from "../layout/field-of-path.ts";
import type { Layout } from "../layout/layout.ts";
import { flattenScalars } from "./flatten-scalars.ts";
import { objectEnd } from "./object-end.ts";
import { repairLine } from "./repair-line.ts";

export type RecordFields = ReadonlyMap<LogField, string>;

/** What a line that the scanner could not read comes to. */
export interface ReadLine {
  readonly records: readonly RecordFields[];
  /** Whether the line was not JSON as it stood. */
  readonly isRepaired: boolean;
}

/** Fields that any log has: they do not make a line an access log. */
const COMMON: ReadonlySet<LogField> = new Set<LogField>(["time", "bareMessage"]);

const NOTHING: ReadLine = { records: [], isRepaired: false };

/** Reads a JSON line the slow and tolerant way; no records where it is beyond repair or no access log. */
export function parseRecord(layout: Layout, line: string): ReadLine {
  const asItStands = fieldsOf(layout, parsed(line));
  if (asItStands) return { records: [asItStands], isRepaired: false };
  const repaired = fieldsOf(layout, repairLine(line.trim()));
  if (repaired) return { records: [repaired], isRepaired: true };
  const joined = splitObjects(line.trim()).map((text) => fieldsOf(layout, parsed(text) ?? repairLine(text)));
  const records = joined.filter((fields) => fields !== undefined);
  return records.length > 1 && records.length === joined.length ? { records, isRepaired: true } : NOTHING;
}

/** Whether a text is a JSON object with a field that an access log has. */
export function isAccessLogObject(layout: Layout, text: string): boolean {
  return fieldsOf(layout, parsed(text)) !== undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldsOf(layout: Layout, value: unknown): RecordFields | undefined {
  const fields = new Map<LogField, string>();
  for (const [path, text] of flattenScalars(value)) {
    const field = fieldOfPath(layout, path);
    if (field !== null) fields.set(field, text);
  }
  return [...fields.keys()].some((field) => !COMMON.has(field)) ? fields : undefined;
}

/** Objects that follow each other on one line, as two writers that share a file leave them. */
function splitObjects(line: string): string[] {
  const objects: string[] = [];
  let rest = line;
  while (rest.startsWith("{")) {
    const end = objectEnd(rest);
    if (end === 0) return [];
    objects.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return rest === "" ? objects : [];
}
