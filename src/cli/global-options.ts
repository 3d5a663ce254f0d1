import { Option, type Command } from "commander";

/** The flags that every command knows; read them with `command.optsWithGlobals<GlobalOptions>()`. */
export interface GlobalOptions {
  readonly region?: string[];
  readonly profile?: string;
  readonly roleArn?: string;
  readonly endpointUrl?: string;
  readonly config?: string;
  /** False after --no-color. */
  readonly color: boolean;
  readonly quiet?: true;
  readonly verbose?: true;
  /** Text as typed; see maxCostUsd in the source options. */
  readonly maxCost?: string;
}

export function addGlobalOptions(program: Command): void {
  const repeat = (value: string, earlier: string[] | undefined): string[] => [...(earlier ?? []), value];
  program
    .addOption(new Option("--region <region>", "AWS region to read; repeat it for several").argParser(repeat))
    .option("--profile <name>", "profile of the AWS configuration files")
    .option("--role-arn <arn>", "role to assume before reading")
    .option("--endpoint-url <url>", "endpoint to talk to instead of AWS's own")
    .option("--config <path>", "configuration file (default: gatewatch.config.yaml, looked for upwards)")
    .option("--max-cost <usd>", "stop before a run would spend more than this, in USD")
    .option("--no-color", "plain text even on a terminal")
    .option("--quiet", "no progress and no notes on stderr")
    .option("--verbose", "more notes on stderr, and stack traces of errors");
}
