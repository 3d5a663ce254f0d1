import { ToolError } from "../../core/errors.ts";
import type { LogFormatReport } from "../../model/log-format-report.ts";
import { reportFormats } from "../../posture/log-format/report-formats.ts";
import {
  emitLogFormat,
  LOG_FORMAT_DIALECTS,
  type LogFormatDialect,
} from "../../report/audit/emit-log-format.ts";
import { renderLogFormats, renderLogFormatsJson } from "../../report/audit/render-log-formats.ts";
import { escapeText } from "../../report/text/escape.ts";
import { auditInput } from "../audit/audit-input.ts";
import { loadConfig } from "../config/load-config.ts";
import type { CliContext } from "../context.ts";
import { oneOf } from "../one-of.ts";
import { refuseTogether } from "../source/refuse-together.ts";
import { toolVersion } from "../version.ts";
import { wantsColour } from "../wants-colour.ts";
import { checkOutput, writeOutput } from "../write-output.ts";
import type { LogFormatOptions } from "./audit-log-format.ts";

const OF_AUDIT = [
  ["check", "--check"],
  ["failOn", "--fail-on"],
  ["fix", "--fix"],
  ["record", "--record"],
  ["listChecks", "--list-checks"],
  ["explain", "--explain"],
] as const;
const KINDS = ["rest", "http", "websocket"] as const;

/** `gatewatch audit log-format`: what logs can be asked, and the Format that can be asked everything. */
export async function runLogFormatCommand(options: LogFormatOptions, context: CliContext): Promise<void> {
  refuseTogether("log-format", options, OF_AUDIT, "it looks at Formats alone");
  const dialect = options.emit === undefined ? null : oneOf("--emit", options.emit, LOG_FORMAT_DIALECTS);
  const format = oneOf("--format", options.format, ["terminal", "json"] as const);
  if (options.out !== undefined) await checkOutput(options.out, context.cwd);
  const text = await textOf(options, dialect, format, context);
  if (options.out === undefined) return context.stdout.write(text);
  await writeOutput(options.out, context.cwd, text);
  if (options.quiet !== true) context.stderr.write(`wrote ${escapeText(options.out)}\n`);
}

async function textOf(
  options: LogFormatOptions,
  dialect: LogFormatDialect | null,
  format: "terminal" | "json",
  context: CliContext,
): Promise<string> {
  if (options.kind !== undefined) {
    const kind = oneOf("--kind", options.kind, KINDS);
    if (dialect === null) {
      throw new ToolError("E_USAGE", "--kind without --emit has nothing to look at", {
        hint: `For example: gatewatch audit log-format --kind ${kind} --emit terraform.`,
      });
    }
    return `${emitLogFormat({ kind, api: "API", stage: "STAGE", destinationArn: null }, dialect).join("\n")}\n`;
  }
  const { config } = await loadConfig(options.config, context.cwd);
  const { estates, blindSpots } = await auditInput(options, config, context);
  const reports = reportFormats(estates);
  for (const { source, hint } of blindSpots) {
    if (options.quiet !== true) context.stderr.write(escapeText(`not looked at: ${source}: ${hint}`) + "\n");
  }
  if (dialect !== null) return emitted(reports, dialect);
  if (format === "json") return renderLogFormatsJson(reports, toolVersion());
  const width = options.out === undefined ? Math.min(Math.max(context.stdout.columns ?? 80, 60), 100) : 80;
  return renderLogFormats(reports, {
    colour: options.out === undefined && wantsColour(options, context),
    width,
  });
}

const COMMENTS: Readonly<Record<LogFormatDialect, string>> = {
  cloudformation: "#",
  sam: "#",
  terraform: "#",
  cdk: "//",
  serverless: "#",
  cli: "#",
};

/** Stages of one flavour have one Format; only a command line names its stage. */
function emitted(reports: readonly LogFormatReport[], dialect: LogFormatDialect): string {
  if (reports.length === 0) {
    throw new ToolError("E_USAGE", "there is no stage to write a Format for", {
      hint: "Name a flavour instead: --kind rest.",
    });
  }
  const groups = new Map<string, LogFormatReport[]>();
  for (const report of reports) {
    const key = dialect === "cli" ? report.target : report.kind;
    groups.set(key, [...(groups.get(key) ?? []), report]);
  }
  const texts = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = group.map(({ target }) => `${COMMENTS[dialect]} ${escapeText(target)}`);
    return [[...names, ...emitLogFormat({ ...first, api: first.apiId }, dialect)].join("\n")];
  });
  return `${texts.join("\n\n")}\n`;
}
