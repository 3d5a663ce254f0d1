import type { Window } from "../../core/window.ts";
import type { MetricAlarm } from "../../model/alarm-spec.ts";
import type { Series } from "../../model/series.ts";
import { calmPoints } from "./calm-points.ts";

/** Ids of a gated share's sums. */
const PARTS = ["errors", "requests"];

/**
 * The share of errors outside of known incidents that an alarm on a share watches: of an average its mean, of two sums their
 * quotient. Null where the alarm is neither, or nothing was recorded.
 *
 * @param requests of a datapoint in the quietest hour. A history without errors says only that there is not one more among all
 *   its requests.
 */
export function usualShare(
  alarm: MetricAlarm,
  requests: number,
  series: readonly Series[],
  incidents: readonly Window[],
): number | null {
  const watched = (alarm.Metrics ?? []).flatMap(({ Id, MetricStat }) =>
    MetricStat && PARTS.includes(Id)
      ? [calmPoints({ ...MetricStat.Metric, stat: MetricStat.Stat }, series, incidents)]
      : [],
  );
  if (alarm.Statistic === "Average") {
    const shares = calmPoints({ ...alarm, stat: "Average" }, series, incidents)?.points ?? [];
    return shares.length === 0 ? null : (totalOf(shares) + 1 / requests) / shares.length;
  }
  const [errors, all] = watched;
  if (!errors || !all || all.points.length === 0) return null;
  return (totalOf(errors.points) + 1) / totalOf(all.points);
}

function totalOf(points: readonly { readonly value: number }[]): number {
  return points.reduce((sum, { value }) => sum + value, 0);
}
