import { compareText } from "../../core/order.ts";
import type { InsightsQuery } from "../../metric-math/insights-query.ts";
import type { MetricAlarm } from "../../model/alarm-spec.ts";
import type { Series } from "../../model/series.ts";

const LONGEST_NAME = 255;

/**
 * The time series of an alarm's query that a history holds, each as an alarm on the one metric that it is made of, named by
 * what it is grouped by: CloudWatch judges each by itself. A text says why that cannot be done.
 */
export function insightsContributors(
  alarm: MetricAlarm,
  query: InsightsQuery,
  history: readonly Series[],
): readonly MetricAlarm[] | string {
  if ((alarm.Metrics?.length ?? 0) > 1) return "metric math over a Metrics Insights query cannot be replayed";
  if (query.limit !== null)
    return "a Metrics Insights query with LIMIT watches other series from time to time";
  const groups = new Map<string, Map<string, Series>>();
  for (const series of history) {
    if (!isMatch(query, series)) continue;
    const group = query.groupBy.map((key) => series.dimensions[key] ?? "Other").join(", ");
    const metrics = groups.get(group) ?? new Map<string, Series>();
    groups.set(group, metrics.set(dimensionsText(series), series));
  }
  if (groups.size === 0) return `the history has no series that the query on ${query.metric} matches`;
  const alarms: MetricAlarm[] = [];
  for (const [group, metrics] of groups) {
    const [only, ...others] = metrics.values();
    if (only === undefined || others.length > 0) {
      return `a Metrics Insights query that makes one series of ${metrics.size} metrics cannot be replayed`;
    }
    alarms.push(contributor(alarm, query, group, only));
  }
  return alarms;
}

function isMatch({ namespace, metric, dimensions, where }: InsightsQuery, series: Series): boolean {
  if (series.namespace !== namespace || series.metric !== metric) return false;
  const names = Object.keys(series.dimensions);
  const isExact =
    dimensions === null ||
    (dimensions.length === names.length && dimensions.every((name) => names.includes(name)));
  return isExact && where.every(({ key, isNot, value }) => (series.dimensions[key] === value) !== isNot);
}

function dimensionsText({ dimensions }: Series): string {
  return JSON.stringify(Object.entries(dimensions).sort(([left], [right]) => compareText(left, right)));
}

function contributor(
  { Metrics = [], ...alarm }: MetricAlarm,
  { stat, metric, namespace }: InsightsQuery,
  group: string,
  { dimensions }: Series,
): MetricAlarm {
  const [query] = Metrics;
  return {
    ...alarm,
    // A name has to be one that an alarm can have.
    AlarmName: group === "" ? alarm.AlarmName : group.slice(0, LONGEST_NAME),
    Namespace: namespace,
    MetricName: metric,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    Statistic: stat,
    Period: query?.Period ?? 60,
  };
}
