import { Option, type Command } from "commander";

import { addSynthOptions, type SynthOptions } from "../../alarms-synth/synth-options.ts";
import type { CliContext } from "../../context.ts";
import type { GlobalOptions } from "../../global-options.ts";

export interface InjectOptions extends GlobalOptions, SynthOptions {
  readonly template: string;
  readonly out?: string;
  readonly write?: true;
  readonly remove?: true;
  readonly check?: true;
  readonly diff?: true;
  /** As typed: "LogicalId=name". */
  readonly apiName?: string[];
}

const HELP = `
Examples:
  gatewatch alarms inject --template template.yaml > with-alarms.yaml
  gatewatch alarms inject --template template.yaml --write
  gatewatch alarms inject --template template.yaml --topic page=OnCallTopic
  gatewatch alarms inject --template template.yaml --write --remove
  gatewatch alarms inject --template template.yaml --check
  gatewatch alarms inject --template template.yaml --diff

Everything else in the template stays byte for byte as it is. A second run
changes nothing, other options change the alarms in place, and --remove gives
the original back. --topic takes an ARN, or the logical id of a topic or a
parameter of the template; without it a parameter is added.

Names of alarms begin with the stack's, {stack} in --name-template, since a
template may be deployed twice in one Region.

Works offline, so thresholds are usual starts: gatewatch alarms synth learns
them from your traffic. An API or a stage may say otherwise in its own
Metadata: {Gatewatch: {...}}; docs/alarms/inject.md explains it.

Exit status: 0 done, 1 with --check where a run would change the template,
2 usage or configuration, 3 no alarm could be written, 4 internal error.`;

export function register(alarms: Command, context: CliContext): void {
  const repeat = (value: string, earlier: string[] | undefined): string[] => [...(earlier ?? []), value];
  const command = alarms
    .command("inject")
    .description("alarms for the APIs of a CloudFormation or SAM template, put into it")
    .requiredOption("--template <file>", "the template, YAML or JSON")
    .option("--out <file>", "write the result to another file instead of stdout")
    .option("--write", "write the result to the template itself")
    .option("--remove", "take out what was injected")
    .option("--check", "write nothing; exit with 1 where a run would change the template")
    .option("--diff", "show what a run would change, as a unified diff; write nothing")
    .addOption(
      new Option("--api-name <id=name>", "name of a REST API that the template does not tell").argParser(
        repeat,
      ),
    );
  addSynthOptions(command)
    .addHelpText("after", HELP)
    .action(async () => {
      const { runInject } = await import("./run-inject.ts");
      await runInject(command.optsWithGlobals<InjectOptions>(), context);
    });
}
