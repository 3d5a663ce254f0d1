import type { AuditResult } from "../../model/audit-result.ts";

/** Subjects of which a check says the same, together, in order. */
export function bySentence(results: readonly AuditResult[]): readonly (readonly AuditResult[])[] {
  const groups = new Map<string, AuditResult[]>();
  for (const result of results) {
    const key = `${result.severity} ${result.message}`;
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()];
}
