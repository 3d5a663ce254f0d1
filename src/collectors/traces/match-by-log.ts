import type { Window } from "../../core/window.ts";
import type { Target } from "../../model/target.ts";
import type { Trace } from "../../model/trace.ts";
import type { TraceSource } from "./trace-source.ts";

/** The access log has the time at which a request came, or at which it ended. */
const LOG_MARGIN_MS = 30_000;

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
): Promise<readonly Trace[] | null> {
  const ids = new Set<string>();
  for (const span of spansOf(traces, window)) {
    try {
      const found = await source.requestIds(target, span, "called");
      if (found === null) return null;
      for (const id of found) ids.add(id);
    } catch (error) {
      failed(error);
      return null;
    }
  }
  return traces.filter((trace) => hasOneOf(trace, ids));
}

/** With whether the canary served them; where the log does not tell, that stays unsaid. */
export async function withCanary(
  traces: readonly Trace[],
  target: Target,
  window: Window,
  source: TraceSource,
): Promise<readonly Trace[]> {
  if ((target.configuration?.canary ?? null) === null) return traces;
  const ids = new Set<string>();
  try {
    for (const span of spansOf(traces, window)) {
      const found = await source.requestIds(target, span, "canary");
      if (found === null) return traces;
      for (const id of found) ids.add(id);
    }
  } catch {
    return traces;
  }
  return traces.map((trace) => ({ ...trace, isCanary: hasOneOf(trace, ids) }));
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
