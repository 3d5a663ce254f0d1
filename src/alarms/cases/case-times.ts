import { errorMessage } from "../../core/errors.ts";
import { MINUTE_MS, parseDurationMs, parseTimeMs } from "../../core/window.ts";

/** A Monday, so that a test without a start knows its weekday. */
export const USUAL_START = "2026-01-05T00:00Z";
export const USUAL_INTERVAL = "1m";

/** "12m" after the start, or a moment of the calendar. The text of the problem where it is neither. */
export function readMoment(text: string | 0, startMs: number): number | string {
  if (/^0[smhdw]?$/.test(String(text).trim())) return startMs;
  try {
    if (/^\s*\d{4}-/.test(String(text))) return parseTimeMs(String(text), 0);
    return startMs + parseDurationMs(String(text));
  } catch {
    return `"${text}" is no time; write "12m" after the start, or "2026-04-07T12:30Z"`;
  }
}

/** The start of a test. The text of the problem where it is no moment, or not a full minute. */
export function readStart(text: string): number | string {
  try {
    const startMs = parseTimeMs(text, 0);
    return startMs % MINUTE_MS === 0 ? startMs : `"${text}" is not a full minute`;
  } catch (error) {
    return errorMessage(error);
  }
}

export function readLength(text: string): { readonly lengthMs: number } | string {
  try {
    return { lengthMs: parseDurationMs(text) };
  } catch (error) {
    return errorMessage(error);
  }
}
