import pc from "picocolors";

import type { LogFormatReport } from "../../model/log-format-report.ts";
import { escapeText } from "../text/escape.ts";
import { wrapLabelled } from "../text/wrap.ts";

/** For people: of each stage what its log can be asked, what it cannot, and what is wrong with it. */
export function renderLogFormats(
  reports: readonly LogFormatReport[],
  { colour, width }: { readonly colour: boolean; readonly width: number },
): string {
  const paint = pc.createColors(colour);
  const lines = reports.flatMap(({ target, format, answers, problems }) => {
    const open = answers.filter(({ isAnswered }) => !isAnswered);
    const state =
      format === undefined
        ? "not known"
        : format === null
          ? "logs nothing"
          : `answers ${answers.length - open.length} of ${answers.length} questions`;
    const told = format === null ? [] : open;
    return [
      `${paint.bold(escapeText(target))}  ${open.length === 0 && format ? paint.green(state) : paint.yellow(state)}`,
      ...told.flatMap(({ question, missing, isEssential }) =>
        wrapLabelled(
          isEssential ? "  CANNOT  " : "  cannot  ",
          `${question} Add ${missing.map((name) => `$context.${name}`).join(", ")}.`,
          width,
        ),
      ),
      ...problems.flatMap((problem) => wrapLabelled("  wrong   ", escapeText(problem), width)),
      "",
    ];
  });
  const hint =
    "gatewatch audit log-format --emit cloudformation, sam, terraform, cdk, serverless or cli prints the best Format.";
  return `${[...lines, ...wrapLabelled("", hint, width)].map((line) => line.trimEnd()).join("\n")}\n`;
}

/** For scripts. Later versions add fields and never rename these. */
export function renderLogFormatsJson(reports: readonly LogFormatReport[], toolVersion: string): string {
  const stages = reports.map((report) => ({
    ...report,
    format: report.format ?? null,
    isKnown: report.format !== undefined,
  }));
  return `${JSON.stringify({ schemaVersion: 1, tool: { name: "gatewatch", version: toolVersion }, stages }, null, 2)}\n`;
}
