import type { AwsClients } from "../../aws/clients.ts";
import { API_GATEWAY_NAMESPACE } from "../../catalog/metrics.ts";
import { ACCESS_LOG_PREFIXES, EXECUTION_LOG_PREFIX, type FeatureId } from "../../catalog/permissions.ts";
import { PRICES } from "../../catalog/prices.ts";
import { SPANS_LOG_GROUP } from "../../catalog/spans-log-group.ts";
import { MINUTE_MS, SECOND_MS } from "../../core/window.ts";

export interface ProbeContext {
  readonly clients: AwsClients;
  readonly nowMs: number;
  readonly probePaid: boolean;
}

/** How a probe tells what it did. */
export interface Try {
  /** Makes one call; undefined where it failed. */
  readonly call: <T>(operation: string, send: () => Promise<T>) => Promise<T | undefined>;
  readonly skip: (operations: readonly string[], reason: string) => void;
}

interface Probe {
  readonly feature: FeatureId;
  readonly run: (attempt: Try, context: ProbeContext) => Promise<void>;
}

/** For each feature the calls that show whether it is allowed: of the least size, and not billed unless said otherwise. */
export const PROBES: readonly Probe[] = [
  { feature: "rest-apis", run: probeRestApis },
  { feature: "other-apis", run: probeOtherApis },
  { feature: "metric-list", run: probeMetricList },
  { feature: "metrics", run: probeMetrics },
  { feature: "alarms", run: probeAlarms },
  { feature: "topics", run: probeTopics },
  { feature: "access-logs", run: probeAccessLogs },
  { feature: "execution-logs", run: probeExecutionLogs },
  { feature: "traces", run: probeTraces },
  { feature: "changes", run: probeChanges },
];

async function probeRestApis({ call, skip }: Try, { clients }: ProbeContext): Promise<void> {
  const sdk = await import("@aws-sdk/client-api-gateway");
  const { GetRestApisCommand, GetStagesCommand, GetResourcesCommand } = sdk;
  const { GetDeploymentsCommand, GetUsagePlansCommand } = sdk;
  const client = await clients.apiGateway();
  const page = await call("GetRestApis", () => client.send(new GetRestApisCommand({ limit: 1 })));
  await call("GetUsagePlans", () => client.send(new GetUsagePlansCommand({ limit: 1 })));
  const restApiId = page?.items?.[0]?.id;
  if (restApiId === undefined) {
    skip(["GetStages", "GetResources", "GetDeployments"], "no REST API is known to try it on");
    return;
  }
  await call("GetStages", () => client.send(new GetStagesCommand({ restApiId })));
  await call("GetResources", () => client.send(new GetResourcesCommand({ restApiId, limit: 1 })));
  await call("GetDeployments", () => client.send(new GetDeploymentsCommand({ restApiId, limit: 1 })));
}

async function probeOtherApis({ call, skip }: Try, { clients }: ProbeContext): Promise<void> {
  const sdk = await import("@aws-sdk/client-apigatewayv2");
  const { GetApisCommand, GetStagesCommand, GetRoutesCommand } = sdk;
  const { GetIntegrationsCommand, GetDeploymentsCommand } = sdk;
  const client = await clients.apiGatewayV2();
  const page = await call("GetApis", () => client.send(new GetApisCommand({ MaxResults: "1" })));
  const ApiId = page?.Items?.[0]?.ApiId;
  if (ApiId === undefined) {
    const names = ["GetStages", "GetRoutes", "GetIntegrations", "GetDeployments"];
    skip(names, "no HTTP or WebSocket API is known to try it on");
    return;
  }
  const input = { ApiId, MaxResults: "1" };
  await call("GetStages", () => client.send(new GetStagesCommand(input)));
  await call("GetRoutes", () => client.send(new GetRoutesCommand(input)));
  await call("GetIntegrations", () => client.send(new GetIntegrationsCommand(input)));
  await call("GetDeployments", () => client.send(new GetDeploymentsCommand(input)));
}

async function probeMetricList({ call }: Try, { clients }: ProbeContext): Promise<void> {
  const { ListMetricsCommand } = await import("@aws-sdk/client-cloudwatch");
  const client = await clients.cloudWatch();
  const input = { Namespace: API_GATEWAY_NAMESPACE, RecentlyActive: "PT3H" } as const;
  await call("ListMetrics", () => client.send(new ListMetricsCommand(input)));
}

async function probeMetrics({ call, skip }: Try, { clients, nowMs, probePaid }: ProbeContext): Promise<void> {
  if (!probePaid) {
    const usd = PRICES.metricRequestedUsd.toFixed(5);
    skip(["GetMetricData"], `it costs ${usd} USD; --probe-paid tries it`);
    return;
  }
  const { GetMetricDataCommand } = await import("@aws-sdk/client-cloudwatch");
  const client = await clients.cloudWatch();
  // Being allowed does not depend on the metric: this one may well not exist.
  const Metric = { Namespace: API_GATEWAY_NAMESPACE, MetricName: "Count" };
  await call("GetMetricData", () =>
    client.send(
      new GetMetricDataCommand({
        MetricDataQueries: [{ Id: "probe", MetricStat: { Metric, Period: 60, Stat: "Sum" } }],
        StartTime: new Date(nowMs - 2 * MINUTE_MS),
        EndTime: new Date(nowMs - MINUTE_MS),
      }),
    ),
  );
}

async function probeAlarms({ call, skip }: Try, { clients }: ProbeContext): Promise<void> {
  const { DescribeAlarmsCommand, DescribeAlarmHistoryCommand, ListAlarmMuteRulesCommand } =
    await import("@aws-sdk/client-cloudwatch");
  const client = await clients.cloudWatch();
  const input = { MaxRecords: 1 };
  await call("DescribeAlarms", () => client.send(new DescribeAlarmsCommand(input)));
  await call("DescribeAlarmHistory", () => client.send(new DescribeAlarmHistoryCommand(input)));
  await call("ListAlarmMuteRules", () => client.send(new ListAlarmMuteRulesCommand(input)));
  skip(["GetAlarmMuteRule"], "it needs a mute rule to try it on");
}

async function probeTopics({ skip }: Try): Promise<void> {
  skip(["GetTopicAttributes"], "it needs a topic to try it on");
}

async function probeAccessLogs({ call, skip }: Try, { clients, nowMs }: ProbeContext): Promise<void> {
  const { DescribeLogGroupsCommand, FilterLogEventsCommand } =
    await import("@aws-sdk/client-cloudwatch-logs");
  const client = await clients.cloudWatchLogs();
  const [logGroupNamePrefix] = ACCESS_LOG_PREFIXES;
  const page = await call("DescribeLogGroups", () =>
    client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix, limit: 1 })),
  );
  const logGroupName = page?.logGroups?.[0]?.logGroupName;
  if (logGroupName === undefined) {
    skip(["FilterLogEvents"], `no log group ${logGroupNamePrefix}... is known to try it on`);
  } else {
    const input = { logGroupName, startTime: nowMs - MINUTE_MS, endTime: nowMs, limit: 1 };
    await call("FilterLogEvents", () => client.send(new FilterLogEventsCommand(input)));
  }
  skip(["StartQuery", "GetQueryResults", "StopQuery"], "a query costs by what it scans");
}

async function probeExecutionLogs({ call, skip }: Try, { clients, nowMs }: ProbeContext): Promise<void> {
  const { DescribeLogGroupsCommand, FilterLogEventsCommand } =
    await import("@aws-sdk/client-cloudwatch-logs");
  const client = await clients.cloudWatchLogs();
  const input = { logGroupNamePrefix: EXECUTION_LOG_PREFIX, limit: 1 };
  const page = await call("DescribeLogGroups", () => client.send(new DescribeLogGroupsCommand(input)));
  const logGroupName = page?.logGroups?.[0]?.logGroupName;
  if (logGroupName === undefined) {
    skip(["FilterLogEvents"], `no log group ${EXECUTION_LOG_PREFIX}... is known to try it on`);
    return;
  }
  const span = { logGroupName, startTime: nowMs - MINUTE_MS, endTime: nowMs, limit: 1 };
  await call("FilterLogEvents", () => client.send(new FilterLogEventsCommand(span)));
}

/** A trace costs half a millionth of a dollar to look at: of one second there are a few at most, and of no trace none. */
async function probeTraces({ call, skip }: Try, { clients, nowMs }: ProbeContext): Promise<void> {
  const { BatchGetTracesCommand, GetTraceSegmentDestinationCommand, GetTraceSummariesCommand } =
    await import("@aws-sdk/client-xray");
  const client = await clients.xray();
  const endMs = nowMs - MINUTE_MS;
  const span = { StartTime: new Date(endMs - SECOND_MS), EndTime: new Date(endMs) };
  await call("GetTraceSummaries", () => client.send(new GetTraceSummariesCommand(span)));
  const seconds = Math.floor(endMs / SECOND_MS).toString(16);
  const TraceIds = [`1-${seconds.padStart(8, "0")}-${"0".repeat(24)}`];
  await call("BatchGetTraces", () => client.send(new BatchGetTracesCommand({ TraceIds })));
  await call("GetTraceSegmentDestination", () => client.send(new GetTraceSegmentDestinationCommand({})));
  skip(["StartTraceRetrieval", "ListRetrievedTraces"], "a retrieval needs a trace to try it on");
  const { DescribeLogGroupsCommand } = await import("@aws-sdk/client-cloudwatch-logs");
  const logs = await clients.cloudWatchLogs();
  const input = { logGroupNamePrefix: SPANS_LOG_GROUP, limit: 1 };
  await call("DescribeLogGroups", () => logs.send(new DescribeLogGroupsCommand(input)));
  skip(["StartQuery", "GetQueryResults", "StopQuery"], "a query costs by what it scans");
}

async function probeChanges({ call }: Try, { clients, nowMs }: ProbeContext): Promise<void> {
  const { LookupEventsCommand } = await import("@aws-sdk/client-cloudtrail");
  const { DescribeAlarmsCommand, DescribeAlarmHistoryCommand } = await import("@aws-sdk/client-cloudwatch");
  const trail = await clients.cloudTrail();
  const span = { StartTime: new Date(nowMs - MINUTE_MS), EndTime: new Date(nowMs) };
  await call("LookupEvents", () => trail.send(new LookupEventsCommand({ ...span, MaxResults: 1 })));
  const client = await clients.cloudWatch();
  await call("DescribeAlarmHistory", () => client.send(new DescribeAlarmHistoryCommand({ MaxRecords: 1 })));
  await call("DescribeAlarms", () => client.send(new DescribeAlarmsCommand({ MaxRecords: 1 })));
}
