import type { AuditEvidence, AuditSeverity, AuditVerdict } from "../model/audit-result.ts";
import type { RemedyNames } from "./check.ts";

/** What a check makes of one subject. */
export interface Judgement {
  readonly verdict: AuditVerdict;
  readonly message: string;
  readonly evidence: readonly AuditEvidence[];
  /** Left out: the check's own. */
  readonly severity?: AuditSeverity;
  /** What was found, for the remedy to name. */
  readonly names?: Partial<RemedyNames>;
}

export function pass(message: string, evidence: readonly AuditEvidence[] = []): Judgement {
  return { verdict: "pass", message, evidence };
}

export function fail(
  message: string,
  evidence: readonly AuditEvidence[] = [],
  severity?: AuditSeverity,
): Judgement {
  return { verdict: "fail", message, evidence, ...(severity === undefined ? {} : { severity }) };
}

/** @param reason a sentence; what makes the question pointless here. */
export function notApplicable(reason: string): Judgement {
  return { verdict: "not-applicable", message: reason, evidence: [] };
}

/** @param what could not be seen: "its routes". */
export function unknown(what: string): Judgement {
  return { verdict: "unknown", message: `Not decided: ${what} could not be seen.`, evidence: [] };
}
