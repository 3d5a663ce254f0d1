import type { ApiKind } from "../model/target.ts";

/**
 * The variables of an access-log Format, without their `$context.` prefix, and the flavours that fill them.
 * A variable that a flavour lacks, that has no value or that does not exist is logged as one hyphen. Of open
 * sets (claims, an authorizer's own context, request and response overrides) only fixed names stand here.
 *
 * Source: API Gateway Developer Guide, "Variables for access logging for API Gateway"
 * (api-gateway-variables-for-access-logging.html), "Customize HTTP API access logs"
 * (http-api-logging-variables.html), "Configure logging for WebSocket APIs" (websocket-api-logging.html), April
 * 2026. Not in those pages: that HTTP APIs log requestTimeEpoch in seconds (one recorded line), and that
 * integrationErrorMessage lives on for HTTP alone (older pages and templates in use).
 */
export interface LogVariableFact {
  readonly name: string;
  readonly kinds: readonly ApiKind[];
  readonly meaning: string;
}

const EVERY: readonly ApiKind[] = ["rest", "http", "websocket"];
const REST: readonly ApiKind[] = ["rest"];
const HTTP: readonly ApiKind[] = ["http"];
const WEBSOCKET: readonly ApiKind[] = ["websocket"];
const REST_HTTP: readonly ApiKind[] = ["rest", "http"];
const REST_WEBSOCKET: readonly ApiKind[] = ["rest", "websocket"];
const HTTP_WEBSOCKET: readonly ApiKind[] = ["http", "websocket"];

/** A hyphen: how an absent value is logged, in every flavour. */
export const ABSENT_LOG_VALUE = "-";

const ROWS: readonly (readonly [string, readonly ApiKind[], string])[] = [
  ["accountId", REST_HTTP, "account that owns the API"],
  ["apiId", EVERY, "API id"],
  ["stage", EVERY, "stage name"],
  ["requestId", EVERY, "request id; on REST a client can override it, so it need not be unique"],
  ["extendedRequestId", EVERY, "unique and not overridable on REST; elsewhere the same as requestId"],
  ["httpMethod", REST_HTTP, "verb"],
  ["path", REST_HTTP, "path as requested; with the stage in front unless the stage is $default"],
  ["resourcePath", REST, "path template"],
  ["resourceId", REST, "id of the resource"],
  ["routeKey", HTTP_WEBSOCKET, "route key; on HTTP verb and path in one"],
  ["protocol", REST_HTTP, "always HTTP/1.1"],
  ["domainName", EVERY, "host that was called"],
  ["domainPrefix", REST_HTTP, "first label of the host"],
  ["customDomain.basePathMatched", REST_HTTP, "API mapping that matched"],
  ["customDomain.routingRuleIdMatched", REST, "routing rule that matched"],
  ["endpointType", REST, "EDGE, REGIONAL or PRIVATE"],
  ["requestTime", EVERY, "CLF time"],
  ["requestTimeEpoch", EVERY, "epoch milliseconds on REST and WebSocket, epoch seconds on HTTP"],
  ["xrayTraceId", REST, "trace id where traced"],
  ["deploymentId", REST, "deployment that served the request"],
  ["isCanaryRequest", REST, "true or false, only while the stage has a canary"],
  ["tlsVersion", REST, "negotiated TLS version"],
  ["cipherSuite", REST, "negotiated cipher, IANA name"],
  ["status", EVERY, "status sent to the client"],
  ["responseLatency", REST_HTTP, "milliseconds"],
  ["responseLength", REST_HTTP, "bytes of payload"],
  ["dataProcessed", HTTP, "bytes"],
  ["integration.latency", EVERY, "milliseconds"],
  ["integrationLatency", EVERY, "milliseconds; the same as integration.latency"],
  ["integration.timeToFirstContent", REST, "milliseconds, streamed responses"],
  ["integration.timeToAllHeaders", REST, "milliseconds, streamed responses"],
  ["integration.responseTransferMode", REST, "BUFFERED or STREAMED"],
  ["authorizer.latency", REST_WEBSOCKET, "milliseconds of the whole phase"],
  [
    "authorizer.integrationLatency",
    REST_WEBSOCKET,
    "milliseconds of the call of the authorizer function alone",
  ],
  ["authorize.latency", REST_WEBSOCKET, "milliseconds"],
  ["authenticate.latency", REST_WEBSOCKET, "milliseconds"],
  ["waf.latency", REST_WEBSOCKET, "milliseconds"],
  [
    "integration.status",
    EVERY,
    "status that the backend answered; of a Lambda proxy the function's statusCode",
  ],
  [
    "integration.integrationStatus",
    EVERY,
    "status of the called service; of Lambda 200 even where the function threw",
  ],
  [
    "integrationStatus",
    EVERY,
    "on REST and HTTP the same as integration.integrationStatus, on WebSocket as integration.status",
  ],
  ["integration.error", EVERY, "text of the integration's error"],
  ["integrationErrorMessage", HTTP, "the same as integration.error"],
  ["integration.requestId", EVERY, "request id of the called AWS service"],
  ["awsEndpointRequestId", EVERY, "the same as integration.requestId"],
  ["awsEndpointRequestId2", HTTP, "x-amz-id-2 of the called AWS service"],
  ["error.message", EVERY, "message of the gateway's own answer"],
  ["error.messageString", EVERY, "the same, already in double quotes"],
  ["error.responseType", EVERY, "gateway response type"],
  ["error.validationErrorString", REST_WEBSOCKET, "what the request validator objects to"],
  ["authorizer.error", EVERY, "error text of the authorizer"],
  ["authorizer.status", REST_WEBSOCKET, "status of the authorizer phase"],
  ["authorizer.integrationStatus", REST_WEBSOCKET, "status of the called authorizer service"],
  ["authorizer.requestId", REST_WEBSOCKET, "request id of the authorizer's call"],
  ["authorizer.principalId", EVERY, "principal that the authorizer named"],
  ["authorizer.claims.sub", REST_HTTP, "subject of the token"],
  ["authorize.error", REST_WEBSOCKET, "error text of the policy decision"],
  ["authorize.status", REST_WEBSOCKET, "status of the policy decision"],
  ["authenticate.error", REST_WEBSOCKET, "error text of the authentication"],
  ["authenticate.status", REST_WEBSOCKET, "status of the authentication"],
  ["waf.error", REST_WEBSOCKET, "error text of AWS WAF"],
  ["waf.status", REST_WEBSOCKET, "status of AWS WAF"],
  ["wafResponseCode", REST, "WAF_ALLOW or WAF_BLOCK, only with a web ACL"],
  ["webaclArn", REST, "the web ACL"],
  ["identity.sourceIp", EVERY, "address of the TCP peer"],
  ["identity.userAgent", EVERY, "User-Agent header"],
  ["identity.user", EVERY, "identity of a signed request"],
  ["identity.userArn", EVERY, "identity of a signed request"],
  ["identity.caller", EVERY, "identity of a signed request"],
  ["identity.accountId", EVERY, "identity of a signed request"],
  ["identity.principalOrgId", EVERY, "identity of a signed request"],
  ["identity.cognitoIdentityId", EVERY, "identity of a Cognito request"],
  ["identity.cognitoIdentityPoolId", EVERY, "identity of a Cognito request"],
  ["identity.cognitoAuthenticationType", EVERY, "identity of a Cognito request"],
  ["identity.cognitoAuthenticationProvider", EVERY, "identity of a Cognito request"],
  ["identity.apiKey", REST_WEBSOCKET, "the key itself: a secret"],
  ["identity.apiKeyId", REST_WEBSOCKET, "id of the API key"],
  ["identity.vpcId", REST, "private APIs: VPC of the caller"],
  ["identity.vpceId", REST, "private APIs: VPC endpoint of the caller"],
  ["identity.clientCert.clientCertPem", REST_HTTP, "client certificate, mutual TLS"],
  ["identity.clientCert.subjectDN", REST_HTTP, "client certificate, mutual TLS"],
  ["identity.clientCert.issuerDN", REST_HTTP, "client certificate, mutual TLS"],
  ["identity.clientCert.serialNumber", REST_HTTP, "client certificate, mutual TLS"],
  ["identity.clientCert.validity.notBefore", REST_HTTP, "client certificate, mutual TLS"],
  ["identity.clientCert.validity.notAfter", REST_HTTP, "client certificate, mutual TLS"],
  ["connectionId", WEBSOCKET, "connection"],
  ["connectedAt", WEBSOCKET, "epoch milliseconds"],
  ["eventType", WEBSOCKET, "CONNECT, MESSAGE or DISCONNECT"],
  ["messageId", WEBSOCKET, "message, on MESSAGE only"],
];

export const LOG_VARIABLES: readonly LogVariableFact[] = ROWS.map(([name, kinds, meaning]) => ({
  name,
  kinds,
  meaning,
}));
