import type { Command } from "commander";

import type { CliContext } from "../context.ts";
import type { GlobalOptions } from "../global-options.ts";
import { CREDENTIALS_HELP } from "../help-texts.ts";

export interface TracesOptions extends GlobalOptions {
  readonly demo?: true;
  readonly seed?: string;
  readonly from?: string;
  readonly since?: string;
  readonly until?: string;
  readonly api?: string;
  readonly stage?: string;
  readonly before?: string;
  readonly after?: string;
  readonly trace?: string;
  readonly maxTraces: string;
  readonly format: string;
  readonly out?: string;
}

const HELP = `
Examples:
  gatewatch traces --demo
  gatewatch traces --api orders --since 3h
  gatewatch traces --api orders --before '3h ago..2h ago' --after '30m ago..now'
  gatewatch traces --from ./recording --trace TRACE-ID
  gatewatch traces --api orders --format csv --out steps.csv

From a sample of X-Ray traces: where requests spend their time, by phase and by
what is called, what slow ones wait for and fast ones do not, cold starts,
retries and calls in a loop, the slowest and the faulty requests, and one of
them drawn over time. --before and --after compare two spans, START..END each,
and say which step makes the difference.

X-Ray traces REST APIs with tracing on. Of HTTP and WebSocket APIs the traces of
their functions are looked at of which the access log knows the request ids.
A recording holds the traces of what was found while it was made.
${CREDENTIALS_HELP}`;

export function register(program: Command, context: CliContext): void {
  const command = program
    .command("traces")
    .description("where requests spend their time, and what makes the slow ones slow")
    .option("--demo", "look at an embedded account; needs no AWS")
    .option("--seed <number>", "another demo account, with other incidents (with --demo)")
    .option("--from <path>", "look at the traces in a recording")
    .option("--since <length>", 'how far back, "90m" or a point in time (default: "1h")')
    .option("--until <time>", 'end of the window: ISO-8601, epoch seconds or "2h ago" (default: "now")')
    .option("--api <glob>", "only APIs with such a name or id")
    .option("--stage <glob>", "only stages with such a name")
    .option("--before <span>", 'compare this span, "START..END", with --after')
    .option("--after <span>", 'and this one: "1h ago..now"')
    .option("--trace <id>", "draw this trace instead of the slowest")
    .option("--max-traces <number>", "traces to retrieve of each stage and span", "120")
    .option("--format <format>", "terminal, json, markdown or csv", "terminal")
    .option("--out <file>", "write the result to a file instead of stdout")
    .addHelpText("after", HELP)
    .action(async () => {
      const { runTraces } = await import("./run-traces.ts");
      await runTraces(command.optsWithGlobals<TracesOptions>(), context);
    });
}
