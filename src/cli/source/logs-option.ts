import { Option, type Command } from "commander";

import type { LogReadOptions } from "../../collectors/account-reader.ts";
import { oneOf } from "../one-of.ts";

/** As typed. */
export interface LogsOption {
  readonly logs?: string;
}

const CHOICES = ["auto", "local", "insights", "off"] as const;

export function addLogsOption(command: Command): Command {
  const text =
    "how the access logs of what is found are read: local (event by event, free), insights (CloudWatch Logs Insights, which costs by what it scans), auto (insights where that is much), off";
  return command.addOption(new Option("--logs <engine>", `${text} (default: "auto")`));
}

/** Null: not at all. Errors: E_USAGE where it is none of the choices. */
export function logEngine({ logs }: LogsOption): LogReadOptions["engine"] | null {
  const chosen = oneOf("--logs", logs ?? "auto", CHOICES);
  return chosen === "off" ? null : chosen;
}
