import { MINUTE_MS, type Window } from "../../core/window.ts";
import { MAX_TRACE_WINDOW_MS } from "../../catalog/answer-limits.ts";

/** Parts into which a window is split, so that its sample is of all of it. */
const USUAL_PARTS = 6;

/** A window in parts of one length that one search may each cover. Shape: ascending, touching; minutes at least. */
export function splitWindow({ startMs, endMs }: Window): Window[] {
  const lengthMs = endMs - startMs;
  const parts = Math.max(
    Math.min(USUAL_PARTS, Math.ceil(lengthMs / MINUTE_MS)),
    Math.ceil(lengthMs / MAX_TRACE_WINDOW_MS),
  );
  const edge = (index: number): number => Math.round(startMs + (lengthMs * index) / parts);
  return Array.from({ length: parts }, (_, index) => ({ startMs: edge(index), endMs: edge(index + 1) }));
}
