interface Labelled {
  readonly label: string | undefined;
  readonly Metric: { readonly MetricName: string };
  readonly Stat: string;
  readonly Period: number;
}

/**
 * The labels that GetMetricData gives where the caller gives none: the metric's name, and behind it whatever
 * of statistic and period tells the queries apart.
 *
 * Source: answers recorded from AWS.
 */
export function toLabels(queries: readonly Labelled[]): string[] {
  const differ = (value: (query: Labelled) => unknown): boolean => new Set(queries.map(value)).size > 1;
  const byStat = differ(({ Stat }) => Stat);
  const byPeriod = differ(({ Period }) => Period);
  return queries.map(
    ({ label, Metric, Stat, Period }) =>
      label ?? [Metric.MetricName, ...(byStat ? [Stat] : []), ...(byPeriod ? [Period] : [])].join(" "),
  );
}
