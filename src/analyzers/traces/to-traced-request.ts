import type { TracedRequest } from "../../model/trace-report.ts";
import type { RequestProfile } from "./profile-trace.ts";

/** A request as lists show it. */
export function toTracedRequest(profile: RequestProfile): TracedRequest {
  const [main] = [...profile.steps.values()].sort((left, right) => right.waitedMs - left.waitedMs);
  return {
    traceId: profile.traceId,
    time: new Date(profile.startMs).toISOString(),
    durationMs: profile.durationMs,
    route: profile.route,
    status: profile.status,
    mainStep: main?.step.label ?? "gateway",
    mainStepMs: main?.waitedMs ?? 0,
    cause: profile.cause,
  };
}
