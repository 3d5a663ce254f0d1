import { SECOND_MS, type Window } from "../../core/window.ts";
import type { Target } from "../../model/target.ts";
import { splitWindow } from "./split-window.ts";
import type { TraceSource, TraceSummary } from "./trace-source.ts";

export interface EvenSample {
  /** What to retrieve. */
  readonly picked: readonly TraceSummary[];
  /** All that were seen. */
  readonly found: number;
  /** The spans that were looked at. */
  readonly looked: readonly Window[];
  readonly isComplete: boolean;
  /** Undefined: nothing failed. */
  readonly error: unknown;
}

/** The least that is looked at of a part, and by how much more each time that too few were there. */
const FIRST_LOOK_MS = 30 * SECOND_MS;
const GROWTH = 6;

/**
 * Traces spread evenly over a window: of each of its parts as many, from its beginning on, of as much of it as is needed. A busy
 * stage has in seconds what is wanted, a quiet one in the whole part.
 */
export async function sampleEvenly(
  target: Target,
  window: Window,
  most: number,
  source: TraceSource,
): Promise<EvenSample> {
  const parts = splitWindow(window);
  const wanted = Math.ceil(most / parts.length);
  const picked: TraceSummary[] = [];
  const looked: Window[] = [];
  let found = 0;
  let isComplete = true;
  let error: unknown;
  let lookMs = FIRST_LOOK_MS;
  for (const part of parts) {
    const own: TraceSummary[] = [];
    let endMs = part.startMs;
    for (let length = lookMs; endMs < part.endMs && own.length < wanted; length *= GROWTH) {
      if (!source.hasAllowance()) {
        isComplete = false;
        break;
      }
      const span = { startMs: endMs, endMs: Math.min(part.endMs, endMs + length) };
      const ask = { wanted: wanted - own.length, enough: 10 * wanted };
      const answer = await source.search({ target, window: span, which: "all", ...ask });
      own.push(...answer.summaries);
      error ??= answer.error;
      endMs = span.endMs;
      lookMs = length;
    }
    if (endMs > part.startMs) looked.push({ startMs: part.startMs, endMs });
    found += own.length;
    picked.push(...evenlyOf(own, wanted));
  }
  return { picked, found, looked, isComplete, error };
}

/** So many of them, evenly spread over time. */
export function evenlyOf(summaries: readonly TraceSummary[], most: number): TraceSummary[] {
  const sorted = summaries.toSorted((left, right) => left.startMs - right.startMs);
  if (sorted.length <= most) return sorted;
  return Array.from(
    { length: most },
    (_, index) => sorted[Math.floor(((index + 0.5) * sorted.length) / most)],
  ).filter((one) => one !== undefined);
}
