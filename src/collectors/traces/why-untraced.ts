import type { BlindSpot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";

/**
 * Why there can be no traces of a target, or null where there may be some.
 *
 * Source: API Gateway Developer Guide, "Trace user requests to REST APIs using X-Ray": HTTP and WebSocket APIs are not traced. A
 * REST stage without active tracing has traces where its callers sampled them.
 */
export function whyUntraced(target: Target): BlindSpot | null {
  if (target.kind === "rest") return null;
  const { configuration } = target;
  const functions = (configuration?.routes ?? []).filter(({ integration }) =>
    integration.startsWith("lambda"),
  );
  if (functions.length > 0 && configuration !== null && configuration.accessLog !== null) return null;
  const hint =
    functions.length > 0
      ? "X-Ray traces REST APIs alone. Of other APIs the functions' traces are matched by the access log, and this stage writes none: set one with $context.integration.requestId in its Format."
      : "X-Ray traces REST APIs alone, and no function is known behind this one whose traces could be looked at.";
  return { source: "xray", target: target.id, code: "NOT_TRACED", hint };
}
