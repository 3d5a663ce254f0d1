import type { Random } from "../core/random.ts";
import type { Outcome, Sender } from "./behaviour.ts";
import type { StageModel } from "./behaviour-at.ts";
import { sampleLatency } from "./latency-model.ts";
import type { RoutePlan, StagePlan } from "./plan.ts";
import type { SimulatedRequest } from "./request.ts";
import { drawPath, drawRequestIds } from "./request-identity.ts";
import { drawBytes } from "./response-bytes.ts";

/** A request that arrives. */
export interface Arrival {
  readonly timeMs: number;
  readonly route: RoutePlan;
  readonly outcome: Outcome;
  readonly client: Sender | undefined;
}

/** A request as far as metrics know it: without ids and paths, which cost most of the time. */
export interface BareRequest extends Arrival {
  readonly latencyMs: number;
  readonly integrationLatencyMs: number | null;
  readonly wafLatencyMs: number | null;
  readonly authorizerLatencyMs: number | null;
  readonly bytes: number;
}

/** How long an arrival took, phase by phase, when it ends in `outcome`. */
export function timeRequest(
  { timeMs, route, client }: Arrival,
  outcome: Outcome,
  random: Random,
): BareRequest {
  const { waf, authorizer, gateway } = outcome.overhead;
  const integrationMs =
    outcome.integrationLatency === null ? null : sampleLatency(outcome.integrationLatency, random);
  const wafMs = waf === null ? null : sampleLatency(waf, random);
  const authorizerMs = authorizer === null ? null : sampleLatency(authorizer, random);
  const totalMs = (integrationMs ?? 0) + (wafMs ?? 0) + (authorizerMs ?? 0) + sampleLatency(gateway, random);
  return {
    timeMs,
    route,
    client,
    outcome,
    latencyMs: Math.round(totalMs),
    integrationLatencyMs: integrationMs === null ? null : Math.round(integrationMs),
    wafLatencyMs: wafMs === null ? null : Math.round(wafMs),
    authorizerLatencyMs: authorizerMs === null ? null : Math.round(authorizerMs),
    bytes: drawBytes(route.key, outcome, random),
  };
}

/** The request as logs and traces know it. */
export function nameRequest({ id, stage }: StageModel, bare: BareRequest, random: Random): SimulatedRequest {
  const { timeMs, route, client, outcome } = bare;
  const { requestId, extendedRequestId } = drawRequestIds(stage.kind, random);
  // Field by field: spreading objects costs more than drawing what is in them.
  return {
    timeMs,
    target: id,
    route: route.key,
    path: drawPath(route.key, random),
    requestId,
    extendedRequestId,
    apiKeyId: client?.apiKeyId ?? "",
    userAgent: client?.userAgent ?? "",
    ip: client?.ip ?? "",
    deploymentId: deploymentAt(stage, timeMs, outcome.canary),
    outcome,
    latencyMs: bare.latencyMs,
    integrationLatencyMs: bare.integrationLatencyMs,
    wafLatencyMs: bare.wafLatencyMs,
    authorizerLatencyMs: bare.authorizerLatencyMs,
    bytes: bare.bytes,
  };
}

/** While a stage has a canary, its newest deployment is the canary's, the one before serves everybody else. */
function deploymentAt(stage: StagePlan, timeMs: number, isCanary: boolean): string {
  const made = stage.deployments.filter(({ createdMs }) => createdMs <= timeMs);
  const newest = made.at(-1)?.id ?? stage.deployments[0]?.id ?? "";
  return stage.canaryPercent === null || isCanary ? newest : (made.at(-2)?.id ?? newest);
}
