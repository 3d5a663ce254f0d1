import type { LogTopEntry } from "../../../model/log-report.ts";
import { escapeText } from "../../text/escape.ts";
import { formatCount, formatRatio } from "../../text/format.ts";
import { textTable } from "../../text/text-table.ts";

const MOST_TOP = 5;

/** The most frequent of something, with how its requests ended. Without any, nothing. */
export function topBlock(
  name: string,
  entries: readonly LogTopEntry[],
  requests: number,
  width: number,
  title: (text: string) => string,
): string[] {
  if (entries.length === 0) return [];
  const isThrottled = entries.some(({ throttled }) => throttled > 0);
  const rows = entries.slice(0, MOST_TOP).map((entry) => {
    const share = (count: number): string => formatRatio(count / entry.requests);
    return [
      escapeText(entry.text),
      `${entry.error > 0 ? "~" : ""}${formatCount(entry.requests)}`,
      formatRatio(entry.requests / requests),
      share(entry.errors4xx),
      share(entry.errors5xx),
      ...(isThrottled ? [share(entry.throttled)] : []),
    ];
  });
  const head = [name.toUpperCase(), "REQS", "SHARE", "4XX", "5XX", ...(isThrottled ? ["THROTTLED"] : [])];
  const [headLine = "", ...lines] = textTable(head, rows, width);
  return [title(headLine), ...lines];
}
