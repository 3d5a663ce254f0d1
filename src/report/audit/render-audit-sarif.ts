import { hashText } from "../../core/hash.ts";
import type { AuditReport, AuditResult, AuditSeverity } from "../../model/audit-result.ts";
import { renderSarif, type SarifResult } from "../sarif/render-sarif.ts";

const LEVELS: Readonly<Record<AuditSeverity, SarifResult["level"]>> = {
  info: "note",
  low: "note",
  medium: "warning",
  high: "error",
};

/** For code hosts and editors: every failure, what is snoozed marked as suppressed. */
export function renderAuditSarif(report: AuditReport, toolVersion: string): string {
  const rules = report.checks.map(({ id, control, title, what, why, fix, references }) => ({
    id,
    title: `${control}: ${title}`,
    description: `${what} ${why}`,
    help: `${fix}\nSee also: ${references.join("; ")}`,
  }));
  const results = report.results
    .filter(({ verdict }) => verdict === "fail")
    .map((result): SarifResult => ({
      ruleId: result.check,
      level: LEVELS[result.severity],
      message: `${result.id}: ${result.message} ${result.fix}`,
      file: result.file,
      line: result.line,
      fingerprint: fingerprint(result),
      suppressed: result.silenced,
    }));
  return renderSarif({ toolVersion, rules, results });
}

/** Lines move; what failed where stays. */
function fingerprint({ check, id, file }: AuditResult): string {
  const text = [check, file ?? "", id].join("\u0000");
  return [text, `${text}\u0000`].map((part) => hashText(part).toString(16).padStart(8, "0")).join("");
}
