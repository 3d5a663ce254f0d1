/**
 * A threshold from history: for each span (M of N) the lowest round number at which the alarm would have stayed within
 * the noise budget outside of known incidents, found by bisection, since a higher threshold never breaches more often.
 * One more step is given as headroom where the drill loses no catch by it: the lowest number that just did not fire in
 * two weeks is likely to fire in the third. Of the spans the one is taken that catches most of the incidents it is there
 * for, then the one that does so soonest. For alarms on values that are too low everything is the other way round.
 */
import type { Window } from "../../core/window.ts";
import type { MetricAlarm } from "../../model/alarm-spec.ts";
import type { Series } from "../../model/series.ts";
import { findFirings } from "../backtest/find-firings.ts";
import { evaluateMetricAlarm } from "../evaluate/evaluate-metric-alarm.ts";
import type { AlarmSpan, ThresholdSearch } from "../rules/alarm-proposal.ts";
import { roundNumbers } from "./round-numbers.ts";

interface History {
  readonly series: readonly Series[];
  readonly window: Window;
  /** Known incidents of the alarm's target; what fires in one of them is no noise. */
  readonly incidents: readonly Window[];
}

/** Minutes from each incident's first minute to the alarm, by the incident's name; null where it is missed. */
export type CatchDelays = ReadonlyMap<string, number | null>;

export interface FoundThreshold {
  readonly definition: MetricAlarm;
  /** Times that it would have fired outside of known incidents. */
  readonly noise: number;
  readonly delays: CatchDelays;
  /** True where one step of headroom was given. */
  readonly hasHeadroom: boolean;
}

export interface SearchQuestion {
  readonly alarm: MetricAlarm;
  readonly search: ThresholdSearch;
  readonly history: History;
  /** Firings outside of incidents that are allowed over the whole history. */
  readonly noiseBudget: number;
  /** What the drill says of the alarm; asked a few times for each span. */
  readonly drill: (alarm: MetricAlarm) => CatchDelays;
}

/** Null where the history does not hold what the alarm watches. */
export function searchThreshold(question: SearchQuestion): FoundThreshold | null {
  const { alarm, search, history } = question;
  if (noiseOf(alarm, history) === null) return null;
  const found = search.spans.flatMap((span) => searchSpan(question, span) ?? []);
  const quiet = found.filter(({ noise }) => noise <= question.noiseBudget);
  const [best] = (quiet.length > 0 ? quiet : found).sort(
    (left, right) =>
      (quiet.length > 0 ? 0 : left.noise - right.noise) ||
      caught(right.delays) - caught(left.delays) ||
      totalDelay(left.delays) - totalDelay(right.delays) ||
      reach(left.definition) - reach(right.definition),
  );
  return best ?? null;
}

function searchSpan(
  { alarm, search, history, noiseBudget, drill }: SearchQuestion,
  span: AlarmSpan,
): FoundThreshold | null {
  const ascending = roundNumbers(search.least, search.most);
  // From the most sensitive to the least: the first that is quiet is sought.
  const candidates = search.side === "above" ? ascending : [...ascending].reverse();
  const at = (index: number): MetricAlarm => ({
    ...alarm,
    EvaluationPeriods: span.evaluationPeriods,
    DatapointsToAlarm: span.datapointsToAlarm,
    Threshold: candidates[index],
  });
  const noiseAt = (index: number) => noiseOf(at(index), history) ?? Number.POSITIVE_INFINITY;
  if (candidates.length === 0) return null;
  let low = 0;
  let high = candidates.length - 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (noiseAt(middle) <= noiseBudget) high = middle;
    else low = middle + 1;
  }
  const delays = drill(at(low));
  const noise = noiseAt(low);
  if (low + 1 < candidates.length && noise <= noiseBudget) {
    const next = drill(at(low + 1));
    const losesNothing = caught(next) >= caught(delays) && totalDelay(next) <= totalDelay(delays);
    if (losesNothing && noiseAt(low + 1) <= noiseBudget) {
      return { definition: at(low + 1), noise: noiseAt(low + 1), delays: next, hasHeadroom: true };
    }
  }
  return { definition: at(low), noise, delays, hasHeadroom: false };
}

/** Null where it cannot be evaluated. */
function noiseOf(alarm: MetricAlarm, { series, window, incidents }: History): number | null {
  const result = evaluateMetricAlarm(alarm, series, window);
  if (result.kind === "not-evaluated") return null;
  // What an incident leaves in the alarm's window can hold it, or fire it, for that long after the end.
  const memoryMs = periodSeconds(alarm) * (alarm.EvaluationPeriods + 1) * 1_000;
  const isKnown = ({ startMs, endMs }: Window) =>
    incidents.some((incident) => startMs < incident.endMs + memoryMs && incident.startMs < endMs);
  return findFirings(result.transitions, result.firstMs, window.endMs).filter((firing) => !isKnown(firing))
    .length;
}

function periodSeconds({ Period, Metrics }: MetricAlarm): number {
  return Period ?? Metrics?.find(({ MetricStat }) => MetricStat !== undefined)?.MetricStat?.Period ?? 60;
}

function reach(alarm: MetricAlarm): number {
  return periodSeconds(alarm) * alarm.EvaluationPeriods;
}

function caught(delays: CatchDelays): number {
  return [...delays.values()].filter((delay) => delay !== null).length;
}

function totalDelay(delays: CatchDelays): number {
  return [...delays.values()].reduce<number>((sum, delay) => sum + (delay ?? 0), 0);
}
