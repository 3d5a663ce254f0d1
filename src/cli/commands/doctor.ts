import type { Command } from "commander";

import type { CliContext } from "../context.ts";
import type { GlobalOptions } from "../global-options.ts";
import { CREDENTIALS_HELP } from "../help-texts.ts";

export interface DoctorCommandOptions extends GlobalOptions {
  readonly policy?: true;
  readonly probePaid?: true;
}

const HELP = `
Examples:
  gatewatch doctor
  gatewatch doctor --profile audit --region cn-north-1
  gatewatch doctor --policy > read-only.json      the least that gatewatch needs
  gatewatch doctor --policy --region cn-north-1   the same in another partition

It asks AWS with the smallest call of each kind and changes nothing. All calls
are within what AWS gives away each month, but the one behind --probe-paid.
${CREDENTIALS_HELP}
Exit status: 0 where anything can be read, 3 where nothing can.`;

export function register(program: Command, context: CliContext): void {
  const command = program
    .command("doctor")
    .description("who you are to AWS, what gatewatch may read, and the policy that is missing")
    .option("--policy", "print only the minimal IAM policy; asks AWS nothing")
    .option("--probe-paid", "also try GetMetricData, which AWS bills")
    .addHelpText("after", HELP)
    .action(async () => {
      const { runDoctor } = await import("./run-doctor.ts");
      await runDoctor(command.optsWithGlobals<DoctorCommandOptions>(), context);
    });
}
