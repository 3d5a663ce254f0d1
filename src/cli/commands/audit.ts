import type { Command } from "commander";

import type { CliContext } from "../context.ts";
import type { GlobalOptions } from "../global-options.ts";
import { registerLogFormat } from "./audit-log-format.ts";

export interface AuditOptions extends GlobalOptions {
  readonly demo?: true;
  readonly seed?: string;
  readonly from?: string;
  readonly template?: string[];
  readonly parameter?: string[];
  readonly api?: string;
  readonly stage?: string;
  readonly check?: string[];
  readonly format: string;
  readonly out?: string;
  readonly failOn?: string;
  readonly fix?: string;
  readonly record?: string;
  readonly listChecks?: true;
  readonly explain?: string;
}

const HELP = `
Examples:
  gatewatch audit --demo                     an embedded account; needs no AWS
  gatewatch audit                            your account
  gatewatch audit --api orders --fix cli     what to type, for one API
  gatewatch audit --template template.yaml --fail-on high
  gatewatch audit --template openapi.yaml --stage prod
  gatewatch audit --format sarif --out audit.sarif
  gatewatch audit --explain web-acl          one check: why, how, who else knows it
  gatewatch audit --explain CKV_AWS_76       by the id that another scanner prints
  gatewatch audit log-format --emit terraform

It only reads. Billed is one metric ($0.00001) for each stage that seems unused and
for each domain's certificate; the last line says what was asked. What it may not
read is named, and the checks that need it are not decided.

Points: what passed of what was decided, by weight (high 9, medium 3, low 1). What
is not applicable counts on neither side; what could not be decided counts as
failed (the second number is with it passed).

To silence a check for a while: audit.snooze in the configuration, with a day and
a reason. docs/audit.md lists the checks beside those of Security Hub, checkov,
prowler and cdk-nag.

Exit status: 0 done, whatever was found; 1 something at or above --fail-on;
2 usage or configuration, 3 nothing could be read, 4 internal error.`;

export function register(program: Command, context: CliContext): void {
  const repeat = (value: string, earlier: string[] | undefined): string[] => [...(earlier ?? []), value];
  const command = program
    .command("audit")
    .description("whether logging, security, limits and documentation are set up as they should be")
    .option("--demo", "an embedded account; needs no AWS")
    .option("--seed <number>", "another demo account (with --demo)")
    .option("--from <path>", "a recording (gatewatch record), or what --record wrote")
    .option(
      "--template <path>",
      "SAM, CloudFormation, Terraform plan or OpenAPI; repeat it for several",
      repeat,
    )
    .option(
      "--parameter <name=value>",
      "a parameter's value (with --template); repeat it for several",
      repeat,
    )
    .option("--api <glob>", "only APIs whose name or id matches")
    .option("--stage <glob>", "only stages that match; of an OpenAPI document its stage's name")
    .option("--check <id>", "only this check; repeat it for several", repeat)
    .option("--format <format>", "terminal, markdown, json, sarif or html", "terminal")
    .option("--out <file>", "write the result to a file instead of stdout")
    .option("--fail-on <severity>", "exit with 1 where something is at least: info, low, medium or high")
    .option("--fix <dialect>", "how to mend each: cli, cloudformation or terraform")
    .option("--record <file>", "also write down what was read, for --from")
    .option("--list-checks", "print the checks there are")
    .option("--explain <id>", "print the page of a check; its id, or Security Hub's, checkov's ...")
    .addHelpText("after", HELP)
    .action(async () => {
      const { runAuditCommand } = await import("./run-audit.ts");
      await runAuditCommand(command.optsWithGlobals<AuditOptions>(), context);
    });
  registerLogFormat(command, context);
}
