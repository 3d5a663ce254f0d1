import type { Window } from "../../core/window.ts";
import type { Target } from "../../model/target.ts";
import type { Trace } from "../../model/trace.ts";
import type { TraceSource } from "./trace-source.ts";

/** The access log has the time at which a request came, or at which it ended. */
const LOG_MARGIN_MS = 30_000;

export interface LogMatch {
  readonly traces: readonly Trace[];
  /** Traces of which nobody can tell, since the log of their time was not read to its end. */
  readonly untold: number;
}

/**
 * Functions are called by others as well: only the traces that the API's access log knows are the API's. Null where it tells
 * none.
 */
export async function matchByLog(
  traces: readonly Trace[],
  target: Target,
  window: Window,
  source: TraceSource,
  failed: (error: unknown) => void,
): Promise<LogMatch | null> {
  try {
    const log = await readLog(traces, target, window, source, "called");
    if (log === null) return null;
    return {
      traces: traces.filter((trace) => hasOneOf(trace, log.ids)),
      untold: traces.filter((trace) => isUntold(trace, log)).length,
    };
  } catch (error) {
    failed(error);
    return null;
  }
}

/** With whether the canary served them; where the log does not tell, that stays unsaid. */
export async function withCanary(
  traces: readonly Trace[],
  target: Target,
  window: Window,
  source: TraceSource,
): Promise<LogMatch> {
  if ((target.configuration?.canary ?? null) === null) return { traces, untold: 0 };
  const log = await readLog(traces, target, window, source, "canary").catch(() => null);
  if (log === null) return { traces, untold: 0 };
  return {
    traces: traces.map((trace) =>
      isUntold(trace, log) ? trace : { ...trace, isCanary: hasOneOf(trace, log.ids) },
    ),
    untold: traces.filter((trace) => isUntold(trace, log)).length,
  };
}

interface LogRead {
  readonly ids: ReadonlySet<string>;
  /** Times of which the log was not read to its end. */
  readonly cut: readonly Window[];
}

async function readLog(
  traces: readonly Trace[],
  target: Target,
  window: Window,
  source: TraceSource,
  which: "called" | "canary",
): Promise<LogRead | null> {
  const ids = new Set<string>();
  const cut: Window[] = [];
  for (const span of spansOf(traces, window)) {
    const found = await source.requestIds(target, span, which);
    if (found === null) return null;
    for (const id of found.ids) ids.add(id);
    if (!found.isWhole) cut.push(span);
  }
  return { ids, cut };
}

function isUntold(trace: Trace, { ids, cut }: LogRead): boolean {
  const { startMs } = trace;
  return !hasOneOf(trace, ids) && cut.some((span) => startMs >= span.startMs && startMs < span.endMs);
}

function hasOneOf({ spans }: Trace, ids: ReadonlySet<string>): boolean {
  return spans.some(({ requestId }) => requestId !== undefined && ids.has(requestId.toLowerCase()));
}

/** The times of the traces with a margin, united where they touch. */
function spansOf(traces: readonly Trace[], window: Window): Window[] {
  const spans: { startMs: number; endMs: number }[] = [];
  for (const { startMs } of traces.toSorted((left, right) => left.startMs - right.startMs)) {
    const fromMs = Math.floor(Math.max(window.startMs - LOG_MARGIN_MS, startMs - LOG_MARGIN_MS));
    const last = spans.at(-1);
    if (last !== undefined && fromMs <= last.endMs) last.endMs = Math.ceil(startMs + LOG_MARGIN_MS);
    else spans.push({ startMs: fromMs, endMs: Math.ceil(startMs + LOG_MARGIN_MS) });
  }
  return spans;
}
