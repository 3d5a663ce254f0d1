import type { Command } from "commander";

import { addAlarmsOption, type AlarmsOption } from "../../alarms-source/alarms-options.ts";
import type { CliContext } from "../../context.ts";
import type { GlobalOptions } from "../../global-options.ts";

export interface LintOptions extends GlobalOptions, AlarmsOption {
  readonly from?: string;
  readonly live?: true;
  readonly demo?: true;
  readonly seed?: string;
  readonly coverage?: true;
  readonly format: string;
  readonly out?: string;
  readonly failOn?: string;
  readonly rule?: string[];
  readonly listRules?: true;
}

const HELP = `
Examples:
  gatewatch alarms lint --alarms template.yaml
  gatewatch alarms lint --alarms infra/ modules/ --fail-on error
  aws cloudwatch describe-alarms | gatewatch alarms lint --alarms -
  gatewatch alarms lint --alarms infra/ --from ./recording
  gatewatch alarms lint --alarms infra/ --format sarif --out alarms.sarif
  gatewatch alarms lint --live
  gatewatch alarms lint --alarms template.yaml --live --region eu-west-1
  gatewatch alarms lint --demo

With --live the deployed alarms are judged, or the files of --alarms against
the account: whether their metrics, stages and topics exist, what their history
says, and which of the alarms that AWS recommends are missing (for files:
--coverage). It only reads, and says what it cost: a thousandth of a cent for
each metric whose traffic must be known to judge a percentile.

With --from it also knows which stages there are, and how busy: that a route's
metric is not published, that a percentile has too few requests.

To silence a rule: Metadata: {Gatewatch: {Silence: [RULE]}} beside an alarm of a
template, or for a while with alarms.lint.snooze of the configuration.
docs/alarms/lint/RULE.md explains each rule.

Exit status: 0 done, whatever was found; 1 something at or above --fail-on (a
remark about what could not be read counts as a note); 2 usage or configuration,
3 nothing could be read, 4 internal error.`;

export function register(alarms: Command, context: CliContext): void {
  const repeat = (value: string, earlier: string[] | undefined): string[] => [...(earlier ?? []), value];
  const command = alarms
    .command("lint")
    .description("alarms that cannot fire, ring for nothing or tell nobody");
  addAlarmsOption(command)
    .option("--from <path>", "a recording of the account: its stages and their traffic")
    .option("--live", "ask the account: judge its alarms, or those of --alarms against it")
    .option("--demo", "the alarms of an embedded account; needs no AWS")
    .option("--seed <number>", "another demo account (with --demo)")
    .option("--coverage", "also which of AWS's recommended alarms there are; usual without --alarms")
    .option("--format <format>", "terminal, markdown, json, sarif or junit", "terminal")
    .option("--out <file>", "write the result to a file instead of stdout")
    .option("--fail-on <severity>", "exit with 1 where something is at least: note, warning or error")
    .option("--rule <id>", "only this rule; repeat it for several", repeat)
    .option("--list-rules", "print the rules there are")
    .addHelpText("after", HELP)
    .action(async () => {
      const { runLintCommand } = await import("./run-lint.ts");
      await runLintCommand(command.optsWithGlobals<LintOptions>(), context);
    });
}
