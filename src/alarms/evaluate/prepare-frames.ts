import { ALARM_EVALUATION } from "../../catalog/alarm-limits.ts";
import type { Window } from "../../core/window.ts";
import type { Grid, Line } from "../../metric-math/line.ts";
import type { Series } from "../../model/series.ts";
import type { AlarmPlan } from "./alarm-plan.ts";
import { framesOf, type FrameAt } from "./frames.ts";
import { findSource, type Source } from "./gather-points.ts";

/** An alarm over a history, ready to be judged at each evaluation. */
export interface Prepared {
  readonly frameAt: FrameAt;
  /** Evaluations are at the multiples of this. */
  readonly everyMs: number;
  /** The samples that went into each window; undefined where they do not matter or are not known. */
  readonly samples: { readonly line: Line; readonly grid: Grid } | undefined;
  readonly notes: readonly string[];
}

/** Where the history cannot tell, the answer is the reason. Errors: E_BAD_INPUT of the expressions. */
export function prepareFrames(
  plan: AlarmPlan,
  history: readonly Series[],
  window: Window,
  range: number,
): Prepared | string {
  const sources = new Map<string, Source>();
  for (const [id, reference] of plan.metrics) {
    const source = findSource(history, reference, plan.periodSeconds);
    if (typeof source === "string") return source;
    sources.set(id, source);
  }
  const { everySeconds, multiDayFromSeconds, bandTrainingSeconds } = ALARM_EVALUATION;
  const usualSeconds = plan.periodSeconds < 60 ? everySeconds.subMinute : everySeconds.usual;
  const stepSeconds = Math.max(usualSeconds, ...[...sources.values()].map((source) => source.stepSeconds));
  const uneven = [...sources].find(([, source]) => stepSeconds % source.stepSeconds !== 0);
  if (uneven)
    return `the series of "${uneven[0]}" has a point each ${uneven[1].stepSeconds} s, which does not fit`;
  const isMultiDay = plan.periodSeconds * plan.evaluationPeriods > multiDayFromSeconds;
  const everyMs = 1_000 * (isMultiDay ? multipleOfBoth(stepSeconds, everySeconds.multiDay) : stepSeconds);

  const lookBackSeconds =
    range * plan.periodSeconds + (plan.limit.kind === "band" ? bandTrainingSeconds + 3_600 : 0);
  const grid = gridOf(plan, [...sources.values()], window, stepSeconds * 1_000, lookBackSeconds * 1_000);
  const metrics = new Map([...sources].map(([id, source]) => [id, source.lineOn(grid)]));
  const notes: string[] = [];
  if (stepSeconds > usualSeconds) {
    notes.push(
      `The history has one point each ${stepSeconds} s, so windows are aligned to that; CloudWatch slides them every ${usualSeconds} s and may go off earlier or for other points.`,
    );
  }
  if (plan.limit.kind === "band") {
    notes.push(
      "The anomaly band is an approximation of our own (mean and standard deviation of the same hour in the 14 days before), not CloudWatch's model.",
    );
  }
  const samples = samplesOf(plan, history, grid);
  if (samples === "unknown") {
    notes.push(
      "Too few samples for the percentile cannot be told: the history has no SampleCount of the metric.",
    );
  }
  return {
    frameAt: framesOf(plan, metrics, grid),
    everyMs,
    samples: typeof samples === "object" ? samples : undefined,
    notes,
  };
}

/** From the earliest point that can matter to the last window that ends within the evaluated time. */
function gridOf(
  plan: AlarmPlan,
  sources: readonly Source[],
  { startMs, endMs }: Window,
  stepMs: number,
  lookBackMs: number,
): Grid {
  const { periodSeconds } = plan;
  const periodMs = periodSeconds * 1_000;
  const earliestMs = Math.min(startMs, ...sources.map((source) => source.earliestMs - periodMs));
  const fromMs = Math.floor(Math.max(earliestMs, startMs - lookBackMs) / stepMs) * stepMs;
  const count = Math.max(0, Math.floor((endMs - periodMs - fromMs) / stepMs) + 1);
  return { startMs: fromMs, stepMs, count, periodSeconds };
}

function samplesOf(plan: AlarmPlan, history: readonly Series[], grid: Grid): Prepared["samples"] | "unknown" {
  const reference = plan.metrics.get(plan.judged);
  if (plan.leastSamples === undefined || !reference) return undefined;
  const source = findSource(history, { ...reference, stat: "SampleCount" }, plan.periodSeconds);
  return typeof source === "string" || grid.stepMs % (source.stepSeconds * 1_000) !== 0
    ? "unknown"
    : { line: source.lineOn(grid), grid };
}

function multipleOfBoth(left: number, right: number): number {
  let [big, small] = [left, right];
  while (small !== 0) [big, small] = [small, big % small];
  return (left / big) * right;
}
