import type { CaseFailure } from "../../../model/alarm-case-result.ts";
import { escapeText } from "../../text/escape.ts";
import { wrapText } from "../../text/wrap.ts";
import { timelineLines } from "./timeline-lines.ts";

/** "orders-5xx at 33m: expected ALARM, it was OK" */
export function failureTitle({ alarm, at, expected, actual }: CaseFailure): string {
  const when = at === null ? "" : ` at ${at}`;
  return escapeText(`${alarm}${when}: expected ${expected}, found ${actual}`);
}

/** What was expected and found, CloudWatch's reason, and the replay around it. */
export function failureLines(failure: CaseFailure, file: string, width: number): string[] {
  const { reason, timeline } = failure;
  const title = `${failureTitle(failure)} (${escapeText(file)}:${failure.line})`;
  return [
    ...wrapText(title, width),
    ...(reason === null ? [] : wrapText(escapeText(reason), width - 2).map((line) => `  ${line}`)),
    ...(timeline === null ? [] : ["", ...timelineLines(timeline)]),
  ];
}
