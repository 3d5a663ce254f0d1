import type { Command } from "commander";

import type { CliContext } from "../context.ts";
import type { GlobalOptions } from "../global-options.ts";

export interface LogsOptions extends GlobalOptions {
  readonly by: string;
  readonly filter?: string;
  readonly logFormat?: string;
  readonly format: string;
  readonly brief?: true;
  readonly threads?: string;
  readonly out?: string;
  readonly follow?: true;
}

const HELP = `
Examples:
  gatewatch logs access.log
  gatewatch logs 'exports/**/*.gz' --by route,status
  gatewatch logs access.log --filter 'status>=500 && route~/orders/' --format json
  aws logs tail /aws/apigateway/orders --since 1h | gatewatch logs -
  gatewatch logs access.log --by client --filter 'type==THROTTLED'
  gatewatch logs access.log --follow

Reads plain, .gz and .zst files, folders of them (as CloudWatch Logs exports or
Firehose delivers), and what aws logs tail and filter-log-events print. The lines'
layout is learned from them; give the stage's Format with --log-format where its
keys are unusual ("@FILE" reads it from a file).

--by and --filter take: route, status, method, path, stage, api, client, api-key,
user-agent (families), type (the gateway's response type), error (message pattern),
principal, deployment, canary, domain, ... A filter compares: == != < <= > >= ~ !~,
joined by && || ! and parentheses. ~ takes a /regular expression/.
`;

export function register(program: Command, context: CliContext): void {
  const command = program
    .command("logs")
    .description("what access logs tell: routes, errors, latency by phase, clients")
    .argument("<file...>", "files, folders or globs; - for standard input")
    .option("--by <names>", "what to group by, with commas between", "route")
    .option("--filter <expression>", "count only requests that pass")
    .option("--log-format <format>", "the stage's access-log Format, or @FILE")
    .option("--format <format>", "terminal, json, csv or markdown", "terminal")
    .option("--brief", "counts and each group's latency alone: faster")
    .option("--threads <number>", "reading threads (default: one a processor, up to 4)")
    .option("--out <file>", "write the result to a file instead of stdout")
    .option("--follow", "keep reading a growing file, and print the result anew as it grows")
    .addHelpText("after", HELP)
    .action(async (files: string[]) => {
      const { runLogs } = await import("./run-logs.ts");
      await runLogs(files, command.optsWithGlobals<LogsOptions>(), context);
    });
}
