import type { LogReadOptions, TargetFilter } from "../collectors/account-reader.ts";
import { MINUTE_MS, parseDurationMs } from "../core/window.ts";
import type { Config } from "../model/config.ts";
import type { Severity } from "../model/finding.ts";

/** How to watch, with every default filled in. Lengths in ms. */
export interface AgentSettings {
  readonly windowMs: number;
  readonly baselineMs: number;
  readonly calmMs: number;
  readonly reopenMs: number;
  readonly sweepMs: number;
  readonly minSeverity: Severity;
  /** Null: access logs are not read. */
  readonly logs: LogReadOptions["engine"] | null;
  readonly redact: boolean;
  readonly filter: TargetFilter;
  /** Of one run; null: no limit. */
  readonly maxCostUsd: number | null;
}

/** The last hour has to be whole, and the one before it may still change. */
const SHORTEST_WINDOW_MS = 120 * MINUTE_MS;

/** Errors: E_USAGE where a length of time is none; a checked configuration has none such. */
export function agentSettings({ since, baseline, include, maxCostUsd, agent = {} }: Config): AgentSettings {
  const logs = agent.logs ?? "auto";
  return {
    windowMs: Math.max(SHORTEST_WINDOW_MS, parseDurationMs(since ?? "3h")),
    baselineMs: parseDurationMs(baseline ?? "14d"),
    calmMs: parseDurationMs(agent.calm ?? "15m"),
    reopenMs: parseDurationMs(agent.reopen ?? "2h"),
    sweepMs: parseDurationMs(agent.sweep ?? "2h"),
    minSeverity: agent.minSeverity ?? "warning",
    logs: logs === "off" ? null : logs,
    redact: agent.redact ?? true,
    filter: { api: include?.api ?? null, stage: include?.stage ?? null },
    maxCostUsd: maxCostUsd ?? null,
  };
}
