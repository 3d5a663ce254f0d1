import type { AuditAdvice } from "../../model/audit-result.ts";
import type { ForwardingRoute } from "../../model/forwarding-route.ts";

/**
 * A route whose function only passes requests on may call the service itself. Only traces were looked at, so what a function
 * does without calling anything (checking, renaming, leaving out) stays the reader's to judge.
 *
 * Source: API Gateway Developer Guide, "Choose an API Gateway API integration type" (AWS integrations expose actions of AWS services).
 */
export function directIntegrationAdvice(routes: readonly ForwardingRoute[]): AuditAdvice[] {
  return routes.map(({ target, route, functionName, service, operation, requests, lambdaMs }) => ({
    kind: "direct-integration",
    target,
    route,
    message: `in ${requests} traced requests ${functionName} made one call each, always ${service} ${operation}, and little else: an integration of type AWS could make that call without the function, and save about ${lambdaMs.toFixed(0)} ms a request, its invocations and its cold starts. First see whether the function checks or changes what it passes on: that would have to become a model or a mapping template.`,
    numbers: { requests, lambdaMs },
  }));
}
