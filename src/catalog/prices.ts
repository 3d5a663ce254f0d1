/**
 * List prices in USD, us-east-1. Secondary sources (the price pages themselves were not readable), so every
 * sum made of them is an estimate; regions differ by some tens of percent.
 *
 * Source: CloudWatch and X-Ray price pages as quoted by third parties, May 2026 (alarms among them); S3 and Athena likewise,
 * November 2026.
 */
export const PRICES = Object.freeze({
  /** GetMetricData, for each MetricStat of each call; never in the free tier. */
  metricRequestedUsd: 0.01 / 1_000,
  /** ListMetrics, DescribeAlarms and the like: after the first million calls a month, which are free. */
  otherCloudWatchCallUsd: 0.01 / 1_000,
  /** CloudWatch Logs Insights, for each GB (10^9 bytes) scanned, cancelled queries included. */
  logsScannedGbUsd: 0.005,
  /** S3 Standard: ListObjectsV2 and GetObject, a request. Bytes read from within the bucket's region are free. */
  s3ListUsd: 0.005 / 1_000,
  s3GetUsd: 0.0004 / 1_000,
  /** Athena, for each TB (10^12 bytes) scanned as it lies in S3, packed or not; cancelled queries included. */
  athenaScannedTbUsd: 5,
  /** X-Ray traces retrieved or scanned, after the first million a month. */
  traceRetrievedUsd: 0.5 / 1_000_000,
  /** A month of alarm, for each metric that it refers to: of a minute or more, and below; the first ten are free. */
  alarmMetricMonthUsd: 0.1,
  highResolutionAlarmMetricMonthUsd: 0.3,
  compositeAlarmMonthUsd: 0.5,
  /** A month of a custom metric, the first 10,000: what a metric filter makes, and what detailed metrics are. */
  customMetricMonthUsd: 0.3,
  /** An anomaly band counts as so many metrics beside the one that it is of. */
  bandMetrics: 2,
});

/** What scanning so many bytes by Logs Insights costs. */
export function logScanUsd(bytes: number): number {
  return (bytes / 1e9) * PRICES.logsScannedGbUsd;
}
