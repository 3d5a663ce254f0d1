import type { Command } from "commander";

import type { CliContext } from "../../context.ts";

/** A command below `gatewatch alarms`; its heavy parts load when it runs. */
type Register = (alarms: Command, context: CliContext) => void;

const COMMANDS: readonly Register[] = [];

export function register(program: Command, context: CliContext): void {
  const alarms = program
    .command("alarms")
    .description("CloudWatch alarms: what they would have done, what they catch, what is wrong with them");
  for (const command of COMMANDS) command(alarms, context);
}
