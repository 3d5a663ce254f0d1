import { main, type CliEnvironment } from "../../src/cli/main.ts";
import type { ExitCode } from "../../src/cli/exit-codes.ts";

export interface CliRun {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process: no clock, no real streams. */
export async function runCli(argv: readonly string[], changes: CliChanges = {}): Promise<CliRun> {
  const text = { stdout: "", stderr: "" };
  const output = (name: "stdout" | "stderr") => ({
    write: (part: string) => {
      text[name] += part;
    },
    isTTY: changes.isTTY ?? false,
    columns: changes.isTTY ? 80 : undefined,
  });
  const { isTTY: _isTTY, ...environment } = changes;
  const code = await main(argv, {
    stdout: output("stdout"),
    stderr: output("stderr"),
    env: {},
    cwd: "/",
    now: () => Date.parse("2026-11-20T15:00:31Z"),
    timeZone: () => "UTC",
    interruption: () => new AbortController().signal,
    ...environment,
  });
  return { code, ...text };
}

export type CliChanges = Partial<CliEnvironment> & { readonly isTTY?: boolean };
