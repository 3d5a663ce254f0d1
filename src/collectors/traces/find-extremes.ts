import { quantile } from "../../core/stats/quantile.ts";
import type { Window } from "../../core/window.ts";
import type { Target } from "../../model/target.ts";
import { evenlyOf, type EvenSample } from "./sample-evenly.ts";
import { splitWindow } from "./split-window.ts";
import type { TraceSource, TraceSummary } from "./trace-source.ts";

interface Extremes {
  /** Slowest first. */
  readonly slow: readonly TraceSummary[];
  /** Evenly over the window. */
  readonly faulty: readonly TraceSummary[];
  /** Whether the limit of cost ended the search. */
  readonly isCut: boolean;
  /** Undefined: nothing failed. */
  readonly error: unknown;
}

/** How many of the slowest, and of the faulty ones, are retrieved besides the sample. */
const EXTREMES = 10;
/** Slow is what is slower than this part of the sample. */
const SLOW = 0.95;

/**
 * The slowest and some of the faulty traces of a window, which an even sample mostly misses.
 *
 * Errors: does not throw; what ended the search is in the result.
 */
export async function findExtremes(
  target: Target,
  window: Window,
  { picked }: EvenSample,
  source: TraceSource,
): Promise<Extremes> {
  const slow: TraceSummary[] = [];
  const faulty: TraceSummary[] = [];
  const longerThanMs = quantile(
    picked.map(({ durationMs }) => durationMs),
    SLOW,
  );
  let isCut = false;
  let error: unknown;
  try {
    for (const part of splitWindow(window)) {
      const ask = { target, window: part, wanted: EXTREMES, enough: 10 * EXTREMES };
      const wanted = [
        { which: "faulty", found: faulty },
        ...(Number.isFinite(longerThanMs) ? [{ which: { longerThanMs }, found: slow }] : []),
      ] as const;
      for (const { which, found } of wanted) {
        if (!source.hasAllowance()) {
          isCut = true;
          continue;
        }
        const answer = await source.search({ ...ask, which });
        found.push(...answer.summaries);
        error ??= answer.error;
      }
    }
  } catch (thrown) {
    error = thrown;
  }
  return { ...pickExtremes(slow, faulty), isCut, error };
}

function pickExtremes(slow: readonly TraceSummary[], faulty: readonly TraceSummary[]) {
  const slowest = slow.toSorted((left, right) => right.durationMs - left.durationMs);
  return { slow: slowest.slice(0, EXTREMES), faulty: evenlyOf(faulty, EXTREMES) };
}
