/**
 * Where Transaction Search keeps the spans of an account's Region, each as one event of JSON; without a slash in front.
 *
 * Source: CloudWatch User Guide, CloudWatch-Transaction-Search-ingesting-span-log-groups.html and
 * CloudWatch-Transaction-Search-search-analyze-spans.html (traceId, durationNano, attributes.http.response.status_code).
 */
export const SPANS_LOG_GROUP = "aws/spans";
