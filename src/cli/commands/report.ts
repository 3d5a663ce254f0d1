import type { Command } from "commander";

import { addAlarmsOption, type AlarmsOption } from "../alarms-source/alarms-options.ts";
import type { CliContext } from "../context.ts";
import type { GlobalOptions } from "../global-options.ts";
import { CREDENTIALS_HELP } from "../help-texts.ts";
import { addLogsOption, type LogsOption } from "../source/logs-option.ts";
import { addWindowOptions, type WindowOptions } from "../source/window-options.ts";

export interface ReportOptions extends GlobalOptions, WindowOptions, LogsOption, AlarmsOption {
  readonly demo?: true;
  readonly seed?: string;
  readonly from?: string;
  readonly format?: string;
  readonly out?: string;
  readonly open?: true;
  /** True without a length. */
  readonly watch?: string | true;
  readonly failOn?: string;
  readonly schema?: true;
}

const HELP = `
Examples:
  gatewatch report --demo
  gatewatch report --demo --open
  gatewatch report --region eu-west-1 --region us-east-1 --since 6h
  gatewatch report --api 'orders*' --stage prod --until '2026-11-19T22:00Z'
  gatewatch report --since 1h --watch
  gatewatch report --since 1d --alarms live --format html --out report.html
  gatewatch report --from ./recording --since 1h --until '1d ago'
  gatewatch report --format json --out report.json --fail-on critical

Without --demo and --from it reads your AWS account, and only reads.
${CREDENTIALS_HELP}
Exit status: 0 done, whatever was found; 1 findings at or above --fail-on;
2 usage or configuration, 3 nothing could be read, 4 internal error.`;

export function register(program: Command, context: CliContext): void {
  const command = program
    .command("report")
    .description("what is wrong with your APIs, where, since when and why")
    .option("--demo", "look at an embedded account; needs no AWS")
    .option("--seed <number>", "another demo account, with other incidents (with --demo)")
    .option("--from <path>", "look at a recording, or at a folder with queries.json and results.json");
  addAlarmsOption(
    addLogsOption(addWindowOptions(command))
      .option("--format <format>", "terminal, html, markdown, sarif or json (default: terminal)")
      .option("--out <file>", "write the report to a file instead of stdout")
      .option("--open", "write the report as a page and open it in your browser")
      .option("--watch [length]", 'look again every so often, and draw it in place ("60s")')
      .option("--fail-on <severity>", "exit with 1 where a finding is at least: warning or critical")
      .option("--schema", "print the JSON schema of --format json, and nothing else"),
    'files or folders with alarms, or "live", to replay over the window (html and markdown)',
  )
    .addHelpText("after", HELP)
    .action(async () => {
      const { runReport } = await import("./run-report.ts");
      await runReport(command.optsWithGlobals<ReportOptions>(), context);
    });
}
