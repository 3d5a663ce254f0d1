import type { Command } from "commander";

import type { CliContext } from "../context.ts";
import type { LogsSourceOptions } from "../logs-source/source-options.ts";

export interface LogsOptions extends LogsSourceOptions {
  readonly by: string;
  readonly filter?: string;
  readonly logFormat?: string;
  readonly format: string;
  readonly out?: string;
}

const HELP = `
On this machine:
  gatewatch logs access.log
  gatewatch logs 'exports/**/*.gz' --by route,status
  gatewatch logs access.log --filter 'status>=500 && route~/orders/' --format json
  gatewatch logs access.log --format html --out access.html
  gatewatch logs access.log --follow
  aws logs tail /aws/apigateway/orders --since 1h | gatewatch logs -

In AWS:
  gatewatch logs --api orders --stage prod --since 3h
  gatewatch logs --log-group /aws/apigateway/orders --since 1d --engine insights --max-cost 0.50
  gatewatch logs s3://bucket/access-logs/ --since 6h
  gatewatch logs s3://bucket/access-logs/ --engine athena --log-format @format.json --print-sql

Files are plain, .gz or .zst, folders of them (as CloudWatch Logs exports or Firehose
delivers), and what aws logs tail and filter-log-events print. The lines' layout is
learned from them; give the stage's Format with --log-format where its keys are
unusual ("@FILE" reads it from a file). --api finds the log group and the Format in
the stage's settings.

--engine local reads the events themselves, which costs nothing but time; insights has
CloudWatch Logs Insights sum them up where they lie, at a price for each GB, which is
told before it is spent. Left out, what is little is read and what is much is asked.
Objects in S3 are read here, or with --engine athena counted where they lie.

--by and --filter take: route, status, method, path, stage, api, client, api-key,
user-agent (families), type (the gateway's response type), error (message pattern),
principal, deployment, canary, domain; and every other value by its name, see below.
A filter compares: == != < <= > >= ~ !~, joined by && || ! and parentheses. ~ takes a
/regular expression/:
  --filter 'status==429 && api-key!=""'         who is throttled
  --filter 'latency>3000 && !(route~/export/)'  what is slow and should not be
  --by client --filter 'type==THROTTLED'        by which client

The other names:
  id, time, time-epoch, route-key, resource, api-id, latency,
  integration-latency, authorizer-latency, authorize-latency,
  authenticate-latency, waf-latency, bytes, ip, api-key-id, response-type,
  error-message, integration-error, authorizer-error, validation-error,
  request-id, extended-request-id, integration-request-id, integration-status,
  integration-service-status, any-integration-status, deployment-id, is-canary,
  caller, user, user-arn, event-type, connection-id, message-id, trace-id,
  waf-status, waf-code, waf-error, authorizer-status, authorize-status,
  authorize-error, authenticate-status, authenticate-error, protocol,
  bare-message
`;

export function register(program: Command, context: CliContext): void {
  const command = program
    .command("logs")
    .description("what access logs tell: routes, errors, latency by phase, clients")
    .argument("[file...]", "files, folders or globs; - for standard input; or one s3://bucket/prefix")
    .option("--by <names>", "what to group by, with commas between", "route")
    .option("--filter <expression>", "count only requests that pass")
    .option("--log-format <format>", "the stage's access-log Format, or @FILE")
    .option("--format <format>", "terminal, html, json, csv or markdown", "terminal")
    .option("--out <file>", "write the result to a file instead of stdout")
    .option("--brief", "of files: counts and each group's latency alone, which takes less time")
    .option("--threads <number>", "reading threads (default: one a processor, up to 4)")
    .option("--follow", "keep reading a growing file, and print the result anew as it grows")
    .option("--log-group <name>", "read this CloudWatch log group (or its ARN)")
    .option("--api <glob>", "read the log group of this API's stages")
    .option("--stage <glob>", "read the log group of stages with such a name")
    .option("--since <length>", 'in AWS: how far back, "90m" or a point in time (default: "1h")')
    .option("--until <time>", 'in AWS: end of the window (default: "now")')
    .option("--engine <engine>", "in AWS: auto, local, insights or athena (default: auto)")
    .option("--athena-database <name>", 'Glue database of the table (default: "default")')
    .option("--athena-table <name>", "table over the prefix (default: a name made from the place)")
    .option("--athena-create-table", "make that table where it is missing")
    .option("--athena-workgroup <name>", "Athena workgroup (default: primary)")
    .option("--athena-output <s3-uri>", "where Athena puts answers (default: as the workgroup says)")
    .option("--print-sql", "print the Athena statements instead of running them")
    .addHelpText("after", HELP)
    .action(async (files: string[]) => {
      const { runLogs } = await import("./run-logs.ts");
      await runLogs(files, command.optsWithGlobals<LogsOptions>(), context);
    });
}
