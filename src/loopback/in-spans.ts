import { HOUR_MS, MINUTE_MS, type Window } from "../core/window.ts";

const MAX_SPAN_MS = 6 * HOUR_MS;
/** A span with fewer items than this is followed by one of twice the length, one with ten times as many by half. */
const FEW = 1_000;

/**
 * A window read in spans, so that whoever stops early has not paid for all of it: a simulated account makes a
 * span's events when it is asked for them.
 */
export function* inSpans<T>(window: Window, read: (span: Window) => Iterable<T>): Iterable<T> {
  let spanMs = MINUTE_MS;
  for (let startMs = window.startMs; startMs < window.endMs;) {
    const endMs = Math.min(window.endMs, startMs + spanMs);
    let count = 0;
    for (const item of read({ startMs, endMs })) {
      count += 1;
      yield item;
    }
    startMs = endMs;
    if (count < FEW) spanMs = Math.min(MAX_SPAN_MS, spanMs * 2);
    else if (count > 10 * FEW) spanMs = Math.max(MINUTE_MS, spanMs / 2);
  }
}
