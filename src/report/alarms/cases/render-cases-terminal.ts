import pc from "picocolors";

import type { CaseFileResult, CaseResult } from "../../../model/alarm-case-result.ts";
import { escapeText } from "../../text/escape.ts";
import { wrapLabelled } from "../../text/wrap.ts";
import { failureLines } from "./failure-lines.ts";

export interface CasesPage {
  readonly colour: boolean;
  readonly width: number;
  /** Names only what failed. */
  readonly quiet: boolean;
}

export function renderCasesTerminal(files: readonly CaseFileResult[], page: CasesPage): string {
  const paint = pc.createColors(page.colour);
  const cases = files.flatMap((file) => file.cases);
  const failed = cases.filter(({ failures }) => failures.length > 0).length;
  const lines = files.flatMap(({ file, cases: own }) => {
    const blocks = own.flatMap((result) => caseLines(result, file, page, paint));
    if (blocks.length === 0) return [];
    return [paint.bold(escapeText(file)), ...blocks, ...(blocks.at(-1) === "" ? [] : [""])];
  });
  const summary = `${cases.length - failed} passed, ${failed} failed`;
  return [...lines, failed > 0 ? paint.red(summary) : paint.green(summary), ""].join("\n");
}

function caseLines(
  { name, failures, notes }: CaseResult,
  file: string,
  { width, quiet }: CasesPage,
  paint: ReturnType<typeof pc.createColors>,
): string[] {
  if (failures.length === 0 && quiet) return [];
  const [label, ink] = failures.length === 0 ? ["PASS", paint.green] : ["FAIL", paint.red];
  const title = wrapLabelled(`  ${label} `, escapeText(name), width);
  const told = notes.flatMap((note) => wrapLabelled("       note: ", escapeText(note), width));
  return [
    ...title.map((line) => line.replace(label, ink(label))),
    ...failureLines(failures, file, width - 4).map((line) => (line === "" ? "" : `    ${line}`)),
    ...told.map((line) => paint.dim(line)),
  ];
}
