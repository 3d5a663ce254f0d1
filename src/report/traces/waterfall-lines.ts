import type { Waterfall } from "../../model/trace-report.ts";
import { escapeText } from "../text/escape.ts";
import { formatMs } from "../text/format.ts";
import { displayWidth, graphemes, graphemeWidth, padLeft, padTo } from "../text/width.ts";

/** Part of the page that names take, and columns of a duration. */
const NAMES = 0.42;
const TIME = 8;
const MOST_ROWS = 40;

/** A request as bars over its time, a row a span: full where it was waited for, light where its parts were. */
export function waterfallLines({ rows, request }: Waterfall, width: number): string[] {
  const nameColumns = Math.floor(width * NAMES);
  const columns = width - nameColumns - TIME - 2;
  const lengthMs = Math.max(request.durationMs, 1e-9);
  const lines = rows.slice(0, MOST_ROWS).map((row) => {
    const from = Math.min(columns - 1, Math.floor((row.startMs / lengthMs) * columns));
    const length = Math.max(1, Math.round((row.durationMs / lengthMs) * columns));
    const sign = row.isFault ? "!" : row.waitedMs >= row.durationMs / 2 ? "█" : "░";
    const bar = `${" ".repeat(from)}${sign.repeat(Math.min(length, columns - from))}`;
    const name = cutTo(`${" ".repeat(Math.min(row.depth, 12))}${escapeText(row.label)}`, nameColumns);
    return `${padTo(name, nameColumns)} ${padTo(bar, columns)} ${padLeft(formatMs(row.durationMs), TIME)}`;
  });
  const more = rows.length - lines.length;
  return more > 0 ? [...lines, `and ${more} more spans; --format json has them`] : lines;
}

/** At most so many columns; what is cut ends in an ellipsis. */
function cutTo(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let kept = "";
  let used = 0;
  for (const grapheme of graphemes(text)) {
    used += graphemeWidth(grapheme);
    if (used > columns - 1) break;
    kept += grapheme;
  }
  return `${kept}…`;
}
