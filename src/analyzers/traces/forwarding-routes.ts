import { quantile } from "../../core/stats/quantile.ts";
import type { ForwardingRoute } from "../../model/forwarding-route.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { TracePhase } from "../../model/trace-report.ts";
import { profileSlices } from "./profile-slices.ts";
import type { RequestProfile, SteppedNode } from "./profile-trace.ts";

/**
 * Lambda proxy routes of REST APIs whose function only forwards, by its traces.
 *
 * A function forwards where each request that it served made exactly one call, all of them the same operation of the same AWS
 * service, and where its own code takes no longer than it takes to put one document into another. One request that was served
 * in another way (no call, two, another one) is enough to know that it does more.
 *
 * Left out of the look: requests that never came to the function, that it failed (a call may be missing for that reason), and cold
 * starts (what is read once, at the start, is not a part of serving). Fewer than {@link LEAST_REQUESTS} prove little: a function that does something else in
 * one request of twenty looks like one that only forwards in 0.95^60, one case of twenty. bench/audit-advice.mjs measures it.
 */
const LEAST_REQUESTS = 60;
/** Median of the function's own code, in milliseconds: more of it is work that somebody wrote it for. */
const MOST_OWN_MS = 20;

const LAMBDA: readonly TracePhase[] = ["lambda-service", "lambda-overhead", "lambda-code"];

export function forwardingRoutes({ targets, traces = [] }: Snapshot): ForwardingRoute[] {
  return targets.flatMap((target) => {
    if (target.kind !== "rest" || target.configuration === null) return [];
    const slices = traces.filter((slice) => slice.target === target.id);
    if (slices.length === 0) return [];
    const { profiles } = profileSlices(slices, target);
    return target.configuration.routes
      .filter(({ integration }) => integration === "lambda-proxy")
      .flatMap(({ key }) => {
        const found = forwarded(profiles.filter(({ route }) => route === key));
        return found === null ? [] : [{ target: target.id, route: key, ...found }];
      });
  });
}

function forwarded(profiles: readonly RequestProfile[]): Omit<ForwardingRoute, "target" | "route"> | null {
  const served = profiles.filter(
    ({ isFault, coldStarts, steps }) =>
      !isFault &&
      coldStarts.length === 0 &&
      [...steps.values()].some(({ step }) => step.phase === "lambda-code"),
  );
  if (served.length < LEAST_REQUESTS) return null;
  const calls = served.map(({ nodes }) => nodes.filter(isDownstream));
  const [first] = calls[0] ?? [];
  if (first === undefined || first.node.span.namespace !== "aws") return null;
  const { service, operation, behind } = first.step;
  if (service === null || operation === null || behind === null) return null;
  const isOne = calls.every(
    ([call, ...others]) =>
      others.length === 0 &&
      call?.step.service === service &&
      call.step.operation === operation &&
      call.step.behind === behind,
  );
  if (!isOne || medianOf(served, ["lambda-code"]) > MOST_OWN_MS) return null;
  const lambdaMs = medianOf(served, LAMBDA);
  return { functionName: behind, service, operation, requests: served.length, lambdaMs };
}

function isDownstream({ step, isPart }: SteppedNode): boolean {
  return step.phase === "downstream" && !isPart;
}

function medianOf(profiles: readonly RequestProfile[], phases: readonly TracePhase[]): number {
  const waited = profiles.map(({ steps }) =>
    [...steps.values()]
      .filter(({ step }) => phases.includes(step.phase))
      .reduce((total, { waitedMs }) => total + waitedMs, 0),
  );
  return quantile(waited, 0.5);
}
