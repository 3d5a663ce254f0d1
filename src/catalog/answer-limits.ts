import { DAY_MS, HOUR_MS } from "../core/window.ts";

/**
 * How much AWS puts into one answer, and how far back or wide one question may reach: what an endpoint that
 * answers like AWS must obey. Limits that a caller plans by are in api-limits.
 *
 * Source: service models of botocore 1.43.11 (GetMetricStatistics, ListMetrics, DescribeAlarms, logs, apigateway,
 * apigatewayv2); X-Ray API Reference (BatchGetTraces); CloudWatch and CloudWatch Logs service quotas, April 2026.
 */

/** GetMetricStatistics: datapoints in one answer; more is an error, not a page. */
export const MAX_STATISTICS_DATAPOINTS = 1_440;

/** GetMetricStatistics: Statistics, and ExtendedStatistics, in one call. */
export const MAX_STATISTICS = 5;
export const MAX_EXTENDED_STATISTICS = 10;

/** ListMetrics: metrics on one page, and dimension filters in one call. */
export const LIST_METRICS_PAGE = 500;
export const MAX_DIMENSION_FILTERS = 10;

/** ListMetrics: what RecentlyActive=PT3H means. */
export const RECENTLY_ACTIVE_MS = 3 * HOUR_MS;

/** DescribeAlarms: AlarmNames in one call, and the greatest MaxRecords. */
export const MAX_ALARMS = 100;

/** DescribeAlarms: alarms on a page where MaxRecords is not given. */
export const USUAL_ALARMS = 50;

/** DescribeLogGroups and DescribeLogStreams: the greatest limit. */
export const LOG_LIST_PAGE = 50;

/** FilterLogEvents and GetLogEvents: events, and bytes, on one page. */
export const LOG_EVENTS_PAGE = 10_000;
export const LOG_EVENTS_PAGE_BYTES = 1_048_576;

/** FilterLogEvents: characters in a filter pattern, and stream names in one call. */
export const MAX_FILTER_PATTERN = 1_024;
export const MAX_FILTERED_STREAMS = 100;

/** StartQuery: log groups and characters of a query; rows without, and at most with, a limit. */
export const MAX_QUERY_GROUPS = 50;
export const MAX_QUERY_CHARACTERS = 10_000;
export const DEFAULT_QUERY_ROWS = 10_000;
export const MAX_QUERY_ROWS = 100_000;

/** X-Ray: the widest window of GetTraceSummaries that is known to be safe; practitioners report 6 hours. */
export const MAX_TRACE_WINDOW_MS = 6 * HOUR_MS;

/** X-Ray: how long traces are kept. */
export const TRACE_RETENTION_MS = 30 * DAY_MS;

/** BatchGetTraces: ids in one call. */
export const MAX_TRACE_IDS = 5;

/** API Gateway v1 and v2 lists: items on a page where no limit is given. */
export const CONTROL_PLANE_PAGE = 25;
