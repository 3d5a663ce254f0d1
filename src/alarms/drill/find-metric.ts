import { isMetric } from "../../model/is-metric.ts";
import type { Series } from "../../model/series.ts";
import type { Target } from "../../model/target.ts";
import { makeStatistic } from "../../simulate/overlay-statistics.ts";
import type { AlarmPlan, MetricReference } from "../evaluate/alarm-plan.ts";
import { findSource } from "../evaluate/gather-points.ts";
import { placeOf } from "./alarm-place.ts";

/** The series that a metric of an alarm is judged by. */
export interface FoundMetric {
  readonly series: readonly Series[];
  readonly notes: readonly string[];
}

/** Statistics of which an overlay can say what becomes of them. */
const REPLAYED = /^(?:Sum|SampleCount|Average|Minimum|Maximum|p\d+(?:\.\d+)?)$/;
/** Statistics of which longer periods are put together. */
const MERGEABLE: readonly string[] = ["Sum", "SampleCount", "Minimum", "Maximum"];

/**
 * What was recorded of the metric, or what can be made of that. A text says why there is nothing: an alarm that watches
 * what no incident is known to change would read as one that misses all of them.
 */
export function findMetric(
  reference: MetricReference,
  plan: AlarmPlan,
  target: Target,
  targets: readonly Target[],
  history: readonly Series[],
): FoundMetric | string {
  const { metric, namespace, stat } = reference;
  const owner = targets.find((one) => placeOf(reference, one) !== undefined);
  if (owner === undefined) {
    return `what an incident does to ${namespace} ${metric} is not known, or it is of no API that is looked at`;
  }
  if (!REPLAYED.test(stat)) return `what an incident does to the statistic ${stat} is not known`;
  const place = placeOf(reference, target);
  const of = place === undefined ? owner : target;
  const stages = targets.filter((one) => placeOf(reference, one) !== undefined);
  if (stages.length > 1 && place?.level === "api") {
    return `${metric} of the whole API is of ${stages.length} stages, and an incident is laid on one`;
  }
  return seriesOf(reference, plan, of, place?.route ?? placeOf(reference, owner)?.route ?? null, history);
}

function seriesOf(
  reference: MetricReference,
  plan: AlarmPlan,
  target: Target,
  route: string | null,
  history: readonly Series[],
): FoundMetric | string {
  const own = history.filter((series) => series.target === target.id && series.metric === reference.metric);
  const samples =
    plan.leastSamples !== undefined && plan.metrics.get(plan.judged) === reference
      ? [{ ...reference, stat: "SampleCount" }]
      : [];
  const series: Series[] = [];
  const notes: string[] = [];
  for (const asked of [reference, ...samples]) {
    const recorded = own.filter((one) => isMetric(one, asked));
    if (typeof findSource(recorded, asked, plan.periodSeconds) !== "string") {
      series.push(...recorded);
      continue;
    }
    const made = make(asked, plan.periodSeconds, target, route, history);
    if (typeof made === "string") return made;
    series.push(...made.series);
    notes.push(...made.notes);
  }
  return { series, notes };
}

/** Of the alarm's own period where the recording has it, else of the finest from which its windows are put together. */
function make(
  reference: MetricReference,
  periodSeconds: number,
  target: Target,
  route: string | null,
  history: readonly Series[],
): FoundMetric | string {
  const { metric, dimensions, stat } = reference;
  const of = history.filter((one) => one.target === target.id && one.route === route);
  const periods = [...new Set(of.filter((one) => one.metric === metric).map((one) => one.periodSeconds))];
  const finest = Math.min(...periods.filter((period) => periodSeconds % period === 0));
  const candidates = [
    {
      period: finest,
      stats:
        finest === periodSeconds || MERGEABLE.includes(stat)
          ? [stat]
          : stat === "Average"
            ? ["Average", "SampleCount"]
            : [],
    },
    { period: periodSeconds, stats: periods.includes(periodSeconds) ? [stat] : [] },
  ];
  for (const { period, stats } of candidates) {
    const made = stats.map((one) =>
      makeStatistic(of, target, { metric, dimensions, route, stat: one, periodSeconds: period }),
    );
    if (made.length === 0 || made.some((one) => one === undefined)) continue;
    const isApproximate = made.some((one) => one?.isApproximate);
    return {
      series: made.flatMap((one) => one?.series ?? []),
      notes: isApproximate
        ? [`${metric} ${stat} was not recorded; it is worked out of the statistics that were, nearly`]
        : [],
    };
  }
  const place = route === null ? "the stage" : `the route ${route}`;
  return `${metric} ${stat} over ${periodSeconds} s of ${place} is not recorded, nor anything that it can be made of`;
}
