import { SPANS_LOG_GROUP } from "./spans-log-group.ts";

/**
 * Which IAM action stands behind each call, and what is lost where it is denied. All of them only read.
 *
 * Source: Service Authorization Reference (Athena, CloudTrail, CloudWatch, CloudWatch Logs, S3, SNS, STS, X-Ray); API Gateway Developer Guide,
 * "Control access to an API with IAM permissions": the actions of the control plane are HTTP verbs on paths, the
 * ARN's account field is empty, and version 2 has no "/v2" in it. /apikeys is left out on purpose: reading it
 * can return secrets.
 */
export type FeatureId =
  | "identity"
  | "role"
  | "rest-apis"
  | "other-apis"
  | "metric-list"
  | "metrics"
  | "alarms"
  | "topics"
  | "access-logs"
  | "execution-logs"
  | "traces"
  | "changes"
  | "audit"
  | "functions"
  | "s3-logs"
  | "athena";

export interface Feature {
  readonly id: FeatureId;
  readonly title: string;
  /** What a report lacks without it. */
  readonly lost: string;
}

export const FEATURES: readonly Feature[] = [
  {
    id: "identity",
    title: "Identity",
    lost: "Nobody can tell which account is looked at; targets carry no account id.",
  },
  {
    id: "role",
    title: "Role to assume",
    lost: "--role-arn cannot be used; its own policies are what counts then.",
  },
  {
    id: "rest-apis",
    title: "REST APIs",
    lost: "Only REST APIs with recent traffic are seen, without routes, integrations, limits, cache and deployments.",
  },
  {
    id: "other-apis",
    title: "HTTP and WebSocket APIs",
    lost: "Only HTTP and WebSocket APIs with recent traffic are seen, by id, without routes, integrations and deployments.",
  },
  {
    id: "metric-list",
    title: "List of metrics",
    lost: "Routes are not looked at one by one, and APIs that the control plane does not show stay unseen.",
  },
  {
    id: "metrics",
    title: "Metrics",
    lost: "There is nothing to report on: requests, errors and latencies all come from here.",
  },
  {
    id: "alarms",
    title: "Alarms",
    lost: "gatewatch alarms cannot look at the alarms that are deployed, at what they did, and at what mutes them.",
  },
  {
    id: "topics",
    title: "Alarm topics",
    lost: "gatewatch alarms lint does not know whether the SNS topics that alarms tell exist, and whether anybody listens.",
  },
  {
    id: "access-logs",
    title: "Access logs",
    lost: "Which routes, clients, API keys and response types stand behind a change is not looked up in the access logs.",
  },
  {
    id: "execution-logs",
    title: "Execution logs",
    lost: "What the gateway itself wrote of a failure (which setting, which permission, which timeout) is not looked up.",
  },
  {
    id: "traces",
    title: "X-Ray traces",
    lost: "What takes the time or fails behind the integration is not told, and gatewatch traces has nothing to read.",
  },
  {
    id: "changes",
    title: "Changes",
    lost: "Of what was changed just before an incident only deployments and the time of a stage's last update are told, and not by whom.",
  },
  {
    id: "audit",
    title: "Audit",
    lost: "gatewatch audit does not decide what hangs on authorizers, validators, domains, VPC links and certificates.",
  },
  {
    id: "functions",
    title: "Functions",
    lost: "gatewatch audit does not know whether functions run on after the gateway gave up.",
  },
  {
    id: "s3-logs",
    title: "Logs in S3",
    lost: "gatewatch logs cannot read what Firehose delivered to a bucket.",
  },
  {
    id: "athena",
    title: "Athena",
    lost: "gatewatch logs --engine athena cannot count logs where they lie.",
  },
];

/** One call of the SDK, and what must be allowed for it. */
export interface Permission {
  readonly feature: FeatureId;
  /** The SDK's client: "@aws-sdk/client-" and this. */
  readonly client: string;
  readonly operation: string;
  readonly action: string;
  /** "*", or an ARN behind "arn:{partition}:"; null: what it is granted on is chosen by the user. */
  readonly resource: string | null;
}

const REST = "apigateway:*::/restapis";
const OTHER = "apigateway:*::/apis";

/**
 * What log groups of access logs are called where people leave it to AWS's documentation or to their tools; a log can
 * hold secrets, so the policy names no others.
 *
 * Source: set-up-logging.html, http-api-logging.html; the Serverless Framework and Terraform modules in wide use, 2026.
 */
export const ACCESS_LOG_PREFIXES = [
  "/aws/apigateway/",
  "/aws/api-gateway/",
  "/aws/api_gw/",
  "/aws/apigwv2/",
  "/aws/http-api/",
  "/aws/websocket/",
] as const;

const DESCRIBE_LOG_GROUPS = ["DescribeLogGroups", "logs:DescribeLogGroups", "*"] as const;

/** What every query needs beside StartQuery; they name the query and no log group. */
const QUERY_CALLS = [
  ["GetQueryResults", "logs:GetQueryResults", "*"],
  ["StopQuery", "logs:StopQuery", "*"],
] as const;

const LOG_CALLS = [
  DESCRIBE_LOG_GROUPS,
  ...QUERY_CALLS,
  ...["FilterLogEvents", "StartQuery"].flatMap((operation) =>
    ACCESS_LOG_PREFIXES.map(
      (prefix) => [operation, `logs:${operation}`, `logs:*:*:log-group:${prefix}*:*`] as const,
    ),
  ),
] as const;

/** What API Gateway calls the groups of execution logs. Source: set-up-logging.html. */
export const EXECUTION_LOG_PREFIX = "API-Gateway-Execution-Logs";

function rows(
  feature: FeatureId,
  client: string,
  calls: readonly (readonly [operation: string, action: string, resource: string | null])[],
): Permission[] {
  return calls.map(([operation, action, resource]) => ({ feature, client, operation, action, resource }));
}

export const PERMISSIONS: readonly Permission[] = [
  ...rows("identity", "sts", [["GetCallerIdentity", "sts:GetCallerIdentity", "*"]]),
  ...rows("role", "sts", [["AssumeRole", "sts:AssumeRole", null]]),
  ...rows("rest-apis", "api-gateway", [
    ["GetRestApis", "apigateway:GET", REST],
    ["GetStages", "apigateway:GET", `${REST}/*`],
    ["GetResources", "apigateway:GET", `${REST}/*`],
    ["GetDeployments", "apigateway:GET", `${REST}/*`],
    ["GetUsagePlans", "apigateway:GET", "apigateway:*::/usageplans"],
  ]),
  ...rows("other-apis", "apigatewayv2", [
    ["GetApis", "apigateway:GET", OTHER],
    ["GetStages", "apigateway:GET", `${OTHER}/*`],
    ["GetRoutes", "apigateway:GET", `${OTHER}/*`],
    ["GetIntegrations", "apigateway:GET", `${OTHER}/*`],
    ["GetDeployments", "apigateway:GET", `${OTHER}/*`],
  ]),
  ...rows("metric-list", "cloudwatch", [["ListMetrics", "cloudwatch:ListMetrics", "*"]]),
  ...rows("metrics", "cloudwatch", [["GetMetricData", "cloudwatch:GetMetricData", "*"]]),
  ...rows("alarms", "cloudwatch", [
    ["DescribeAlarms", "cloudwatch:DescribeAlarms", "*"],
    ["DescribeAlarmHistory", "cloudwatch:DescribeAlarmHistory", "*"],
    ["ListAlarmMuteRules", "cloudwatch:ListAlarmMuteRules", "*"],
    ["GetAlarmMuteRule", "cloudwatch:GetAlarmMuteRule", "*"],
  ]),
  ...rows("topics", "sns", [["GetTopicAttributes", "sns:GetTopicAttributes", "sns:*:*:*"]]),
  ...rows("access-logs", "cloudwatch-logs", LOG_CALLS),
  ...rows("execution-logs", "cloudwatch-logs", [
    DESCRIBE_LOG_GROUPS,
    ["FilterLogEvents", "logs:FilterLogEvents", `logs:*:*:log-group:${EXECUTION_LOG_PREFIX}*:*`],
  ]),
  ...rows("traces", "xray", [
    ["GetTraceSummaries", "xray:GetTraceSummaries", "*"],
    ["BatchGetTraces", "xray:BatchGetTraces", "*"],
    ["GetTraceSegmentDestination", "xray:GetTraceSegmentDestination", "*"],
    ["StartTraceRetrieval", "xray:StartTraceRetrieval", "*"],
    ["ListRetrievedTraces", "xray:ListRetrievedTraces", "*"],
  ]),
  ...rows("traces", "cloudwatch-logs", [
    DESCRIBE_LOG_GROUPS,
    ...QUERY_CALLS,
    ["StartQuery", "logs:StartQuery", `logs:*:*:log-group:${SPANS_LOG_GROUP}:*`],
  ]),
  ...rows("changes", "cloudtrail", [["LookupEvents", "cloudtrail:LookupEvents", "*"]]),
  ...rows("changes", "cloudwatch", [
    ["DescribeAlarmHistory", "cloudwatch:DescribeAlarmHistory", "*"],
    ["DescribeAlarms", "cloudwatch:DescribeAlarms", "*"],
  ]),
  ...rows("audit", "api-gateway", [
    ["GetAccount", "apigateway:GET", "apigateway:*::/account"],
    ["GetAuthorizers", "apigateway:GET", `${REST}/*`],
    ["GetRequestValidators", "apigateway:GET", `${REST}/*`],
    ["GetGatewayResponses", "apigateway:GET", `${REST}/*`],
    ["GetExport", "apigateway:GET", `${REST}/*`],
    ["GetDomainNames", "apigateway:GET", "apigateway:*::/domainnames"],
    ["GetBasePathMappings", "apigateway:GET", "apigateway:*::/domainnames/*"],
    ["GetVpcLinks", "apigateway:GET", "apigateway:*::/vpclinks"],
    ["GetClientCertificates", "apigateway:GET", "apigateway:*::/clientcertificates"],
  ]),
  ...rows("audit", "apigatewayv2", [
    ["GetAuthorizers", "apigateway:GET", `${OTHER}/*`],
    ["ExportApi", "apigateway:GET", `${OTHER}/*`],
    ["GetApiMappings", "apigateway:GET", "apigateway:*::/domainnames/*"],
    ["GetVpcLinks", "apigateway:GET", "apigateway:*::/vpclinks"],
  ]),
  ...rows("functions", "lambda", [
    ["GetFunctionConfiguration", "lambda:GetFunctionConfiguration", "lambda:*:*:function:*"],
  ]),
  // Which bucket and which workgroup only their owner knows, so the policy names none.
  ...rows("s3-logs", "s3", [
    ["ListObjectsV2", "s3:ListBucket", null],
    ["GetObject", "s3:GetObject", null],
  ]),
  ...rows("athena", "athena", [
    ["StartQueryExecution", "athena:StartQueryExecution", null],
    ["GetQueryExecution", "athena:GetQueryExecution", null],
    ["GetQueryResults", "athena:GetQueryResults", null],
    ["StopQueryExecution", "athena:StopQueryExecution", null],
  ]),
];
