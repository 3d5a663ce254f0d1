import type { CaseFileResult, CaseResult } from "../../../model/alarm-case-result.ts";
import { renderJunit } from "../../junit/render-junit.ts";
import { failureLines, failureTitle } from "./failure-lines.ts";

const WIDTH = 80;

/** A suite a file, a case a test. */
export function renderCasesJunit(files: readonly CaseFileResult[]): string {
  return renderJunit(
    files.map(({ file, cases }) => ({
      name: file,
      cases: cases.map((result) => ({
        name: result.name,
        className: file,
        failure: failureOf(result, file),
        skipped: null,
      })),
    })),
  );
}

function failureOf({ failures }: CaseResult, file: string): { message: string; text: string } | null {
  const [first] = failures;
  if (!first) return null;
  const more = failures.length > 1 ? ` (and ${failures.length - 1} more)` : "";
  const text = failureLines(failures, file, WIDTH).join("\n");
  return { message: `${failureTitle(first)}${more}`, text };
}
