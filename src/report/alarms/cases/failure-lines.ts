import type { CaseFailure, CaseTimeline } from "../../../model/alarm-case-result.ts";
import { escapeText } from "../../text/escape.ts";
import { wrapText } from "../../text/wrap.ts";
import { timelineLines } from "./timeline-lines.ts";

/** "orders-5xx at 33m: expected ALARM, found OK" */
export function failureTitle({ alarm, at, expected, actual }: CaseFailure): string {
  const when = at === null ? "" : ` at ${at}`;
  const found = actual === "not evaluated" ? actual : `found ${actual}`;
  return escapeText(`${alarm}${when}: expected ${expected}, ${found}`);
}

/**
 * What was expected and found, CloudWatch's reason, and the replay around it; a stretch of an alarm's replay that was
 * shown is not shown again.
 */
export function failureLines(failures: readonly CaseFailure[], file: string, width: number): string[] {
  const shown = new Map<string, CaseTimeline>();
  return failures.flatMap((failure) => {
    const { alarm, reason, timeline } = failure;
    const title = `${failureTitle(failure)} (${escapeText(file)}:${failure.line})`;
    const isNew = timeline !== null && !isShown(timeline, shown.get(alarm));
    if (isNew) shown.set(alarm, timeline);
    return [
      ...wrapText(title, width),
      ...(reason === null ? [] : wrapText(escapeText(reason), width - 2).map((line) => `  ${line}`)),
      ...(isNew ? ["", ...timelineLines(timeline)] : []),
      "",
    ];
  });
}

function isShown({ firstMs, everyMs, marked }: CaseTimeline, earlier: CaseTimeline | undefined): boolean {
  if (!earlier) return false;
  const atMs = firstMs + (marked ?? 0) * everyMs;
  const lastMs = earlier.firstMs + earlier.values.length * earlier.everyMs;
  return marked === null ? firstMs === earlier.firstMs : atMs >= earlier.firstMs && atMs < lastMs;
}
