import type { AuditReport } from "../../model/audit-result.ts";
import { auditCounts } from "./audit-summary.ts";

/** For scripts. Later versions add fields and never rename these. */
export function renderAuditJson(report: AuditReport, toolVersion: string): string {
  const { results, scores, advice, blindSpots, cost, expired } = report;
  const result = {
    schemaVersion: 1,
    tool: { name: "gatewatch", version: toolVersion },
    counts: auditCounts(report),
    scores,
    results: results.map(({ targets: _targets, ...one }) => one),
    advice,
    expiredSnoozes: expired,
    blindSpots,
    cost,
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}
