import type { AuditAdvice } from "../../model/audit-result.ts";
import type { Snapshot } from "../../model/snapshot.ts";

export function cacheAdvice(_snapshot: Snapshot): AuditAdvice[] {
  return [];
}
