/** The name of a metric: everything but statistic and period. */
export interface MetricKey {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
}
