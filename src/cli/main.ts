import { ToolError } from "../core/errors.ts";
import { CommanderError } from "commander";
import type { CliContext } from "./context.ts";
import { EXIT, exitCodeOf, type ExitCode } from "./exit-codes.ts";
import { createProgram } from "./program.ts";

/** What bin.ts takes from the process. */
export type CliEnvironment = Omit<CliContext, "setExitCode">;

/**
 * The whole command line: runs one command and tells what the process should end with. Never throws; errors
 * go to `stderr`.
 *
 * @param argv the words after the program's name.
 */
export async function main(argv: readonly string[], environment: CliEnvironment): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done;
  const setExitCode = (code: ExitCode): void => {
    exitCode = code;
  };
  try {
    const program = await createProgram({ ...environment, setExitCode }, argv[0]);
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return EXIT.done;
    // Commander has printed the help already: a command was missing.
    if (thrown instanceof CommanderError && thrown.code === "commander.help") return EXIT.usage;
    const error = thrown instanceof CommanderError ? usageError(thrown) : thrown;
    const { errorText } = await import("./error-text.ts");
    environment.stderr.write(errorText(error, argv.includes("--verbose")));
    return exitCodeOf(error);
  }
}

/** Commander's "error: unknown option '--x'\n(Did you mean --y?)" in the form of all errors. */
function usageError(error: CommanderError): ToolError {
  const [message = "", suggestion] = error.message.replace(/^error: /, "").split("\n");
  const hint = suggestion?.replace(/^\((.*)\)$/, "$1") ?? "Add --help to see what there is.";
  return new ToolError("E_USAGE", message, { hint, cause: error });
}
