import { metricFact, type Measure } from "../catalog/metrics.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../core/window.ts";
import { DEFAULT_SETTINGS } from "../model/config.ts";
import type { BlindSpot, Snapshot } from "../model/snapshot.ts";
import type { Target } from "../model/target.ts";
import { countGrid, countPeriods, countSeries } from "./shared/counts.ts";
import { countHoles } from "./shared/count-holes.ts";
import { periodsOf, settledWindow, type Scope } from "./shared/scope.ts";
import { seriesOf } from "./shared/series-of.ts";
import { formatList } from "./shared/wording.ts";

/** What each question needs at least, of the settled window and of the baseline, to have an answer at all. */
const NEEDS = [
  { what: "errors", windowMs: MINUTE_MS, baselineMs: 0 },
  { what: "latency", windowMs: 10 * MINUTE_MS, baselineMs: 2 * HOUR_MS },
  { what: "traffic drops", windowMs: 15 * MINUTE_MS, baselineMs: DAY_MS },
] as const;

const LEAST_HOLES = 3;
const ERRORS: readonly Measure[] = ["serverErrors", "clientErrors"];

/**
 * What no analyzer could judge although nothing failed: too short a window or baseline, a stage without a past,
 * errors without the requests that they are a share of. Without a word on it, such a target would pass for healthy.
 */
export function unjudged(snapshot: Snapshot): BlindSpot[] {
  return [
    ...ofWindow(snapshot),
    ...ofBaseline(snapshot),
    ...snapshot.targets.flatMap((target) => [
      ...ofPast(snapshot, target),
      ...ofErrors(snapshot, target),
      ...ofCounts(snapshot, target),
    ]),
  ];
}

function ofWindow({ window, settledMs }: Snapshot): BlindSpot[] {
  const settled = Math.min(window.endMs, settledMs) - window.startMs;
  const lacking = NEEDS.filter(({ windowMs }) => settled < windowMs).map(({ what }) => what);
  if (lacking.length === 0) return [];
  const minutes = Math.max(0, Math.floor(settled / MINUTE_MS));
  const hint = `Only ${minutes} min of the window are final, since the newest two minutes are still coming in: ${formatList(lacking)} cannot be judged. Look further back with --since.`;
  return [spot(null, "SHORT_WINDOW", hint)];
}

function ofBaseline({ baseline, blindSpots }: Snapshot): BlindSpot[] {
  if (blindSpots.some(({ code }) => code === "NO_BASELINE")) return [];
  const length = baseline.endMs - baseline.startMs;
  const lacking = NEEDS.filter(({ baselineMs }) => length < baselineMs).map(({ what }) => what);
  if (lacking.length === 0) return [];
  const hint = `The baseline is too short to tell what is normal: ${formatList(lacking)} cannot be judged. A day is the least, two weeks are usual.`;
  return [spot(null, "SHORT_BASELINE", hint)];
}

/** A stage that came into use within the window, or so shortly before that it is still being learned. */
function ofPast(snapshot: Snapshot, target: Target): BlindSpot[] {
  const { baseline, window } = snapshot;
  if (baseline.endMs <= baseline.startMs) return [];
  const runs = seriesOf(snapshot, target.id).flatMap((series) => series.runs);
  if (runs.length === 0) return [];
  const firstMs = runs.reduce((least, [startMs]) => Math.min(least, startMs), Infinity);
  const learnedMs = window.startMs - firstMs;
  if (learnedMs <= 0) {
    const hint =
      "This stage had no request in the baseline, so nothing tells what is normal: latency and traffic drops are not judged, and errors only where they are overwhelming.";
    return [spot(target.id, "NO_HISTORY", hint)];
  }
  // A short baseline is told of once, not of each target.
  if (firstMs - baseline.startMs < HOUR_MS) return [];
  const lacking = NEEDS.filter(({ baselineMs }) => learnedMs < baselineMs).map(({ what }) => what);
  if (lacking.length === 0) return [];
  const hours = Math.floor(learnedMs / HOUR_MS);
  const hint = `Learning: the first request of this stage came ${hours} h before the window, and a day is needed to know its rhythm. Until then ${formatList(lacking)} cannot be judged.`;
  return [spot(target.id, "LEARNING", hint)];
}

function ofErrors(snapshot: Snapshot, target: Target): BlindSpot[] {
  const requests = metricFact(target.kind, "requests")?.metric;
  if (requests === undefined) return [];
  const lacking = ERRORS.flatMap((part) => {
    const metric = metricFact(target.kind, part)?.metric;
    const isThere = seriesOf(snapshot, target.id).some(
      (series) => series.metric === metric && series.route === null && series.runs.length > 0,
    );
    const isJudged = countPeriods(wholeStage(snapshot, target), { part, whole: ["requests"] }) !== null;
    return metric === undefined || !isThere || isJudged ? [] : [metric];
  });
  if (lacking.length === 0) return [];
  const hint = `${formatList(lacking)} cannot be judged without ${requests} (Sum or SampleCount) of the same or a shorter period.`;
  return [spot(target.id, "NO_REQUEST_COUNT", hint)];
}

/** Latencies without the requests that had them: too many to be a datapoint that came late. */
function ofCounts(snapshot: Snapshot, target: Target): BlindSpot[] {
  const scope = wholeStage(snapshot, target);
  const requests = metricFact(target.kind, "requests")?.metric;
  const periods = periodsOf(countSeries(scope, "requests"), snapshot.window.startMs);
  const span = settledWindow(scope.input);
  const counts = periods && countGrid(scope, "requests", periods.fineMs, span);
  if (requests === undefined || !counts) return [];
  const { lacking } = countHoles(scope, counts, span);
  if (lacking < LEAST_HOLES) return [];
  const hint = `${lacking} periods have a latency and no ${requests}, so the counts are incomplete: errors and traffic drops in them are not judged.`;
  return [spot(target.id, "COUNTS_INCOMPLETE", hint)];
}

function wholeStage(snapshot: Snapshot, target: Target): Scope {
  return { input: { snapshot, target, settings: () => DEFAULT_SETTINGS }, route: null };
}

function spot(target: string | null, code: string, hint: string): BlindSpot {
  return { source: "metrics", target, code, hint };
}
