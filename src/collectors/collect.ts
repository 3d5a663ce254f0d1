import { SETTLE_MS } from "../catalog/retention.ts";
import { compareText } from "../core/order.ts";
import type { Window } from "../core/window.ts";
import { NO_COST, type Snapshot } from "../model/snapshot.ts";
import type {
  AccountReader,
  MetricQuery,
  MetricReading,
  OnProgress,
  TargetFilter,
} from "./account-reader.ts";
import { addCosts } from "./add-costs.ts";
import { distinctBlindSpots } from "./blind-spots.ts";
import { checkCost } from "./check-cost.ts";
import { findEverywhere } from "./find-everywhere.ts";
import { planMetrics } from "./plan-metrics.ts";

export interface CollectOptions {
  readonly window: Window;
  /** Ends where the window starts. */
  readonly baseline: Window;
  readonly filter: TargetFilter;
  /** Null: no limit. */
  readonly maxCostUsd: number | null;
  readonly nowMs: number;
  /** What is read for alarms besides, of the first reader's region. */
  readonly alarms?: AlarmQuestions | AlarmsFrom;
}

/** What to read for alarms that are made of everything else, once that is there. */
export type AlarmsFrom = (read: Snapshot) => AlarmQuestions;

export interface AlarmQuestions {
  /** The time that all of the queries cover. */
  readonly window: Window;
  readonly queries: readonly MetricQuery[];
  /** True where nothing but this and the inventory is wanted: no finding will be looked for. */
  readonly isAll: boolean;
}

/**
 * Everything that the analyzers may see, from all readers at once. Denied, throttled and failed calls become blind
 * spots.
 *
 * Errors: E_COST_LIMIT before anything is spent on metrics, or on those for alarms where they depend on the others; E_CREDENTIALS where no reader has any that work;
 * E_NOTHING_READABLE where no target could be found because of what failed.
 */
export async function collect(
  options: CollectOptions,
  readers: readonly AccountReader[],
  onProgress: OnProgress,
): Promise<Snapshot> {
  const { window, baseline, nowMs } = options;
  const alarms = typeof options.alarms === "function" ? undefined : options.alarms;
  const found = await findEverywhere(readers, options.filter, onProgress);
  const plans = found.reached.map(({ reader, targets, listed, isListPartial }) => {
    const plan = planMetrics({ targets, listed, isListPartial, window, baseline, nowMs });
    return alarms?.isAll ? { reader, queries: [], blindSpots: [] } : { reader, ...plan };
  });
  const queries = [...plans.flatMap((plan) => plan.queries), ...(alarms?.queries ?? [])];
  checkCost(queries, options.maxCostUsd);
  const readings = await Promise.all(
    plans
      .filter((plan) => plan.queries.length > 0)
      .map((plan) => plan.reader.readMetrics(plan.queries, onProgress)),
  );
  const forAlarms = await readForAlarms(alarms, found.reached[0]?.reader, onProgress);
  const snapshot: Snapshot = {
    schemaVersion: 1,
    origin: readers[0]?.origin ?? "aws",
    window: { startMs: window.startMs, endMs: window.endMs },
    baseline: { startMs: baseline.startMs, endMs: baseline.endMs },
    settledMs: Math.min(window.endMs, nowMs - SETTLE_MS),
    targets: found.reached
      .flatMap(({ targets }) => targets)
      .sort((left, right) => compareText(left.id, right.id)),
    logs: [],
    series: readings.flatMap(({ series }) => series),
    ...(alarms && forAlarms
      ? { alarmHistory: { window: alarms.window, series: [...forAlarms.series] } }
      : {}),
    blindSpots: distinctBlindSpots([
      ...found.blindSpots,
      ...plans.flatMap(({ blindSpots }) => blindSpots),
      ...readings.flatMap(({ blindSpots }) => blindSpots),
      ...(forAlarms?.blindSpots ?? []),
    ]),
    cost: costOf(readers),
  };
  if (typeof options.alarms !== "function") return snapshot;
  const later = options.alarms(snapshot);
  checkCost([...queries, ...later.queries], options.maxCostUsd);
  const read = await readForAlarms(later, found.reached[0]?.reader, onProgress);
  return {
    ...snapshot,
    alarmHistory: { window: later.window, series: [...(read?.series ?? [])] },
    blindSpots: distinctBlindSpots([...snapshot.blindSpots, ...(read?.blindSpots ?? [])]),
    cost: costOf(readers),
  };
}

function costOf(readers: readonly AccountReader[]): Snapshot["cost"] {
  return readers.map((reader) => reader.cost()).reduce(addCosts, NO_COST);
}

async function readForAlarms(
  alarms: AlarmQuestions | undefined,
  reader: AccountReader | undefined,
  onProgress: OnProgress,
): Promise<MetricReading | undefined> {
  if (!alarms || !reader) return undefined;
  if (alarms.queries.length === 0) return { series: [], blindSpots: [] };
  return reader.readMetrics(alarms.queries, (event) =>
    onProgress({ ...event, scope: `${event.scope} for alarms` }),
  );
}
