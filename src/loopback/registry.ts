import { getAccount } from "./api-gateway/get-account.ts";
import { getAuthorizers } from "./api-gateway/get-authorizers.ts";
import { getDeployments } from "./api-gateway/get-deployments.ts";
import { getResources } from "./api-gateway/get-resources.ts";
import { getRestApis } from "./api-gateway/get-rest-apis.ts";
import { getStages } from "./api-gateway/get-stages.ts";
import { getUsagePlans } from "./api-gateway/get-usage-plans.ts";
import { getApis } from "./api-gateway-v2/get-apis.ts";
import { getAuthorizersV2 } from "./api-gateway-v2/get-authorizers-v2.ts";
import { getDeploymentsV2 } from "./api-gateway-v2/get-deployments-v2.ts";
import { getIntegrations } from "./api-gateway-v2/get-integrations.ts";
import { getRoutes } from "./api-gateway-v2/get-routes.ts";
import { getStagesV2 } from "./api-gateway-v2/get-stages-v2.ts";
import { getAthenaResults } from "./athena/get-athena-results.ts";
import { getQueryExecution } from "./athena/get-query-execution.ts";
import { startQueryExecution } from "./athena/start-query-execution.ts";
import { stopQueryExecution } from "./athena/stop-query-execution.ts";
import { lookupEvents } from "./cloudtrail/lookup-events.ts";
import { getAlarmMuteRule, listAlarmMuteRules, putAlarmMuteRule } from "./cloudwatch/alarm-mute-rules.ts";
import { listTagsForResource, tagResource } from "./cloudwatch/alarm-tags.ts";
import { deleteAlarms } from "./cloudwatch/delete-alarms.ts";
import { describeAlarmHistory } from "./cloudwatch/describe-alarm-history.ts";
import { describeAlarms } from "./cloudwatch/describe-alarms.ts";
import { getMetricData } from "./cloudwatch/get-metric-data.ts";
import { getMetricStatistics } from "./cloudwatch/get-metric-statistics.ts";
import { listMetrics } from "./cloudwatch/list-metrics.ts";
import { putCompositeAlarm } from "./cloudwatch/put-composite-alarm.ts";
import { putMetricAlarm } from "./cloudwatch/put-metric-alarm.ts";
import { setAlarmState } from "./cloudwatch/set-alarm-state.ts";
import { putEvents } from "./events/put-events.ts";
import { describeLogGroups } from "./logs/describe-log-groups.ts";
import { describeLogStreams } from "./logs/describe-log-streams.ts";
import { filterLogEvents } from "./logs/filter-log-events.ts";
import { getLogEvents } from "./logs/get-log-events.ts";
import { getQueryResults } from "./logs/get-query-results.ts";
import { deleteMetricFilter, describeMetricFilters, putMetricFilter } from "./logs/metric-filters.ts";
import { startQuery } from "./logs/start-query.ts";
import { stopQuery } from "./logs/stop-query.ts";
import { getBasePathMappings } from "./api-gateway/get-base-path-mappings.ts";
import { getClientCertificates } from "./api-gateway/get-client-certificates.ts";
import { getDomainNames } from "./api-gateway/get-domain-names.ts";
import { getExport } from "./api-gateway/get-export.ts";
import { getGatewayResponses } from "./api-gateway/get-gateway-responses.ts";
import { getRequestValidators } from "./api-gateway/get-request-validators.ts";
import { getVpcLinks } from "./api-gateway/get-vpc-links.ts";
import { exportApi } from "./api-gateway-v2/export-api.ts";
import { getApiMappings } from "./api-gateway-v2/get-api-mappings.ts";
import { getVpcLinksV2 } from "./api-gateway-v2/get-vpc-links-v2.ts";
import { getFunctionConfiguration } from "./lambda/get-function-configuration.ts";
import type { Operation } from "./operation.ts";
import { getTopicAttributes } from "./sns/get-topic-attributes.ts";
import { publish } from "./sns/publish.ts";
import { assumeRole } from "./sts/assume-role.ts";
import { getCallerIdentity } from "./sts/get-caller-identity.ts";
import { batchGetTraces } from "./xray/batch-get-traces.ts";
import { getTraceSummaries } from "./xray/get-trace-summaries.ts";
import {
  getTraceSegmentDestination,
  listRetrievedTraces,
  startTraceRetrieval,
} from "./xray/trace-retrieval.ts";

/** Every operation that is served. All others are unknown. S3, whose answers are no JSON, has a folder of its own. */
export const OPERATIONS: readonly Operation[] = [
  getMetricData,
  getMetricStatistics,
  listMetrics,
  describeAlarms,
  describeAlarmHistory,
  lookupEvents,
  putMetricAlarm,
  putCompositeAlarm,
  deleteAlarms,
  setAlarmState,
  tagResource,
  listTagsForResource,
  putAlarmMuteRule,
  listAlarmMuteRules,
  getAlarmMuteRule,
  describeLogGroups,
  describeLogStreams,
  putMetricFilter,
  deleteMetricFilter,
  describeMetricFilters,
  filterLogEvents,
  getLogEvents,
  startQuery,
  getQueryResults,
  stopQuery,
  getTraceSummaries,
  batchGetTraces,
  getTraceSegmentDestination,
  startTraceRetrieval,
  listRetrievedTraces,
  getRestApis,
  getStages,
  getResources,
  getUsagePlans,
  getDeployments,
  getAccount,
  getAuthorizers,
  getApis,
  getStagesV2,
  getRoutes,
  getIntegrations,
  getDeploymentsV2,
  getAuthorizersV2,
  getCallerIdentity,
  assumeRole,
  getTopicAttributes,
  publish,
  putEvents,
  startQueryExecution,
  getQueryExecution,
  getAthenaResults,
  stopQueryExecution,
  getBasePathMappings,
  getClientCertificates,
  getDomainNames,
  getExport,
  getGatewayResponses,
  getRequestValidators,
  getVpcLinks,
  exportApi,
  getApiMappings,
  getVpcLinksV2,
  getFunctionConfiguration,
];
