import { API_GATEWAY_NAMESPACE, metricFact, type Measure } from "../../catalog/metrics.ts";
import type { Window } from "../../core/window.ts";
import { datapoints, type Datapoint, type Series } from "../../model/series.ts";
import type { ApiKind } from "../../model/target.ts";

/** The stage-level series of one target, and how its flavour names things. */
export interface TargetSeries {
  readonly kind: ApiKind;
  readonly series: readonly Series[];
}

/** The API Gateway series of whole stages by target id. Routes and other services' series are left out. */
export function stageSeriesByTarget(series: readonly Series[]): Map<string, Series[]> {
  const byTarget = new Map<string, Series[]>();
  for (const one of series) {
    if (one.target === null || one.route !== null || one.namespace !== API_GATEWAY_NAMESPACE) continue;
    const list = byTarget.get(one.target);
    if (list) list.push(one);
    else byTarget.set(one.target, [one]);
  }
  return byTarget;
}

/** Series of a measure and statistic, finest period first. */
export function seriesOf(target: TargetSeries, measure: Measure, stat: string): Series[] {
  const metric = metricFact(target.kind, measure)?.metric;
  return target.series
    .filter((one) => one.metric === metric && one.stat === stat)
    .sort((left, right) => left.periodSeconds - right.periodSeconds);
}

interface Counted {
  readonly periodSeconds: number;
  readonly points: Datapoint[];
}

/**
 * How often something happened in each period, from the finest period that has data in the window:
 * ascending, no datapoint where there was no traffic. Null where it was never measured.
 *
 * Errors come as Sum, or as Average (a share of the requests) times the requests of the same period.
 */
export function countsOf(target: TargetSeries, measure: Measure, window: Window): Counted | null {
  const forms = COUNTING[measure].flatMap((stat) => direct(target, measure, stat, window));
  if (measure !== "requests") forms.push(...fromAverages(target, measure, window));
  const known = forms.sort((left, right) => left.periodSeconds - right.periodSeconds);
  return known.find((form) => form.points.length > 0) ?? known[0] ?? null;
}

// The number of samples is the number of requests; of an error metric every request is a sample, so there
// only the sum counts errors.
const EVENTS = ["Sum", "SampleCount"];
const SUMS = ["Sum"];
const COUNTING: Readonly<Record<Measure, readonly string[]>> = {
  requests: EVENTS,
  connects: EVENTS,
  messages: EVENTS,
  clientErrors: SUMS,
  serverErrors: SUMS,
  integrationErrors: SUMS,
  executionErrors: SUMS,
  cacheHits: SUMS,
  cacheMisses: SUMS,
  bytes: SUMS,
  latency: ["SampleCount"],
  integrationLatency: ["SampleCount"],
};

function direct(target: TargetSeries, measure: Measure, stat: string, window: Window): Counted[] {
  return seriesOf(target, measure, stat).map((one) => ({
    periodSeconds: one.periodSeconds,
    points: datapoints(one, window.startMs, window.endMs),
  }));
}

function fromAverages(target: TargetSeries, measure: Measure, window: Window): Counted[] {
  if (measure !== "clientErrors" && measure !== "serverErrors") return [];
  const requests = COUNTING.requests.flatMap((stat) => direct(target, "requests", stat, window));
  return direct(target, measure, "Average", window).flatMap((averages) => {
    const counts = requests.find((form) => form.periodSeconds === averages.periodSeconds);
    if (!counts) return [];
    const byTime = new Map(counts.points.map((point) => [point.timeMs, point.value]));
    const points = averages.points.flatMap(({ timeMs, value }) => {
      const count = byTime.get(timeMs);
      return count === undefined ? [] : [{ timeMs, value: value * count }];
    });
    return [{ periodSeconds: averages.periodSeconds, points }];
  });
}
