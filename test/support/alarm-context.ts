import type { CliContext } from "../../src/cli/context.ts";

/** What reading alarms needs of a command's surroundings; what it says on stderr goes to `said`. */
export function alarmContext(cwd: string, said: string[] = []): CliContext {
  const output = { write: (text: string) => void said.push(text), isTTY: false, columns: undefined };
  return {
    stdout: output,
    stderr: output,
    env: {},
    cwd,
    now: () => Date.parse("2026-11-20T15:00:31Z"),
    timeZone: () => "UTC",
    interruption: () => new AbortController().signal,
    setExitCode: () => undefined,
  };
}
