import type { Command } from "commander";

/** Which stretch of time and which targets to look at, as typed. Shared by every command that collects. */
export interface WindowOptions {
  readonly since?: string;
  readonly until?: string;
  readonly baseline?: string;
  readonly api?: string;
  readonly stage?: string;
}

export const DEFAULT_SINCE = "3h";
export const DEFAULT_BASELINE = "14d";

export function addWindowOptions(command: Command): Command {
  return command
    .option(
      "--since <length>",
      `how far back to look: a length before --until ("90m") or a point in time (default: "${DEFAULT_SINCE}")`,
    )
    .option("--until <time>", 'end of the window: ISO-8601, epoch seconds or "2h ago" (default: "now")')
    .option(
      "--baseline <length>",
      `what is normal is learned from this long before the window (default: "${DEFAULT_BASELINE}")`,
    )
    .option("--api <glob>", "only APIs with such a name or id")
    .option("--stage <glob>", "only stages with such a name");
}
