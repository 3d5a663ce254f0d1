import type { AuditAdvice } from "../../model/audit-result.ts";
import type { ForwardingRoute } from "../../model/forwarding-route.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { cacheAdvice } from "./cache-advice.ts";
import { directIntegrationAdvice } from "./direct-integration-advice.ts";

/**
 * What a recording's traffic suggests: by kind, in the order of targets.
 *
 * @param forwarding what its traces tell of functions.
 */
export function adviceOf(snapshot: Snapshot, forwarding: readonly ForwardingRoute[]): AuditAdvice[] {
  return [...cacheAdvice(snapshot), ...directIntegrationAdvice(forwarding)];
}
