import { Command } from "commander";
import type { CliContext } from "./context.ts";
import { addGlobalOptions } from "./global-options.ts";
import { CREDENTIALS_HELP } from "./help-texts.ts";
import { toolVersion } from "./version.ts";

type Register = (program: Command, context: CliContext) => void;

/** Every command, in the order of the help. Their heavy parts load when one runs. */
const COMMANDS: Readonly<Record<string, () => Promise<{ readonly register: Register }>>> = {
  report: () => import("./commands/report.ts"),
  logs: () => import("./commands/logs.ts"),
  traces: () => import("./commands/traces.ts"),
  alarms: () => import("./commands/alarms/alarms.ts"),
  audit: () => import("./commands/audit.ts"),
  agent: () => import("./commands/agent.ts"),
  record: () => import("./commands/record.ts"),
  simulate: () => import("./commands/simulate.ts"),
  doctor: () => import("./commands/doctor.ts"),
  config: () => import("./commands/config.ts"),
};

const EXAMPLES = `
Examples:
  gatewatch report --demo          a report on an embedded account, without AWS
  gatewatch report --since 6h      your account, the last six hours
  gatewatch doctor                 what is missing, where a report cannot read
  gatewatch logs access.log        what an access log tells

${CREDENTIALS_HELP}
Exit status: 0 done, 1 findings at or above --fail-on, 2 usage or configuration,
3 nothing could be read, 4 internal error.`;

/**
 * @param named the first word typed: where it names a command, no other is loaded, which is most of what starting takes.
 */
export async function createProgram(context: CliContext, named: string | undefined): Promise<Command> {
  const only = named === undefined || !Object.hasOwn(COMMANDS, named) ? undefined : COMMANDS[named];
  const commands = await Promise.all(
    (only === undefined ? Object.values(COMMANDS) : [only]).map((load) => load()),
  );
  const program = new Command("gatewatch")
    .description("Watches Amazon API Gateway: what is wrong, where, since when and why, with the proof.")
    .version(toolVersion(), "--version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      // main.ts prints errors, all in one form.
      outputError: () => undefined,
      getOutHelpWidth: () => helpWidth(context),
      getErrHelpWidth: () => helpWidth(context),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride()
    .addHelpText("after", EXAMPLES);
  addGlobalOptions(program);
  for (const { register } of commands) register(program, context);
  addHelpCommand(program);
  return program;
}

/** Commander's own answers a misspelt name with the whole help and not a word of the mistake. */
function addHelpCommand(program: Command): void {
  program
    .command("help [command...]")
    .description("print the help of a command")
    .helpOption(false)
    .action(async (names: readonly string[]) => {
      let at = program;
      const unknown = names.find((name) => {
        const found = at.commands.find((one) => one.name() === name);
        at = found ?? at;
        return found === undefined;
      });
      if (unknown === undefined) return at.help();
      const [{ ToolError }, { didYouMean }] = await Promise.all([
        import("../core/errors.ts"),
        import("../core/did-you-mean.ts"),
      ]);
      const known = at.commands.map((one) => one.name());
      const hint =
        known.length === 0 ? `${at.name()} has no commands of its own.` : didYouMean(unknown, known);
      throw new ToolError("E_USAGE", `unknown command '${unknown}'`, { hint });
    });
}

function helpWidth(context: CliContext): number {
  return Math.max(60, Math.min(context.stdout.columns ?? 80, 100));
}
