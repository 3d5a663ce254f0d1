import { Option, type Command } from "commander";

import { addAlarmsOption, type AlarmsOption } from "../../alarms-source/alarms-options.ts";
import type { CliContext } from "../../context.ts";
import type { GlobalOptions } from "../../global-options.ts";
import { CREDENTIALS_HELP } from "../../help-texts.ts";

export interface DrillOptions extends GlobalOptions, AlarmsOption {
  readonly incident?: string[];
  readonly magnitude?: string[];
  readonly lasting?: string;
  readonly draw: string;
  readonly demo?: true;
  readonly seed?: string;
  readonly from?: string;
  readonly since?: string;
  readonly until?: string;
  readonly api?: string;
  readonly stage?: string;
  readonly format: string;
  readonly out?: string;
  readonly failOn?: string;
}

const HELP = `
Examples:
  gatewatch alarms drill --demo --api catalog
  gatewatch alarms drill --alarms template.yaml --from ./recording
  gatewatch alarms drill --region eu-west-1 --api 'orders*' --stage prod
  gatewatch alarms drill --demo --incident traffic-drop --magnitude 0.5
  gatewatch alarms drill --alarms alarms.tf --from ./recording \\
      --format markdown --out comment.md --fail-on uncaught

Each incident of the catalogue is laid over the recorded traffic of each API, at
its busiest, usual and quietest time, and the alarms are evaluated as CloudWatch
does: fired after how many minutes, or missed. docs/incidents.md lists the
incidents, docs/alarms/drill.md says what each number means.

Without --alarms the deployed alarms are drilled; with --demo and --from those
that AWS recommends. Nothing is changed or sent anywhere.

--magnitude is in the incident's own unit, or "2x" for twice the usual one. Left
out, each is laid at a quarter of the usual magnitude, at the usual one and at
four times that.

${CREDENTIALS_HELP}
Exit status: 0 done, 1 by --fail-on, 2 usage or configuration,
3 nothing could be read or no alarm could be replayed, 4 internal error.`;

const repeat = (value: string, earlier: string[] | undefined): string[] => [...(earlier ?? []), value];

export function register(alarms: Command, context: CliContext): void {
  const command = alarms
    .command("drill")
    .description("which incidents alarms would catch, how soon, and which nobody would hear of");
  addAlarmsOption(command)
    .addOption(new Option("--incident <name>", "only this one of the catalogue; repeat it").argParser(repeat))
    .addOption(
      new Option("--magnitude <number>", 'how bad, as "0.2" or "2x" of the usual; repeat it').argParser(
        repeat,
      ),
    )
    .option(
      "--lasting <length>",
      "how long each incident lasts (default: 30m, or more where an alarm needs longer)",
    )
    .option("--draw <number>", "other chance in what incidents do", "1")
    .option("--demo", "drill over an embedded account; needs no AWS")
    .option("--seed <number>", "another demo account (with --demo)")
    .option("--from <path>", "drill over a recording, or a folder with queries.json and results.json")
    .option(
      "--since <length>",
      'traffic of how far back: a length before --until ("7d") or a point in time (default: 1d; of a recording all of it)',
    )
    .option("--until <time>", 'end of that traffic: ISO-8601, epoch seconds or "2h ago" (default: "now")')
    .option("--api <glob>", "only APIs with such a name or id")
    .option("--stage <glob>", "only stages with such a name")
    .option("--format <format>", "terminal, markdown or json", "terminal")
    .option("--out <file>", "write to a file instead of stdout")
    .option(
      "--fail-on <what>",
      "exit with 1 where an incident that should page is uncaught, or one that should not is a false-page",
    )
    .addHelpText("after", HELP)
    .action(async () => {
      const { runDrill } = await import("./run-drill.ts");
      await runDrill(command.optsWithGlobals<DrillOptions>(), context);
    });
}
