import type { AuditAdvice } from "../../model/audit-result.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { cacheAdvice } from "./cache-advice.ts";

/** What a recording's traffic suggests, in the order of targets. */
export function adviceOf(snapshot: Snapshot): AuditAdvice[] {
  return cacheAdvice(snapshot);
}
