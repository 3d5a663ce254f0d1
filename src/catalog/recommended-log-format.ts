import type { ApiKind } from "../model/target.ts";

/** Keys that are named like their variable. */
const EVERY = ["requestId", "extendedRequestId", "requestTimeEpoch", "apiId", "stage", "status"];
const IDENTITY = { ip: "identity.sourceIp", userAgent: "identity.userAgent" };
const OUTCOME = {
  integrationStatus: "integration.status",
  integrationServiceStatus: "integration.integrationStatus",
  integrationLatency: "integration.latency",
  integrationError: "integration.error",
  integrationRequestId: "integration.requestId",
  errorMessage: "error.message",
  errorResponseType: "error.responseType",
};
const PHASES = {
  apiKeyId: "identity.apiKeyId",
  principalId: "authorizer.principalId",
  authorizerLatency: "authorizer.latency",
  authorizerStatus: "authorizer.status",
  authorizerError: "authorizer.error",
  authorizeLatency: "authorize.latency",
  authorizeStatus: "authorize.status",
  authorizeError: "authorize.error",
  authenticateLatency: "authenticate.latency",
  authenticateStatus: "authenticate.status",
  authenticateError: "authenticate.error",
  wafLatency: "waf.latency",
  wafStatus: "waf.status",
  validationError: "error.validationErrorString",
};

const FIELDS: Readonly<Record<ApiKind, Readonly<Record<string, string>>>> = {
  rest: {
    ...named([...EVERY, "deploymentId", "isCanaryRequest", "httpMethod", "resourcePath", "path"]),
    ...named(["responseLatency", "responseLength", "xrayTraceId", "domainName", "wafResponseCode"]),
    ...IDENTITY,
    ...OUTCOME,
    ...PHASES,
  },
  http: {
    ...named([...EVERY, "httpMethod", "routeKey", "path", "responseLatency", "responseLength"]),
    ...named(["dataProcessed", "domainName"]),
    ...IDENTITY,
    ...OUTCOME,
    authorizerError: "authorizer.error",
  },
  websocket: {
    ...named([...EVERY, "eventType", "routeKey", "connectionId", "domainName"]),
    ...IDENTITY,
    ...OUTCOME,
    ...PHASES,
  },
};

/**
 * The access-log Format of one line of JSON that answers every question the log engine can ask: numbers quoted, since an
 * absent value is a bare hyphen; no secret, and no variable that the flavour lacks.
 *
 * Source: the variables as in log-variables.ts; the choice as set-up-logging.html and AWS's guidance on
 * troubleshooting by access logs have it, April 2026.
 */
export function recommendedLogFormat(kind: ApiKind): string {
  const entries = Object.entries(FIELDS[kind]).map(([key, variable]) => [key, `$context.${variable}`]);
  return JSON.stringify(Object.fromEntries(entries));
}

function named(variables: readonly string[]): Record<string, string> {
  return Object.fromEntries(variables.map((variable) => [variable, variable]));
}
