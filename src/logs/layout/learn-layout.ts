import { isAccessLogObject } from "../records/parse-record.ts";
import { objectEnd } from "../records/object-end.ts";
import { repairLine } from "../records/repair-line.ts";
import { JSON_LAYOUT, type Layout } from "./layout.ts";
import { learnText } from "./learn-text.ts";

/** "2026-11-22T14:30:05.000Z " or, from `aws logs tail`, with an offset and the stream's name behind it. */
const PREFIX = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d) (?:\S+ )?/;
const SAMPLE_LINES = 40;

/** Whether text before a line is a time, or a time and a stream. */
const PREFIX_WORDS = [0, 1, 2] as const;

/**
 * What stands where, from the beginning of a log, by the table of known keys and known Formats. A log that looks like none
 * is taken for JSON: its lines are then counted as unparsed one by one.
 *
 * @param head text of the first lines; the last may be cut off.
 */
export function learnLayout(head: string): Layout {
  const whole = head.includes("\n") ? head.slice(0, head.lastIndexOf("\n")) : head;
  const lines = whole
    .split("\n")
    .map((line) => line.replace(/\r$/, "").trimStart())
    .filter((line) => line !== "")
    .slice(0, SAMPLE_LINES);
  for (const prefixWords of PREFIX_WORDS) {
    const bare = prefixWords === 0 ? lines : lines.map((line) => withoutPrefix(line, prefixWords));
    const layout = learnJson(bare) ?? learnText(bare.filter((line) => !line.startsWith("{")));
    if (layout) return { ...layout, prefixWords };
  }
  return JSON_LAYOUT;
}

/** The line behind its prefix; the empty text where it has none. */
export function withoutPrefix(line: string, words: number): string {
  if (!PREFIX.test(line)) return "";
  return line.split(/[ \t]/).slice(words).join(" ");
}

function learnJson(lines: readonly string[]): Layout | undefined {
  const objects = lines.filter((line) => line.startsWith("{"));
  if (objects.length * 2 < lines.length || !objects.some(isReadable)) return undefined;
  const isConcatenated = objects.some((line) => line[objectEnd(line)] === "{");
  const description = isConcatenated ? "JSON objects without newlines between them" : "JSON lines";
  return { ...JSON_LAYOUT, isConcatenated, description: `${description}, keys by the alias table` };
}

function isReadable(line: string): boolean {
  const end = objectEnd(line);
  return (
    isAccessLogObject(JSON_LAYOUT, end > 0 ? line.slice(0, end) : line) || repairLine(line) !== undefined
  );
}
