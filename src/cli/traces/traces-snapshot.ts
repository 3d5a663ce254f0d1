import type { AccountReader, OnProgress, TraceReadOptions } from "../../collectors/account-reader.ts";
import { addCosts } from "../../collectors/add-costs.ts";
import { distinctBlindSpots } from "../../collectors/blind-spots.ts";
import { findEverywhere } from "../../collectors/find-everywhere.ts";
import type { TargetFilter } from "../../collectors/account-reader.ts";
import type { Window } from "../../core/window.ts";
import { NO_COST, type Snapshot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";

export interface TracesPlan {
  readonly filter: TargetFilter;
  /** Of each a slice is read. */
  readonly windows: readonly Window[];
  readonly options: TraceReadOptions;
}

/**
 * The targets of an account with their traces, and nothing else.
 *
 * Errors: those of findEverywhere.
 */
export async function tracesSnapshot(
  { filter, windows, options }: TracesPlan,
  readers: readonly AccountReader[],
  onProgress: OnProgress,
): Promise<Snapshot> {
  const found = await findEverywhere(readers, filter, onProgress);
  const spentUsd = (): number => readers.reduce((sum, reader) => sum + reader.cost().usd, 0);
  const readings = [];
  // One after the other: what one spends, the next cannot.
  for (const { reader, targets } of found.reached) {
    const left = options.maxCostUsd === null ? null : Math.max(0, options.maxCostUsd - spentUsd());
    const questions = targets.flatMap((target) => windows.map((window) => ({ target, window })));
    readings.push(await reader.readTraces(questions, { ...options, maxCostUsd: left }, onProgress));
  }
  const startMs = Math.min(...windows.map((window) => window.startMs));
  const endMs = Math.max(...windows.map((window) => window.endMs));
  return {
    schemaVersion: 1,
    origin: readers[0]?.origin ?? "aws",
    window: { startMs, endMs },
    baseline: { startMs, endMs: startMs },
    settledMs: endMs,
    targets: found.reached.flatMap(({ targets }): readonly Target[] => targets),
    series: [],
    logs: [],
    traces: readings.flatMap(({ slices }) => slices),
    blindSpots: distinctBlindSpots([
      ...found.blindSpots,
      ...readings.flatMap(({ blindSpots }) => blindSpots),
    ]),
    cost: readers.map((reader) => reader.cost()).reduce(addCosts, NO_COST),
  };
}
