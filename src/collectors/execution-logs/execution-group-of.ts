import { EXECUTION_LOG_PREFIX } from "../../catalog/permissions.ts";
import type { Target } from "../../model/target.ts";

/** What a stage writes into its execution log. */
export interface ExecutionGroup {
  readonly level: "ERROR" | "INFO";
  /**
   * By which names it may be found, the usual one first. A canary's requests are in the stage's group as well as in its
   * own: who reads both counts them twice.
   */
  readonly names: readonly [string, ...string[]];
}

/**
 * Where the execution log of a target is, or null where it writes none: HTTP APIs have none, and elsewhere it has to be
 * switched on.
 *
 * Source: set-up-logging.html, websocket-api-logging.html; canary-release.html prints the name with a slash.
 */
export function executionGroupOf({ kind, apiId, stage, configuration }: Target): ExecutionGroup | null {
  const level = configuration?.executionLogLevel;
  if (kind === "http" || apiId === null || (level !== "ERROR" && level !== "INFO")) return null;
  const prefix = EXECUTION_LOG_PREFIX;
  return { level, names: [`${prefix}_${apiId}/${stage}`, `${prefix}/${apiId}/${stage}`] };
}
