import { hashText } from "../core/hash.ts";
import { SECOND_MS, type Window } from "../core/window.ts";
import type { Trace } from "./account.ts";
import type { SimulatedRequest } from "./request.ts";
import type { SignalContext } from "./signals/signal-context.ts";
import { xraySegments } from "./signals/xray.ts";

/** X-Ray's default rule: the first request of each second, and this share of the others. Source: xray-console-sampling.html. */
const SAMPLED_SHARE = 0.05;

/** The traces of a window's requests, ascending by time. */
export function* stageTraces(
  requests: Iterable<SimulatedRequest>,
  window: Window,
  context: SignalContext,
): Generator<Trace> {
  let lastSecond = -1;
  for (const request of requests) {
    if (request.timeMs >= window.endMs) return;
    const second = Math.floor(request.timeMs / SECOND_MS);
    const isSampled =
      second !== lastSecond || hashText(`trace ${request.requestId}`) / 2 ** 32 < SAMPLED_SHARE;
    lastSecond = second;
    if (!isSampled || request.timeMs < window.startMs) continue;
    const segments = xraySegments(request, context);
    const id = segments[0]?.["trace_id"];
    if (typeof id === "string") yield { id, startMs: request.timeMs, segments };
  }
}
