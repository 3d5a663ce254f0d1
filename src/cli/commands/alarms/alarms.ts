import type { Command } from "commander";

import type { CliContext } from "../../context.ts";
import { register as registerBacktest } from "./backtest.ts";
import { register as registerDrill } from "./drill.ts";
import { register as registerInject } from "./inject.ts";
import { register as registerLint } from "./lint.ts";
import { register as registerSynth } from "./synth.ts";
import { register as registerTest } from "./test.ts";

/** A command below `gatewatch alarms`; its heavy parts load when it runs. */
type Register = (alarms: Command, context: CliContext) => void;

const COMMANDS: readonly Register[] = [
  registerBacktest,
  registerDrill,
  registerInject,
  registerLint,
  registerSynth,
  registerTest,
];

const HELP = `
Examples:
  gatewatch alarms --help              the commands there are
  gatewatch help alarms backtest       one of them explained

Alarms are read from CloudFormation and SAM templates, .tf files, the output of
"terraform show -json" or "aws cloudwatch describe-alarms", our own JSON, or the
account.
`;

export function register(program: Command, context: CliContext): void {
  const alarms = program
    .command("alarms")
    .description("CloudWatch alarms: what they would have done, what they catch, what is wrong with them")
    .addHelpText("after", HELP);
  for (const command of COMMANDS) command(alarms, context);
}
