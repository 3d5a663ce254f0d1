import type { MetricAlarm } from "../../model/alarm-spec.ts";
import type { MetricKey } from "../../model/metric-key.ts";
import { compareText } from "../../core/order.ts";
import { planAlarm, type MetricReference } from "../evaluate/alarm-plan.ts";

/** A series without which an alarm cannot be replayed. */
export interface AlarmNeed {
  readonly key: MetricKey;
  readonly stat: string;
  readonly periodSeconds: number;
}

/** Statistics whose points of any length are made of finer ones. */
const MERGEABLE: readonly string[] = ["Sum", "SampleCount", "Minimum", "Maximum"];

/**
 * Exactly what the alarms watch, and in the steps in which CloudWatch judges it: `finestSeconds`, where longer periods can
 * be put together of them, so that their windows slide; the alarm's own period, where they cannot (a percentile).
 *
 * Shape: no two are alike; ordered by metric. Nothing for periods that are no multiple of the finest: there is no such data.
 */
export function alarmNeeds(alarms: readonly MetricAlarm[], finestSeconds: number): AlarmNeed[] {
  const needs = new Map<string, AlarmNeed>();
  for (const alarm of alarms) {
    const { metrics, periodSeconds, leastSamples, judged } = planAlarm(alarm);
    if (periodSeconds % finestSeconds !== 0) continue;
    const references = [...metrics].flatMap(([id, reference]) => [
      ...pieces(reference, periodSeconds, finestSeconds),
      ...(id === judged && leastSamples !== undefined
        ? pieces({ ...reference, stat: "SampleCount" }, periodSeconds, finestSeconds)
        : []),
    ]);
    for (const need of references) needs.set(needText(need), need);
  }
  return [...needs].sort(([left], [right]) => compareText(left, right)).map(([, need]) => need);
}

function pieces(reference: MetricReference, periodSeconds: number, finestSeconds: number): AlarmNeed[] {
  const { namespace, metric, dimensions, stat } = reference;
  const key = { namespace, metric, dimensions };
  if (MERGEABLE.includes(stat)) return [{ key, stat, periodSeconds: finestSeconds }];
  if (stat === "Average" && periodSeconds > finestSeconds) {
    return ["Sum", "SampleCount"].map((part) => ({ key, stat: part, periodSeconds: finestSeconds }));
  }
  return [{ key, stat, periodSeconds }];
}

function needText({ key, stat, periodSeconds }: AlarmNeed): string {
  const dimensions = Object.entries(key.dimensions).sort(([left], [right]) => compareText(left, right));
  return JSON.stringify([key.namespace, key.metric, dimensions, stat, periodSeconds]);
}
