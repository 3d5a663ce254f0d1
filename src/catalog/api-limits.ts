import { DAY_MS, HOUR_MS } from "../core/window.ts";

/**
 * How much one call to an AWS API may ask for, and how many calls a second one Region takes.
 *
 * Source: CloudWatch service model (botocore 1.43.11: GetMetricData, ListMetrics); "CloudWatch service quotas"
 * (monitoring/cloudwatch-limits.html, April 2026); "CloudWatch Logs quotas" (logs/cloudwatch-limits-cwl.html, April
 * 2026); API Gateway Developer Guide, "Quotas" (limits.html).
 */

/** GetMetricData: MetricDataQueries in one call. */
export const MAX_METRIC_QUERIES = 500;

/** GetMetricData: datapoints in one answer; more come on further pages. */
export const MAX_DATAPOINTS = 100_800;

/** GetMetricData: datapoints a second that may be asked for, estimated as series times span over period. */
export const DATAPOINTS_PER_SECOND = { recent: 180_000, older: 396_000 } as const;

/** Spans that reach no further back than this count as recent. */
export const RECENT_MS = 3 * HOUR_MS;

/** ListMetrics: calls a second. */
export const LIST_METRICS_PER_SECOND = 25;

/** ListMetrics hides a metric that was silent for this long; a new one may be listed up to 15 minutes late. */
export const LISTED_FOR_MS = 14 * DAY_MS;

/**
 * API Gateway's control plane: calls a second that Gatewatch allows itself. The account has 10 in a Region, burst
 * 40, shared with every deployment; GetResources has 5 in 2 seconds.
 */
export const CONTROL_PLANE_PER_SECOND = 4;
export const GET_RESOURCES_PER_2_SECONDS = 5;

/** GetTopicAttributes of SNS: calls a second that Gatewatch allows itself; AWS tells no limit of its own. */
export const TOPIC_CALLS_PER_SECOND = 5;

/** API Gateway v1 lists: `limit` of one page. */
export const V1_PAGE_LIMIT = 500;

/**
 * API Gateway v2 lists: MaxResults of one page. Its greatest value is not documented; public tools ask AWS for 100
 * (trek10inc/awsets).
 */
export const V2_PAGE_LIMIT = 100;

/** FilterLogEvents: calls a second. The Region decides, and the quota cannot be raised. */
const FILTER_LOG_EVENTS_PER_SECOND: Readonly<Record<string, number>> = {
  "us-east-1": 25,
  "ap-northeast-3": 5,
  "ap-southeast-3": 5,
  "ca-west-1": 5,
  "eu-central-1": 5,
  "il-central-1": 5,
};

export function filterLogEventsPerSecond(region: string): number {
  return FILTER_LOG_EVENTS_PER_SECOND[region] ?? 10;
}

/** DescribeLogGroups, StartQuery and GetQueryResults: calls a second, each. */
export const DESCRIBE_LOG_GROUPS_PER_SECOND = 10;
export const START_QUERY_PER_SECOND = 10;
export const GET_QUERY_RESULTS_PER_SECOND = 10;

/** Calls a second of ListAlarmMuteRules and GetAlarmMuteRule. Source: "CloudWatch service quotas", 2026. */
export const MUTE_RULE_CALLS_PER_SECOND = Object.freeze({ list: 50, get: 20 });

/**
 * PutMetricFilter and DescribeMetricFilters: calls a second that Gatewatch allows itself, since it needs few of them.
 * Filters of one log group: CloudWatch Logs API Reference, PutMetricFilter.
 */
export const METRIC_FILTER_CALLS_PER_SECOND = 3;
export const METRIC_FILTERS_OF_A_GROUP = 100;

/** X-Ray: calls a second that Gatewatch allows itself; AWS tells no limit of its own. */
export const TRACE_CALLS_PER_SECOND = 5;

/** StartTraceRetrieval: trace ids in one call. Source: X-Ray API Reference. */
export const MAX_RETRIEVED_TRACES = 100;

/** LookupEvents of CloudTrail: calls a second in a Region, and events on a page. Source: CloudTrail API reference, LookupEvents. */
export const LOOKUP_EVENTS_PER_SECOND = 2;
export const MAX_LOOKUP_EVENTS = 50;
