import type { Command } from "commander";

import type { CliContext } from "../context.ts";
import { CREDENTIALS_HELP } from "../help-texts.ts";
import { addAlarmsOption, type AlarmsOption } from "../alarms-source/alarms-options.ts";
import { addLogsOption } from "../source/logs-option.ts";
import type { SourceOptions } from "../source/obtain-snapshot.ts";
import { addWindowOptions } from "../source/window-options.ts";

export interface RecordOptions extends SourceOptions, AlarmsOption {
  readonly out: string;
  readonly gzip?: true;
  readonly raw?: true;
  readonly redactKey?: string;
}

const HELP = `
Examples:
  gatewatch record --out ./recording --since 6h
  gatewatch report --from ./recording
  gatewatch record --from ./raw --out ./to-share          redacts an older one
  gatewatch record --out ./recording --redact-key "$KEY"  same hashes each time
  gatewatch record --out ./recording --since 14d --alarms template.yaml

With --alarms, up to fifteen days of all that these alarms watch are recorded
too, so that "gatewatch alarms backtest --from" can replay them without
credentials; "--alarms live" stands for those that are deployed.
Client addresses, API keys, user agents and principals are replaced by hashes
unless --raw is given; docs/recording.md says what else is in a recording.
${CREDENTIALS_HELP}`;

export function register(program: Command, context: CliContext): void {
  const command = program
    .command("record")
    .description("save what a report is made of, to look at it again or to share it")
    .requiredOption("--out <dir>", "folder to write snapshot.json and the series into")
    .option("--demo", "record the embedded account; needs no AWS")
    .option("--seed <number>", "another demo account, with other incidents (with --demo)")
    .option("--from <path>", "record again what was recorded or exported");
  addAlarmsOption(addLogsOption(addWindowOptions(command)))
    .option("--gzip", "compress the series")
    .option("--raw", "replace nothing")
    .option("--redact-key <text>", "key of the hashes (default: a random one that nobody keeps)")
    .addHelpText("after", HELP)
    .action(async () => {
      const { runRecord } = await import("./run-record.ts");
      await runRecord(command.optsWithGlobals<RecordOptions>(), context);
    });
}
