/**
 * A stretch of a replay as text, an evaluation a column: the datapoints as bars with their limit across, the states, and
 * the column in question.
 *
 *      15 |                    ▃▅▇█
 *         |                 ▂▄▇████
 *       4 |----------------▃███████---     blank: no datapoint
 *       0 |▁▁▁▁▁▁▁▁▁  ▁▁▁▁▁████████▁▁▁
 *   state |??.................AAAAAA..     A: ALARM, .: OK, ?: INSUFFICIENT_DATA
 *         |                   ^ 21m
 */
import { elapsedText } from "../../../core/elapsed-text.ts";
import type { CaseState, CaseTimeline } from "../../../model/alarm-case-result.ts";
import { escapeText } from "../../text/escape.ts";
import { formatCount } from "../../text/format.ts";
import { displayWidth, graphemes, padLeft } from "../../text/width.ts";

const ROWS = 5;
const EIGHTHS = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;
const LETTERS: Readonly<Record<CaseState, string>> = { OK: ".", ALARM: "A", INSUFFICIENT_DATA: "?" };
const LABEL_WIDTH = 14;
const LEGEND = "A: ALARM, .: OK, ?: INSUFFICIENT_DATA, blank: no datapoint";

/** At most 60 columns beside labels of 14. */
export function timelineLines(timeline: CaseTimeline): string[] {
  const { firstMs, everyMs, states, marked } = timeline;
  const columns = states[0]?.states.length ?? 0;
  const line = (label: string, text: string): string =>
    `${padLeft(shortened(label), LABEL_WIDTH)} |${text}`.trimEnd();
  const rows = states.map((row) =>
    line(states.length === 1 ? "state" : row.alarm, row.states.map((state) => LETTERS[state]).join("")),
  );
  const marker =
    marked === null ? [] : [line("", markerText(marked, elapsedText(firstMs + marked * everyMs), columns))];
  const [from, to] = [elapsedText(firstMs), elapsedText(firstMs + (columns - 1) * everyMs)];
  const axis = columns < from.length + to.length + 2 ? from : from + padLeft(to, columns - from.length);
  const legend = timeline.values.some((value) => value !== null) ? LEGEND : LEGEND.replace(/, blank.*/, "");
  return [...barLines(timeline, line), ...rows, ...marker, line("time", axis), line("", legend)];
}

function barLines(
  { values, lower, upper }: CaseTimeline,
  line: (label: string, text: string) => string,
): string[] {
  const all = [...values, ...lower, ...upper].filter((value) => value !== null);
  if (!values.some((value) => value !== null)) return [];
  const least = Math.min(...all);
  const high = Math.max(...all);
  // From zero where that costs no detail.
  const low = least > 0 && least <= high / 2 ? 0 : least;
  const span = high - low || 1;
  const level = (value: number): number => Math.round(((value - low) / span) * ROWS * 8);
  const limitRow = (value: number | null): number =>
    value === null ? -1 : Math.min(ROWS - 1, Math.floor(level(value) / 8));
  const limits = new Set([...lower, ...upper].filter((value) => value !== null));
  return Array.from({ length: ROWS }, (_, fromTop) => {
    const row = ROWS - 1 - fromTop;
    const cells = values.map((value, index) => {
      // The lowest bar is a bar: a blank is a gap.
      const filled = value === null ? 0 : Math.max(1, level(value)) - row * 8;
      if (filled > 0) return EIGHTHS[Math.min(8, filled)];
      const isLimit = limitRow(lower[index] ?? null) === row || limitRow(upper[index] ?? null) === row;
      return isLimit ? "-" : " ";
    });
    const limit = [...limits].find((value) => limitRow(value) === row);
    const edge = row === ROWS - 1 ? high : row === 0 ? low : undefined;
    const shown = limits.size === 1 && limit !== undefined ? limit : edge;
    return line(shown === undefined ? "" : formatCount(shown), cells.join(""));
  });
}

function markerText(column: number, label: string, columns: number): string {
  const fits = column + 2 + label.length <= columns;
  return fits || column < label.length + 1
    ? `${" ".repeat(column)}^ ${label}`
    : `${padLeft(label, column - 1)} ^`;
}

function shortened(label: string): string {
  const text = escapeText(label);
  if (displayWidth(text) <= LABEL_WIDTH) return text;
  let kept = "";
  for (const part of graphemes(text)) {
    if (displayWidth(kept + part) > LABEL_WIDTH - 3) break;
    kept += part;
  }
  return `${kept}...`;
}
