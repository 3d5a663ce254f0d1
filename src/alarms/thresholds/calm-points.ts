import type { Window } from "../../core/window.ts";
import type { MetricAlarm } from "../../model/alarm-spec.ts";
import { datapoints, type Datapoint, type Series } from "../../model/series.ts";

export interface WatchedStatistic extends Pick<MetricAlarm, "Namespace" | "MetricName" | "Dimensions"> {
  readonly stat: string;
}

/** The finest that was recorded of a statistic, outside of known incidents; null where it was not recorded. */
export function calmPoints(
  { Namespace, MetricName, Dimensions = [], stat }: WatchedStatistic,
  series: readonly Series[],
  incidents: readonly Window[],
): { readonly series: Series; readonly points: readonly Datapoint[] } | null {
  const [found] = series
    .filter(
      (one) =>
        one.metric === MetricName &&
        one.namespace === Namespace &&
        one.stat === stat &&
        Dimensions.length === Object.keys(one.dimensions).length &&
        Dimensions.every(({ Name, Value }) => one.dimensions[Name] === Value),
    )
    .sort((left, right) => left.periodSeconds - right.periodSeconds);
  if (!found) return null;
  const isCalm = (timeMs: number) =>
    !incidents.some(({ startMs, endMs }) => timeMs >= startMs && timeMs < endMs);
  return { series: found, points: datapoints(found).filter(({ timeMs }) => isCalm(timeMs)) };
}
