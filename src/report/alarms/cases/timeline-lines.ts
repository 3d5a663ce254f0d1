import { elapsedText } from "../../../core/elapsed-text.ts";
import type { CaseState, CaseTimeline } from "../../../model/alarm-case-result.ts";
import { escapeText } from "../../text/escape.ts";
import { formatCount } from "../../text/format.ts";
import { displayWidth, graphemes, padLeft } from "../../text/width.ts";
import { barRows } from "./bar-rows.ts";

const LETTERS: Readonly<Record<CaseState, string>> = { OK: ".", ALARM: "A", INSUFFICIENT_DATA: "?" };
const LABEL_WIDTH = 14;
const LEGEND = "A: ALARM, .: OK, ?: INSUFFICIENT_DATA, blank: no datapoint";

/**
 * A stretch of a replay as text, an evaluation a column: the datapoints as bars that cross their limit or do not, the
 * states, and the column in question.
 *
 *               15 |                    ▃▅▇█
 *                  |                 ▂▄▇████
 *                4 |-----------------███████---
 *                0 |▁▁▁▁▁▁▁▁▁  ▁▁▁▁▁████████▁▁▁
 *            state |??.................AAAAAA..
 *                  |                   ^ 21m
 *
 * At most 60 columns beside labels of 14.
 */
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
  const bars = barRows(timeline).map(({ label, cells }) =>
    line(label === null ? "" : formatCount(label), cells),
  );
  return [...bars, ...rows, ...marker, line("time", axis), line("", legend)];
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
