import { Option, type Command } from "commander";

import { addSynthOptions } from "../../alarms-synth/synth-options.ts";
import type { DeclaredOptions } from "../../alarms-synth/synth-declared.ts";
import type { CliContext } from "../../context.ts";
import type { GlobalOptions } from "../../global-options.ts";
import { CREDENTIALS_HELP } from "../../help-texts.ts";

export interface AlarmsSynthOptions extends GlobalOptions, DeclaredOptions {
  readonly demo?: true;
  readonly seed?: string;
  readonly from?: string;
  readonly api?: string;
  readonly since?: string;
  readonly until?: string;
  readonly format: string;
  readonly out?: string;
  readonly name: string;
  readonly dashboard?: true;
  readonly diff?: true;
  readonly apply?: true;
  readonly overwrite?: true;
  readonly yes?: true;
}

const HELP = `
Examples:
  gatewatch alarms synth --demo
  gatewatch alarms synth --format terraform --out alarms/
  gatewatch alarms synth --from ./recording --format sam --out alarms/
  gatewatch alarms synth --profile aws-recommended --format json
  gatewatch alarms synth --template plan.json --format terraform
  gatewatch alarms synth --openapi api.yaml --stage prod
  gatewatch alarms synth --topic page=arn:aws:sns:eu-west-1:123456789012:on-call
  gatewatch alarms synth --diff

Thresholds are learned: the lowest round number that stayed quiet over the
history outside of known incidents, checked against a drill of the incident
catalogue. Every alarm says why. Without --from and --demo the history is your
account's: it is asked for exactly what the alarms watch, and --max-cost sets a
limit. What should stay goes into alarms.synth of gatewatch.config.yaml.

--template and --openapi read a file instead, without history: a template, the
output of "terraform show -json", an OpenAPI document. What only the deployment
knows (an HTTP API's id) is for "gatewatch alarms inject" to write.

--diff and --apply deploy to the account itself, without infrastructure as code:
only alarms that they made, known by a tag, are ever changed or deleted.
docs/alarms/deploy.md tells more.

Formats: table (default), cloudformation, cloudformation-json, sam, terraform,
terraform-json, cdk, cli, json. docs/alarms/synth.md explains the rules.

${CREDENTIALS_HELP}
Exit status: 0 done, 1 --apply left something undone, 2 usage or configuration,
3 nothing could be read, 4 internal error.`;

export function register(alarms: Command, context: CliContext): void {
  const command = alarms
    .command("synth")
    .description("the alarms that your APIs should have, with the reason for every number")
    .option("--demo", "for an embedded account; needs no AWS")
    .option("--seed <number>", "another demo account (with --demo)")
    .option("--from <path>", "for a recording, or a folder with queries.json and results.json")
    .option("--template <file>", "for what a template or a Terraform plan in JSON declares")
    .option("--openapi <file>", "for what an OpenAPI document declares, at the --stage that is named")
    .addOption(repeated("--parameter <name=value>", "value of a template's parameter, or of AWS::StackName"))
    .addOption(repeated("--api-name <id=name>", "name of a REST API that a template does not tell"))
    .option("--api <glob>", "only APIs of that name or id")
    .option("--stage <glob>", "only stages of that name")
    .option("--since <length>", "learn from so much history (default: 15d; of the demo 1d)")
    .option("--until <time>", 'end of that history: ISO-8601, epoch seconds or "2h ago" (default: "now")')
    .option("--format <format>", "what to write; see below", "table")
    .option("--out <path>", "the folder, or the file where there is one, to write to")
    .option("--name <words>", "names the files and the CDK class", "gatewatch-alarms")
    .option("--dashboard", "write a CloudWatch dashboard beside the alarms")
    .option("--diff", "what deploying them would change in the account; changes nothing")
    .option("--apply", "deploy them, after showing what changes and asking")
    .option("--yes", "with --apply: do not ask")
    .option("--overwrite", "with --diff or --apply: also over what a person changed");
  addSynthOptions(command)
    .addHelpText("after", HELP)
    .action(async () => {
      const { runSynth } = await import("./run-synth.ts");
      await runSynth(command.optsWithGlobals<AlarmsSynthOptions>(), context);
    });
}

function repeated(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, earlier: string[] | undefined) => [
    ...(earlier ?? []),
    value,
  ]);
}
