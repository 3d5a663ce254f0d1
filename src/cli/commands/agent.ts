import type { Command } from "commander";

import type { CliContext } from "../context.ts";
import type { GlobalOptions } from "../global-options.ts";
import { CREDENTIALS_HELP } from "../help-texts.ts";

export interface AgentOptions extends GlobalOptions {
  readonly cron: string;
  readonly once?: true;
  readonly timeZone?: string;
  readonly jitter: string;
  readonly externalId?: string;
  readonly listen?: string;
  readonly state?: string;
  readonly api?: string;
  readonly stage?: string;
  readonly demo?: true;
  readonly seed?: string;
}

const HELP = `
Examples:
  gatewatch agent --demo --listen 9464
  gatewatch agent --cron '*/5 * * * *' --listen 127.0.0.1:9464
  gatewatch agent --once                 one run, for a scheduler of your own

It looks at once and then whenever --cron comes round, and says something only
when there is news: where to is set by agent.sinks in the configuration
(docs/sinks.md); without it, on stdout. --listen serves the latest report at /,
and /findings.json, /healthz and /metrics (Prometheus). SIGTERM and Ctrl-C let
the run that is at work come to its end.
${CREDENTIALS_HELP}
Exit status: 0 done, 2 usage or configuration, 3 nothing could be read or news
could not be delivered (with --once), 4 internal error.`;

export function register(program: Command, context: CliContext): void {
  const command = program
    .command("agent")
    .description("watch on a schedule, and tell when an incident opens, changes and ends")
    .option("--cron <schedule>", "minute, hour, day of month, month, day of week", "*/5 * * * *")
    .option("--time-zone <name>", "the clock of --cron (default: the configuration's, else UTC)")
    .option("--jitter <length>", "begin up to so much later, at random", "10s")
    .option("--external-id <id>", "what the trust policy of --role-arn asks for")
    .option("--once", "run once and end")
    .option("--listen <address>", "serve report, findings, health and metrics: 127.0.0.1:9464")
    .option("--state <file>", "what it keeps between runs (default: in the user's folder for state)")
    .option("--api <glob>", "only APIs with such a name or id")
    .option("--stage <glob>", "only stages with such a name")
    .option("--demo", "watch an embedded account; needs no AWS, keeps nothing")
    .option("--seed <number>", "another demo account, with other incidents (with --demo)")
    .addHelpText("after", HELP)
    .action(async () => {
      const { runAgent } = await import("./run-agent.ts");
      await runAgent(command.optsWithGlobals<AgentOptions>(), context);
    });
}
