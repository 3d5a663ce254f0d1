/**
 * Where the AWS console lives, by the prefix of the region's name.
 *
 * Source: AWS General Reference, "AWS Management Console endpoints"; "Amazon Web Services in China" and
 * "AWS GovCloud (US)" user guides, endpoints and ARNs.
 */
const CONSOLE_DOMAINS = [
  { prefix: "cn-", domain: "console.amazonaws.cn" },
  { prefix: "us-gov-", domain: "console.amazonaws-us-gov.com" },
  { prefix: "", domain: "console.aws.amazon.com" },
] as const;

/** One metric to draw, as a dashboard's `metrics` property spells it. */
export interface GraphMetric {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: string;
}

/**
 * A link that opens the metrics console on a graph.
 *
 * Source: the deep links that CloudWatch puts into its own notifications (cloudwatch/deeplink.js) and the
 * graph description of "Dashboard Body Structure and Syntax".
 */
export function metricsConsoleUrl(
  region: string,
  metrics: readonly GraphMetric[],
  span: { readonly startMs: number; readonly endMs: number },
): string {
  const { domain } = CONSOLE_DOMAINS.find(({ prefix }) => region.startsWith(prefix)) ?? CONSOLE_DOMAINS[2];
  const graph = {
    view: "timeSeries",
    stacked: false,
    region,
    start: new Date(span.startMs).toISOString(),
    end: new Date(span.endMs).toISOString(),
    metrics: metrics.map(({ namespace, metric, dimensions, stat }) => [
      namespace,
      metric,
      ...Object.entries(dimensions).flat(),
      { stat, period: 60 },
    ]),
  };
  const place = encodeURIComponent(region);
  return `https://${place}.${domain}/cloudwatch/deeplink.js?region=${place}#metricsV2:graph=${encodeURIComponent(JSON.stringify(graph))}`;
}

/**
 * A link that opens an object of a bucket in the console, for those who may read it.
 *
 * Source: links copied out of the console, in public repositories, November 2026.
 */
export function consoleObjectUrl(region: string, bucket: string, key: string): string {
  const { domain } = CONSOLE_DOMAINS.find(({ prefix }) => region.startsWith(prefix)) ?? CONSOLE_DOMAINS[2];
  const place = encodeURIComponent(region);
  return `https://${place}.${domain}/s3/object/${encodeURIComponent(bucket)}?region=${place}&prefix=${encodeURIComponent(key)}`;
}
