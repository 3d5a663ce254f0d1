import type { SimulatedRequest } from "../request.ts";
import type { LogValues } from "./log-values.ts";
import { hexOf, uuidOf, type RequestFacts } from "./request-facts.ts";
import type { SignalContext } from "./signal-context.ts";

/** Which answers come from which phase before the integration. */
const AUTHENTICATE_TYPES = ["EXPIRED_TOKEN", "INVALID_SIGNATURE", "MISSING_AUTHENTICATION_TOKEN"];
const AUTHORIZER_TYPES = ["UNAUTHORIZED", "AUTHORIZER_FAILURE", "AUTHORIZER_CONFIGURATION_ERROR"];

/** Status, latency and error of each phase before the integration: WAF, authenticate, authorizer, authorize. */
export function phaseValues(
  request: SimulatedRequest,
  { stage }: SignalContext,
  facts: RequestFacts,
): LogValues {
  return Object.assign(accessValues(request, facts), wafValues(request, stage.webAcl));
}

function wafValues({ outcome, wafLatencyMs }: SimulatedRequest, webAcl: boolean): LogValues {
  if (!webAcl) return {};
  const blocked = outcome.responseType === "WAF_FILTERED";
  return {
    "waf.latency": wafLatencyMs,
    "waf.status": blocked ? 403 : 200,
    wafResponseCode: blocked ? "WAF_BLOCK" : "WAF_ALLOW",
  };
}

/** A signed request is authenticated and judged by policy; any other authorizer is a phase of its own. */
function accessValues(request: SimulatedRequest, facts: RequestFacts): LogValues {
  const { outcome, authorizerLatencyMs: latencyMs, requestId } = request;
  const kind = facts.route?.authorizer?.kind;
  if (kind === undefined || latencyMs === null) return {};
  const type = outcome.responseType ?? "";
  if (kind === "AWS_IAM") {
    const refused = AUTHENTICATE_TYPES.includes(type);
    return {
      "authenticate.latency": latencyMs,
      "authenticate.status": refused ? outcome.status : 200,
      "authenticate.error": refused ? facts.gatewayMessage : null,
      "authorize.latency": refused ? null : 0,
      "authorize.status": refused ? null : type === "ACCESS_DENIED" ? outcome.status : 200,
      "authorize.error": type === "ACCESS_DENIED" ? facts.gatewayMessage : null,
    };
  }
  const failed = AUTHORIZER_TYPES.includes(type);
  const principal = failed ? null : `user-${hexOf(`principal/${request.apiKeyId}`, 8)}`;
  const callsFunction = kind === "CUSTOM";
  return {
    "authorizer.latency": latencyMs,
    // The gateway's own part of the phase is less than the millisecond that logs can show.
    "authorizer.integrationLatency": callsFunction ? latencyMs : null,
    "authorizer.status": failed ? outcome.status : 200,
    "authorizer.error": failed ? facts.gatewayMessage : null,
    "authorizer.integrationStatus": callsFunction ? 200 : null,
    "authorizer.requestId": callsFunction ? uuidOf(`${requestId}/authorizer`) : null,
    "authorizer.principalId": callsFunction ? principal : null,
    "authorizer.claims.sub": callsFunction ? null : principal,
    "authorize.status": failed ? null : type === "ACCESS_DENIED" ? outcome.status : 200,
  };
}
