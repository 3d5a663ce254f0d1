import type { Command } from "commander";

import type { CliContext } from "../context.ts";
import type { GlobalOptions } from "../global-options.ts";

export interface SimulateOptions extends GlobalOptions {
  readonly out?: string;
  readonly listen?: string;
  readonly list?: true;
  readonly seed?: string;
  readonly incident?: string[];
  readonly target?: string;
  readonly maxLogLines?: string;
}

const HELP = `
Examples:
  gatewatch simulate --list
  gatewatch simulate --out drill --incident 'backend-slowdown-step@50m ago'
  gatewatch simulate --out drill --incident 'cache-collapse:0.8@2h ago..1h ago'
  gatewatch report --from drill
  gatewatch simulate --listen 4566   then run what it prints in another shell

An incident is NAME@START, or NAME:MAGNITUDE@START..END; times are ISO-8601 or
"50m ago", counted back from the simulated account's own "now". Without
--incident the account has the demo's incidents.
`;

export function register(program: Command, context: CliContext): void {
  const repeat = (value: string, earlier: string[] | undefined): string[] => [...(earlier ?? []), value];
  const command = program
    .command("simulate")
    .description("make up an account with incidents, as files or as an AWS endpoint on this machine")
    .option("--out <dir>", "write a recording, the true incidents, logs and traces into a folder")
    .option("--listen <port>", "serve the account on 127.0.0.1 until Ctrl-C; 0 takes any free port")
    .option("--list", "print the incidents and the targets there are")
    .option("--seed <number>", "another account (default: the demo's)")
    .option("--incident <name@time>", "what goes wrong, and when; repeat it for several", repeat)
    .option("--target <id>", "where the incidents happen (default: the first target that fits)")
    .option("--max-log-lines <number>", "about so many lines of a log group are written (default: 15000)")
    .addHelpText("after", HELP)
    .action(async () => {
      const { runSimulate } = await import("./run-simulate.ts");
      await runSimulate(command.optsWithGlobals<SimulateOptions>(), context);
    });
}
