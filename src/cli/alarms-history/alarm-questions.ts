import { alarmNeeds } from "../../alarms/backtest/alarm-needs.ts";
import { LONGEST_MS } from "../../alarms/backtest/history.ts";
import { lookBackMs } from "../../alarms/backtest/look-back.ts";
import type { AlarmSet } from "../../alarms/evaluate/evaluate-alarms.ts";
import { finestPeriodSeconds } from "../../catalog/retention.ts";
import type { AlarmQuestions } from "../../collectors/collect.ts";
import { ceilTo, floorTo, HOUR_MS, MINUTE_MS } from "../../core/window.ts";

export interface AskedHistory {
  /** Null: as much as CloudWatch keeps in minutes. */
  readonly lengthMs: number | null;
  readonly endMs: number;
}

const MINUTE_SECONDS = 60;
/** The oldest data is thinned out while it is read; and a request for "15d" means what is kept, not the minute before it. */
const EDGE_MS = HOUR_MS;

/**
 * What to ask CloudWatch so that the alarms can be replayed: exactly the metrics, dimensions and statistics that they
 * watch, in minutes where those are still kept, over the time asked for and what the alarms look back on before it.
 */
export function alarmQuestions(
  sets: readonly AlarmSet[],
  { lengthMs, endMs }: AskedHistory,
  nowMs: number,
  isAll = false,
): AlarmQuestions {
  const oldestMs = ceilTo(nowMs - LONGEST_MS, MINUTE_MS);
  const wantedMs = floorTo(endMs - (lengthMs ?? LONGEST_MS), MINUTE_MS);
  const isKept = lengthMs === null ? endMs > oldestMs : wantedMs >= oldestMs - EDGE_MS;
  const lookedBackMs = wantedMs - lookBackMs(sets);
  const startMs = isKept ? Math.max(oldestMs, lookedBackMs) : lookedBackMs;
  const finest = isKept ? MINUTE_SECONDS : (finestPeriodSeconds(nowMs - startMs) ?? HOUR_MS / 1_000);
  const window = { startMs: ceilTo(startMs, finest * 1_000), endMs: floorTo(endMs, finest * 1_000) };
  const needs = alarmNeeds(
    sets.flatMap(({ metric }) => metric),
    finest,
  );
  const queries = needs.map(({ key, stat, periodSeconds }) => ({
    target: null,
    route: null,
    key,
    stat,
    periodSeconds,
    startMs: ceilTo(window.startMs, periodSeconds * 1_000),
    endMs: floorTo(window.endMs, periodSeconds * 1_000),
  }));
  return { window, queries: queries.filter((query) => query.startMs < query.endMs), isAll };
}
