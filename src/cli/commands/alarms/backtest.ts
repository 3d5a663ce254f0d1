import { Option, type Command } from "commander";

import { addAlarmsOption, type AlarmsOption } from "../../alarms-source/alarms-options.ts";
import type { CliContext } from "../../context.ts";
import type { GlobalOptions } from "../../global-options.ts";
import { CREDENTIALS_HELP } from "../../help-texts.ts";

export interface BacktestOptions extends GlobalOptions, AlarmsOption {
  readonly against?: string[];
  readonly demo?: true;
  readonly seed?: string;
  readonly from?: string;
  readonly since?: string;
  readonly until?: string;
  readonly baseline?: string;
  /** False after --no-incidents. */
  readonly incidents: boolean;
  readonly format: string;
  readonly out?: string;
  readonly failOn?: string[];
}

const HELP = `
Examples:
  gatewatch alarms backtest --demo
  gatewatch alarms backtest --region eu-west-1
  gatewatch alarms backtest --alarms template.yaml --against live --since 7d
  gatewatch alarms backtest --from ./recording --alarms alarms.tf \\
      --format markdown --out comment.md --fail-on pages-per-week=5

Without --alarms the deployed alarms are replayed; with --demo and --from those
that AWS recommends. Without --from and --demo the history is your account's:
exactly the metrics that the alarms watch, up to fifteen days, which costs a
cent for each thousand of them; --max-cost sets a limit.
A recording for CI: gatewatch record --alarms template.yaml --since 14d --out DIR

--fail-on takes pages-per-week=N, alarm-pages-per-week=N (of any one alarm),
missed-incidents=N and not-evaluated=N; more than N ends with 1. Repeat it.
docs/alarms/backtest.md says what each number means.

${CREDENTIALS_HELP}
Exit status: 0 done, 1 beyond a --fail-on, 2 usage or configuration,
3 nothing could be read or no alarm could be replayed, 4 internal error.`;

const repeat = (value: string, earlier: string[] | undefined): string[] => [...(earlier ?? []), value];

export function register(alarms: Command, context: CliContext): void {
  const command = alarms
    .command("backtest")
    .description("what alarms would have done over the recorded history");
  addAlarmsOption(command)
    .option("--against <path...>", 'another set to compare with; "live" is the deployed one')
    .option("--demo", "replay over an embedded account; needs no AWS")
    .option("--seed <number>", "another demo account, with other incidents (with --demo)")
    .option("--from <path>", "replay over a recording, or a folder with queries.json and results.json")
    .option(
      "--since <length>",
      'how far back: a length before --until ("7d") or a point in time (default: all there is, at most 15d; of the demo 1d)',
    )
    .option("--until <time>", 'end of the history: ISO-8601, epoch seconds or "2h ago" (default: "now")')
    .option("--baseline <length>", 'what is normal is learned from this long before (default: "14d")')
    .option("--no-incidents", "do not look for incidents; reads nothing but what the alarms watch")
    .option("--format <format>", "terminal, markdown, json, junit or sarif", "terminal")
    .option("--out <file>", "write to a file instead of stdout")
    .addOption(
      new Option("--fail-on <limit>", "exit with 1 beyond a limit, as pages-per-week=2").argParser(repeat),
    )
    .addHelpText("after", HELP)
    .action(async () => {
      const { runBacktest } = await import("./run-backtest.ts");
      await runBacktest(command.optsWithGlobals<BacktestOptions>(), context);
    });
}
