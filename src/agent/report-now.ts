import { analyze } from "../analyzers/run.ts";
import { unjudged } from "../analyzers/unjudged.ts";
import { collect } from "../collectors/collect.ts";
import { redactSnapshot } from "../collectors/files/redact.ts";
import { ToolError } from "../core/errors.ts";
import { floorTo, MINUTE_MS, parseDurationMs, parseTimeMs } from "../core/window.ts";
import type { Config } from "../model/config.ts";
import { settingsFor } from "../model/settings-for.ts";
import type { BlindSpot, Snapshot } from "../model/snapshot.ts";
import { toView, type ReportView } from "../report/view/to-view.ts";
import { addLogs } from "./add-logs.ts";
import type { AgentAccount } from "./run-once.ts";
import { within } from "./watch/within.ts";

export interface ReportNowInput {
  readonly accounts: readonly AgentAccount[];
  readonly config: Config;
  readonly since: string | undefined;
  readonly until: string | undefined;
  /** Globs over API names and ids; none: as configured. */
  readonly apis: readonly string[];
  readonly stage: string | null;
  readonly nowMs: number;
  readonly leftMs: () => number;
  /** What originals are replaced with, as in what the agent sends; null: nothing is replaced. */
  readonly redactionKey: string | null;
  readonly toolVersion: string;
}

const DEFAULT_SINCE = "3h";
const DEFAULT_BASELINE = "14d";
/** Logs are not begun with less time than this. */
const LOGS_TAKE_MS = 20_000;

/**
 * A whole report, without a memory of earlier runs and without news. Where time runs out before the logs are read, it says so.
 *
 * Errors: E_USAGE where a time is none; E_UNREACHABLE where not even the metrics were read in time; those of `collect`.
 */
export async function reportNow(input: ReportNowInput): Promise<ReportView> {
  const { accounts, config, nowMs, leftMs, redactionKey, toolVersion } = input;
  const readers = accounts.map((account) => account.open(nowMs));
  try {
    const reading = collect(toPlan(input), readers, () => undefined);
    const metrics = await within(reading, leftMs(), null);
    if (metrics === null) {
      throw new ToolError("E_UNREACHABLE", "the time ran out before the metrics were read", {
        hint: "Ask for fewer APIs, or give the function a longer timeout.",
      });
    }
    const forTarget = settingsFor(config);
    const unredacted = await withLogs(
      metrics,
      async () =>
        addLogs(
          metrics,
          readers,
          { engine: "auto", maxCostUsd: config.maxCostUsd ?? null, settingsFor: forTarget, leftMs },
          () => undefined,
        ),
      leftMs(),
    );
    const snapshot = redactionKey === null ? unredacted : redactSnapshot(unredacted, redactionKey).snapshot;
    const { findings, failures } = analyze(snapshot, forTarget);
    const defects = failures.map(({ analyzer, target, message }): BlindSpot => {
      const hint = `A defect of gatewatch: ${analyzer} failed with "${message}". Please report it; everything else was looked at.`;
      return { source: "analyzers", target, code: "INTERNAL", hint };
    });
    const blindSpots = [...snapshot.blindSpots, ...unjudged(snapshot), ...defects];
    return toView({ ...snapshot, blindSpots }, findings, toolVersion);
  } finally {
    for (const reader of readers) reader.close();
  }
}

function toPlan({ config, since, until, apis, stage, nowMs }: ReportNowInput) {
  const endMs = Math.min(floorTo(nowMs, MINUTE_MS), floorTo(parseTimeMs(until ?? "now", nowMs), MINUTE_MS));
  const startMs = floorTo(endMs - parseDurationMs(since ?? config.since ?? DEFAULT_SINCE), MINUTE_MS);
  const baselineMs = parseDurationMs(config.baseline ?? DEFAULT_BASELINE);
  const [first, ...more] = apis;
  const api = first === undefined || more.length === 0 ? first : `{${apis.join(",")}}`;
  return {
    window: { startMs, endMs },
    baseline: { startMs: floorTo(startMs - baselineMs, MINUTE_MS), endMs: startMs },
    filter: { api: api ?? config.include?.api ?? null, stage: stage ?? config.include?.stage ?? null },
    maxCostUsd: config.maxCostUsd ?? null,
    nowMs,
  };
}

async function withLogs(metrics: Snapshot, read: () => Promise<Snapshot>, leftMs: number): Promise<Snapshot> {
  const hint = "The time ran out before the access logs were read: causes rest on metrics alone.";
  const late = { source: "access-logs", target: null, code: "TIMEOUT", hint };
  const without = { ...metrics, blindSpots: [...metrics.blindSpots, late] };
  return leftMs < LOGS_TAKE_MS ? without : read();
}
