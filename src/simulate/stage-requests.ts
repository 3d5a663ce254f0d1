import type { Random } from "../core/random.ts";
import { ceilTo, floorTo, MINUTE_MS, type Window } from "../core/window.ts";
import type { StageModel } from "./behaviour-at.ts";
import { drawRequests, nameRequests } from "./draw-requests.ts";
import type { BareRequest } from "./complete-request.ts";
import { createMinuteRequests, type RouteOutcomes } from "./minute-requests.ts";
import type { SimulatedRequest } from "./request.ts";
import type { StageLimits } from "./stage-limits.ts";

/**
 * The single requests of a stage by window, ascending: in the plan's request window the very ones that its
 * datapoints are made of, elsewhere such as fit the datapoints.
 *
 * @param random the one that the datapoints come from. @param drawn the requests of the plan's window by minute, where they were drawn
 * already; null: they were not.
 */
export function createStageRequests(
  model: StageModel,
  limits: StageLimits,
  random: Random,
  outcomesOf: (minute: number) => readonly RouteOutcomes[],
  drawn: () => ReadonlyMap<number, readonly BareRequest[]> | null,
): (window: Window) => Generator<SimulatedRequest> {
  const fitting = createMinuteRequests(model, random.fork("single"), outcomesOf);
  const { requestWindow } = model.stage;

  /** Where drawing may begin so that the requests from `timeMs` on are what they are from the window's start. */
  const beginBefore = (timeMs: number, firstMs: number): number => {
    // What a client has used of its quota is the sum of all that came before.
    if (model.limitsAt(timeMs).usagePlan !== null) return firstMs;
    let startMs = floorTo(timeMs, MINUTE_MS);
    // A minute in which nothing is turned away leaves the buckets full.
    while (startMs > firstMs && limits.turnedAway(startMs - MINUTE_MS, MINUTE_MS) !== null)
      startMs -= MINUTE_MS;
    return Math.max(firstMs, startMs - MINUTE_MS);
  };

  function* counted(window: Window, firstMs: number): Generator<SimulatedRequest> {
    if (window.startMs >= window.endMs) return;
    const chance = random.fork("requests");
    const endMs = ceilTo(window.endMs, MINUTE_MS);
    const kept = drawn();
    const requests =
      kept === null
        ? drawRequests(model, limits, { startMs: beginBefore(window.startMs, firstMs), endMs }, chance)
        : nameRequests(model, requestsOf(kept, floorTo(window.startMs, MINUTE_MS), endMs), chance);
    for (const request of requests) {
      if (request.timeMs >= window.endMs) return;
      if (request.timeMs >= window.startMs) yield request;
    }
  }

  return function* requests({ startMs, endMs }) {
    const first = requestWindow?.startMs ?? endMs;
    const last = requestWindow?.endMs ?? endMs;
    yield* fitting({ startMs, endMs: Math.min(endMs, first) });
    yield* counted({ startMs: Math.max(startMs, first), endMs: Math.min(endMs, last) }, first);
    yield* fitting({ startMs: Math.max(startMs, last), endMs });
  };
}

function* requestsOf(
  byMinute: ReadonlyMap<number, readonly BareRequest[]>,
  startMs: number,
  endMs: number,
): Generator<BareRequest> {
  for (let timeMs = startMs; timeMs < endMs; timeMs += MINUTE_MS)
    yield* byMinute.get(timeMs / MINUTE_MS) ?? [];
}
