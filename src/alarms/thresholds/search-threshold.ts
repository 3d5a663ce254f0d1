/**
 * A threshold from history: for each span (M of N) the lowest round number at which the alarm would have stayed within
 * the noise budget outside of known incidents, found by bisection, since a higher threshold never breaches more often.
 * Steps of headroom are given where the drill loses no catch and no minute by it, of shares not even where incidents are
 * weaker than usual: the lowest number that just did not fire in two weeks is likely to fire in the third, and that of a day on the next;
 * a number just below what an incident reached is as likely to miss the next. Counts and shares have floors of their own,
 * too few requests a ceiling (count-floor, share-floor, drop-ceiling). Of the spans the one is taken that catches most of the
 * incidents it is there for, then the one that does so soonest. For alarms on values that are too low everything is the other way round.
 */
import { DAY_MS, type Window } from "../../core/window.ts";
import type { MetricAlarm } from "../../model/alarm-spec.ts";
import type { Series } from "../../model/series.ts";
import { evaluationMs } from "../backtest/look-back.ts";
import { planAlarm } from "../evaluate/alarm-plan.ts";
import { evaluateMetricAlarm } from "../evaluate/evaluate-metric-alarm.ts";
import type { AlarmSpan, ThresholdSearch } from "../rules/alarm-proposal.ts";
import { countFloor } from "./count-floor.ts";
import { shareFloor } from "./share-floor.ts";
import { dropCeiling } from "./drop-ceiling.ts";
import { roundNumbers } from "./round-numbers.ts";
import { usualShare } from "./usual-share.ts";

/** How strong incidents are, beside the usual, that headroom on a share must not lose. */
const WEAKER = 0.5;
const ENOUGH_DAYS = 14;
const ENOUGH_WINDOWS = 30;

interface Recorded {
  readonly series: readonly Series[];
  readonly window: Window;
}

interface History extends Recorded {
  /** What lies before, in longer steps; it counts for alarms whose periods can be put together of those. */
  readonly earlier?: Recorded | undefined;
  /** Known incidents of the alarm's target; what fires during one of them is no noise. */
  readonly incidents: readonly Window[];
}

/** Minutes from each incident's first minute to the alarm, by the incident's name; null where it is missed. */
export type CatchDelays = ReadonlyMap<string, number | null>;

export interface FoundThreshold {
  readonly definition: MetricAlarm;
  /** Times that it would have fired outside of known incidents. */
  readonly noise: number;
  /** Of history that it was judged on. */
  readonly days: number;
  readonly delays: CatchDelays;
  /** Round numbers above the lowest that was quiet, since chance alone would reach those below. */
  readonly aboveChance: number;
  /** Round numbers above that. */
  readonly headroom: number;
}

export interface SearchQuestion {
  readonly alarm: MetricAlarm;
  readonly search: ThresholdSearch;
  readonly history: History;
  /** Firings outside of incidents that are allowed over the whole history. */
  readonly noiseBudget: number;
  /** What the drill says of the alarm with incidents of that strength, 1 being the usual; asked a few times for each span. */
  readonly drill: (alarm: MetricAlarm, strength: number) => CatchDelays;
}

/** Null where the history does not hold what the alarm watches. */
export function searchThreshold(question: SearchQuestion): FoundThreshold | null {
  const { alarm, search, history } = question;
  if (noiseOf(alarm, history, history.incidents) === null) return null;
  const found = search.spans.flatMap((span) => searchSpan(question, span) ?? []);
  const quiet = found.filter(({ noise }) => noise <= question.noiseBudget);
  const [best] = (quiet.length > 0 ? quiet : found).sort(
    (left, right) =>
      (quiet.length > 0 ? 0 : left.noise - right.noise) ||
      caught(right.delays) - caught(left.delays) ||
      totalDelay(left.delays) - totalDelay(right.delays) ||
      evaluationMs(left.definition) - evaluationMs(right.definition),
  );
  return best ?? null;
}

function searchSpan(
  { alarm, search, history, noiseBudget, drill }: SearchQuestion,
  span: AlarmSpan,
): FoundThreshold | null {
  const { incidents } = history;
  const isByChance = byChance(alarm, search, span, history);
  const ascending = roundNumbers(search.least, search.most);
  // From the most sensitive to the least: the first that is quiet is sought.
  const candidates = search.side === "above" ? ascending : [...ascending].reverse();
  const at = (index: number): MetricAlarm => ({
    ...alarm,
    EvaluationPeriods: span.evaluationPeriods,
    DatapointsToAlarm: span.datapointsToAlarm,
    Threshold: candidates[index],
  });
  if (candidates.length === 0) return null;
  // An alarm that cannot be put together of the earlier steps has no noise there, for all that is known.
  const parts = [history, ...(history.earlier ? [history.earlier] : [])].filter(
    (part) => noiseOf(at(0), part, incidents) !== null,
  );
  const days = parts.reduce((sum, part) => sum + (part.window.endMs - part.window.startMs) / DAY_MS, 0);
  const noiseAt = (index: number) =>
    parts.reduce((sum, part) => sum + (noiseOf(at(index), part, incidents) ?? 0), 0);
  let low = 0;
  let high = candidates.length - 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (noiseAt(middle) <= noiseBudget) high = middle;
    else low = middle + 1;
  }
  const lowest = low;
  low = Math.min(Math.max(low, candidates.filter(isByChance).length), candidates.length - 1);
  let best = { index: low, noise: noiseAt(low), delays: drill(at(low), 1) };
  const windows = (days * DAY_MS) / evaluationMs(at(low));
  const steps = best.noise <= noiseBudget ? headroomSteps(search.side, days, windows) : 0;
  // A share that an incident reaches differs from hour to hour. A slowdown half as strong is nobody's business, and half of the
  // usual requests is not what an alarm on their absence is there for.
  const weaker = search.side === "above" && search.requests !== undefined ? WEAKER : 1;
  let weak: CatchDelays | null = null;
  for (let step = 1; step <= steps - (low - lowest) && low + step < candidates.length; step += 1) {
    const delays = drill(at(low + step), 1);
    if (isWorse(delays, best.delays)) break;
    weak ??= weaker === 1 ? best.delays : drill(at(low), weaker);
    if (weaker !== 1 && isWorse(drill(at(low + step), weaker), weak)) break;
    best = { index: low + step, noise: noiseAt(low + step), delays };
  }
  const { index, noise, delays } = best;
  return { definition: at(index), noise, days, delays, aboveChance: low - lowest, headroom: index - low };
}

/** Whether chance alone would fire an alarm with that threshold too often. */
function byChance(
  alarm: MetricAlarm,
  { side, requests }: ThresholdSearch,
  span: AlarmSpan,
  { series, window, incidents }: History,
): (threshold: number) => boolean {
  const { periodSeconds } = planAlarm(alarm);
  if (side === "below") {
    const ceiling = requests === undefined ? Infinity : dropCeiling({ ...span, requests, periodSeconds });
    return (threshold) => threshold > ceiling;
  }
  const usual = requests === undefined ? null : usualShare(alarm, requests, series, incidents);
  const share =
    requests === undefined || usual === null ? 0 : shareFloor({ ...span, usual, requests, periodSeconds });
  const floor = Math.max(share, countFloor(alarm, series, window, incidents));
  return (threshold) => threshold < floor;
}

/**
 * One for two weeks or more, and one more for each time that the history is half as long. Nothing falls as far as errors and
 * latencies leap: where too little alarms, one is enough as soon as the history holds what is evaluated often enough.
 */
function headroomSteps(side: ThresholdSearch["side"], days: number, windows: number): number {
  const halvings = side === "below" ? ENOUGH_WINDOWS / windows : ENOUGH_DAYS / days;
  return 1 + Math.max(0, Math.round(Math.log2(halvings)));
}

/**
 * Stretches of ALARM in calm time; null where it cannot be evaluated. What an incident sets off is cut at its end, so that an
 * alarm which is always on is noise, however many incidents it overlaps.
 */
function noiseOf(
  alarm: MetricAlarm,
  { series, window }: Recorded,
  incidents: readonly Window[],
): number | null {
  const result = evaluateMetricAlarm(alarm, series, window);
  if (result.kind === "not-evaluated") return null;
  // What an incident leaves in the alarm's window can hold it, or fire it, for that long after the end.
  const { evaluationPeriods, periodSeconds } = planAlarm(alarm);
  const memoryMs = (evaluationPeriods + 1) * periodSeconds * 1_000;
  const isCalm = (atMs: number) =>
    !incidents.some(({ startMs, endMs }) => atMs >= startMs && atMs <= endMs + memoryMs);
  let stretches = 0;
  let isFiring = false;
  for (const [index, state] of result.states.entries()) {
    if (!isCalm(result.firstMs + index * result.everyMs)) continue;
    if (state === "ALARM" && !isFiring) stretches += 1;
    isFiring = state === "ALARM";
  }
  return stretches;
}

function caught(delays: CatchDelays): number {
  return [...delays.values()].filter((delay) => delay !== null).length;
}

function isWorse(delays: CatchDelays, than: CatchDelays): boolean {
  return caught(delays) < caught(than) || totalDelay(delays) > totalDelay(than);
}

function totalDelay(delays: CatchDelays): number {
  return [...delays.values()].reduce<number>((sum, delay) => sum + (delay ?? 0), 0);
}
