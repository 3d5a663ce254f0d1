import type { Command } from "commander";

import type { CliContext } from "../context.ts";
import type { AuditOptions } from "./audit.ts";

export interface LogFormatOptions extends AuditOptions {
  readonly emit?: string;
  readonly kind?: string;
}

const HELP = `
Examples:
  gatewatch audit log-format --demo
  gatewatch audit log-format --api orders
  gatewatch audit log-format --template template.yaml
  gatewatch audit log-format --emit terraform --kind http
  gatewatch audit log-format --api orders --emit cli

CANNOT: without the answer nobody can tell whose fault an error was, or where.
With --emit the best Format is printed for each stage that was looked at, or with
--kind for a flavour in general. Where the log goes stays as it is.`;

export function registerLogFormat(audit: Command, context: CliContext): void {
  const command = audit
    .command("log-format")
    .description("what each stage's access log can be asked, and the best Format")
    .option(
      "--emit <dialect>",
      "print the best Format: cloudformation, sam, terraform, cdk, serverless or cli",
    )
    .option("--kind <flavour>", "of which flavour, where no stage is looked at: rest, http or websocket")
    .addHelpText("after", HELP)
    .action(async () => {
      const { runLogFormatCommand } = await import("./run-audit-log-format.ts");
      await runLogFormatCommand(command.optsWithGlobals<LogFormatOptions>(), context);
    });
}
