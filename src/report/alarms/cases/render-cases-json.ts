import type { CaseFileResult } from "../../../model/alarm-case-result.ts";

/** The results of alarm tests for programs; version 1. Later versions add fields and never rename these. */
export function renderCasesJson(files: readonly CaseFileResult[]): string {
  const cases = files.flatMap((file) => file.cases);
  const failed = cases.filter(({ failures }) => failures.length > 0).length;
  const value = {
    schemaVersion: 1,
    passed: cases.length - failed,
    failed,
    files: files.map(({ file, cases: own }) => ({
      file,
      cases: own.map(({ name, line, checks, failures, notes }) => ({
        name,
        line,
        passed: failures.length === 0,
        checks,
        failures: failures.map((failure) => ({ ...failure, timeline: undefined })),
        notes,
      })),
    })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}
