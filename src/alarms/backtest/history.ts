/**
 * What a snapshot holds for alarms, and over which time. Series say where they have datapoints, not where somebody looked
 * for some: an absent minute within what was read is silence, one outside of it is unknown, and an alarm on silence would
 * go off for it. So series are used only where they were read throughout.
 *
 *     alarmHistory     |------------------------------ 60 s, what the alarms need -----|
 *     baseline+window              |---------------------------- 300 s ----------------|
 *     window                                                          |----- 60 s -----|
 */
import { DAY_MS, floorTo, MINUTE_MS, type Window } from "../../core/window.ts";
import type { Series } from "../../model/series.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { AlarmSet } from "../evaluate/evaluate-alarms.ts";
import { planAlarm } from "../evaluate/alarm-plan.ts";
import { findSource } from "../evaluate/gather-points.ts";
import { deriveCounts } from "./derive-counts.ts";
import { lookBackMs } from "./look-back.ts";

/** CloudWatch keeps steps of a minute for so long. */
export const LONGEST_MS = 15 * DAY_MS;

export interface History {
  /** What is replayed; what the alarms look back on lies before it. */
  readonly window: Window;
  readonly series: readonly Series[];
  /** Of those, what follows from others. */
  readonly derived: ReadonlySet<Series>;
  /** Of the alarms, those whose metrics are all there. */
  readonly covered: number;
  /** What of the time asked for is not there; null where all is. */
  readonly lacks: Window | null;
}

export interface Wanted {
  /** Null: as much as there is, up to fifteen days. */
  readonly lengthMs: number | null;
  /** Null: the end of the snapshot. */
  readonly endMs: number | null;
}

interface Tier {
  readonly window: Window;
  readonly series: readonly Series[];
}

/**
 * The part of the snapshot in which the most alarms can be replayed, and of those the longest. Null where the time that
 * is wanted lies outside of all that is there.
 */
export function chooseHistory(snapshot: Snapshot, sets: readonly AlarmSet[], wanted: Wanted): History | null {
  const tiers = tiersOf(snapshot);
  const endMs = Math.min(wanted.endMs ?? snapshot.window.endMs, snapshot.window.endMs);
  const wantedMs = endMs - (wanted.lengthMs ?? LONGEST_MS);
  // The newest datapoints may still be absent, which an alarm on silence would go off for.
  const settledMs = Math.min(endMs, floorTo(snapshot.settledMs, MINUTE_MS));
  const found = tiers.flatMap(({ window }) => {
    const history = historyIn(window, tiers, sets, { startMs: wantedMs, endMs: settledMs });
    if (!history) return [];
    const { startMs } = history.window;
    const isShort = wanted.lengthMs !== null && startMs > wantedMs;
    return [{ ...history, lacks: isShort ? { startMs: wantedMs, endMs: startMs } : null }];
  });
  const [best] = found.sort(
    (left, right) => right.covered - left.covered || lengthOf(right) - lengthOf(left),
  );
  return best ?? null;
}

function historyIn(
  tier: Window,
  tiers: readonly Tier[],
  sets: readonly AlarmSet[],
  wanted: Window,
): Omit<History, "lacks"> | null {
  const end = Math.min(wanted.endMs, tier.endMs);
  const lookBack = lookBackMs(sets);
  const dataMs = Math.max(tier.startMs, wanted.startMs - lookBack);
  if (dataMs >= end) return null;
  // Where alarms look back on more than half of what is there, the rest is replayed all the same.
  const warmMs = dataMs + Math.min(lookBack, floorTo((end - dataMs) / 2, MINUTE_MS));
  const startMs = Math.max(warmMs, wanted.startMs);
  const read = tiers
    .filter(({ window }) => window.startMs <= dataMs && window.endMs >= end)
    .flatMap(({ series }) => series);
  const names = namesIn(sets);
  const used = read.filter(({ metric }) => names.has(metric) || metric === "Count");
  const derived = deriveCounts(used);
  const series = [...used, ...derived];
  const covered = countCovered(sets, series);
  return { window: { startMs, endMs: end }, series, derived: new Set(derived), covered };
}

function tiersOf({ series, window, baseline, alarmHistory, origin }: Snapshot): Tier[] {
  const whole = { startMs: Math.min(baseline.startMs, window.startMs), endMs: window.endMs };
  const isWhole = ({ periodSeconds, runs }: Series): boolean =>
    (periodSeconds >= 300 && origin !== "exported") || (runs[0]?.[0] ?? Infinity) < window.startMs;
  return [
    ...(alarmHistory ? [alarmHistory] : []),
    { window: whole, series: series.filter(isWhole) },
    { window, series: series.filter((one) => !isWhole(one)) },
  ];
}

function namesIn(sets: readonly AlarmSet[]): ReadonlySet<string> {
  return new Set(
    sets.flatMap(({ metric }) =>
      metric.flatMap((alarm) => {
        const { metrics, insights } = planAlarm(alarm);
        return [...[...metrics.values()].map((reference) => reference.metric), insights?.metric ?? []].flat();
      }),
    ),
  );
}

function countCovered(sets: readonly AlarmSet[], series: readonly Series[]): number {
  return sets
    .flatMap(({ metric }) => metric)
    .filter((alarm) => {
      const { metrics, periodSeconds } = planAlarm(alarm);
      return [...metrics.values()].every(
        (reference) => typeof findSource(series, reference, periodSeconds) !== "string",
      );
    }).length;
}

function lengthOf({ window }: History): number {
  return window.endMs - window.startMs;
}
