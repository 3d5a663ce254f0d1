interface FormatInUse {
  readonly name: string;
  readonly format: string;
  /** Whether its lines alone tell what stands where. */
  readonly isLearned: boolean;
  readonly kind: "rest" | "http" | "websocket";
}

const c = (name: string): string => `$context.${name}`;
const json = (keys: Readonly<Record<string, unknown>>): string => JSON.stringify(keys);
const flat = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, c(name)]));

const BASIC = {
  requestId: c("requestId"),
  ip: c("identity.sourceIp"),
  caller: c("identity.caller"),
  user: c("identity.user"),
  ...flat("requestTime", "httpMethod", "resourcePath", "status", "protocol", "responseLength"),
};
const REQUEST = `"${c("httpMethod")} ${c("resourcePath")} ${c("protocol")}"`;
const FROM = `${c("identity.sourceIp")} ${c("identity.caller")} ${c("identity.user")}`;
const ENDING = `${c("status")} ${c("responseLength")} ${c("requestId")}`;
const HTTP_CLF = `${c("identity.sourceIp")} - - [${c("requestTime")}] "${c("httpMethod")} ${c("routeKey")} ${c("protocol")}" ${ENDING}`;

/**
 * Access-log Formats that people use.
 *
 * Source: API Gateway Developer Guide (REST, HTTP and WebSocket logging pages), aws-cdk, Terraform modules, the Serverless
 * Framework, AWS's samples and log vendors' documentation, 2022 to 2026.
 */
export const FORMATS_IN_USE: readonly FormatInUse[] = [
  {
    name: "1 REST JSON",
    kind: "rest",
    isLearned: true,
    format: json({ ...BASIC, extendedRequestId: c("extendedRequestId") }),
  },
  {
    name: "2 REST CLF",
    kind: "rest",
    isLearned: true,
    format: `${FROM} [${c("requestTime")}]${REQUEST} ${ENDING} ${c("extendedRequestId")}`,
  },
  {
    name: "3 REST CSV",
    kind: "rest",
    isLearned: true,
    format: [
      "identity.sourceIp",
      "identity.caller",
      "identity.user",
      "requestTime",
      "httpMethod",
      "resourcePath",
      "protocol",
      "status",
      "responseLength",
      "requestId",
      "extendedRequestId",
    ]
      .map(c)
      .join(","),
  },
  {
    name: "3 REST XML",
    kind: "rest",
    isLearned: true,
    format: `<request id="${c("requestId")}"><extendedRequestId>${c("extendedRequestId")}</extendedRequestId><ip>${c("identity.sourceIp")}</ip><requestTime>${c("requestTime")}</requestTime><httpMethod>${c("httpMethod")}</httpMethod><resourcePath>${c("resourcePath")}</resourcePath><status>${c("status")}</status><responseLength>${c("responseLength")}</responseLength></request>`,
  },
  {
    name: "4 HTTP JSON",
    kind: "http",
    isLearned: true,
    format: json({
      requestId: c("requestId"),
      ip: c("identity.sourceIp"),
      ...flat(
        "requestTime",
        "httpMethod",
        "routeKey",
        "status",
        "protocol",
        "responseLength",
        "extendedRequestId",
      ),
    }),
  },
  { name: "4 HTTP CLF", kind: "http", isLearned: true, format: `${HTTP_CLF} ${c("extendedRequestId")}` },
  {
    name: "4 HTTP CLF with free text at the end",
    kind: "http",
    isLearned: true,
    format: `${HTTP_CLF} ${c("integrationErrorMessage")}`,
  },
  {
    name: "4 HTTP CSV",
    kind: "http",
    isLearned: true,
    format: [
      "identity.sourceIp",
      "requestTime",
      "httpMethod",
      "routeKey",
      "protocol",
      "status",
      "responseLength",
      "requestId",
      "extendedRequestId",
    ]
      .map(c)
      .join(","),
  },
  {
    name: "5 WebSocket JSON",
    kind: "websocket",
    isLearned: true,
    format: json({
      requestId: c("requestId"),
      ip: c("identity.sourceIp"),
      caller: c("identity.caller"),
      user: c("identity.user"),
      ...flat("requestTime", "eventType", "routeKey", "status", "connectionId"),
    }),
  },
  {
    name: "5 WebSocket CLF",
    kind: "websocket",
    isLearned: true,
    format: `${FROM} [${c("requestTime")}] "${c("eventType")} ${c("routeKey")} ${c("connectionId")}" ${c("status")} ${c("requestId")}`,
  },
  { name: "6 CDK jsonWithStandardFields", kind: "rest", isLearned: true, format: json(BASIC) },
  {
    name: "6 CDK clf",
    kind: "rest",
    isLearned: true,
    format: `${FROM} [${c("requestTime")}] ${REQUEST} ${ENDING}`,
  },
  {
    name: "7 Terraform apigateway-v2, all under one key",
    kind: "http",
    isLearned: true,
    format: json({
      context: {
        domainName: c("domainName"),
        error: { message: c("error.message"), responseType: c("error.responseType") },
        identity: { sourceIP: c("identity.sourceIp") },
        integration: { error: c("integration.error"), integrationStatus: c("integration.integrationStatus") },
        ...flat(
          "integrationErrorMessage",
          "protocol",
          "requestId",
          "requestTime",
          "responseLength",
          "routeKey",
          "stage",
          "status",
        ),
      },
    }),
  },
  {
    name: "8 Terraform cloudposse, numbers unquoted",
    kind: "rest",
    isLearned: true,
    format: `{ "requestTime": "${c("requestTime")}",\n "requestId": "${c("requestId")}", "httpMethod": "${c("httpMethod")}", "path": "${c("path")}", "resourcePath": "${c("resourcePath")}", "status": ${c("status")}, "responseLatency": ${c("responseLatency")}, "functionResponseStatus": "${c("integration.status")}", "authorizerLatency": "${c("authorizer.latency")}", "authorizeResultStatus": "${c("authorize.status")}", "ip": "${c("identity.sourceIp")}", "cognitoUser": "${c("identity.cognitoIdentityId")}" }`,
  },
  {
    name: "9 Serverless Framework REST",
    kind: "rest",
    isLearned: true,
    format: `requestId: ${c("requestId")}, ip: ${c("identity.sourceIp")}, caller: ${c("identity.caller")}, user: ${c("identity.user")}, requestTime: ${c("requestTime")}, httpMethod: ${c("httpMethod")}, resourcePath: ${c("resourcePath")}, status: ${c("status")}, protocol: ${c("protocol")}, responseLength: ${c("responseLength")}`,
  },
  {
    name: "10 Serverless Framework WebSocket",
    kind: "websocket",
    isLearned: true,
    format: `${FROM} [${c("requestTime")}] "${c("eventType")} ${c("routeKey")} ${c("connectionId")}" ${c("requestId")}`,
  },
  {
    name: "11 hyphenated keys",
    kind: "rest",
    isLearned: true,
    format: json({
      requestId: c("requestId"),
      "waf-error": c("waf.error"),
      "waf-latency": c("waf.latency"),
      "authorize-status": c("authorize.status"),
      "integration-latency": c("integration.latency"),
      "integration-integrationStatus": c("integration.integrationStatus"),
      "response-latency": c("responseLatency"),
      status: c("status"),
    }),
  },
  {
    name: "12 Pascal case",
    kind: "rest",
    isLearned: true,
    format: json({
      RequestId: c("requestId"),
      DomainName: c("domainName"),
      APIId: c("apiId"),
      RequestPath: c("path"),
      Stage: c("stage"),
      ResourcePath: c("resourcePath"),
      Status: c("status"),
    }),
  },
  {
    name: "13 dotted flat keys",
    kind: "rest",
    isLearned: true,
    format: json({
      "error.message": c("error.message"),
      "error.responseType": c("error.responseType"),
      "identity.sourceIp": c("identity.sourceIp"),
      "identity.userAgent": c("identity.userAgent"),
      status: c("status"),
      requestId: c("requestId"),
    }),
  },
  {
    name: "14 underscores",
    kind: "http",
    isLearned: true,
    format: json({
      identity_sourceIp: c("identity.sourceIp"),
      error_responseType: c("error.responseType"),
      integration_latency: c("integration.latency"),
      integrationStatus_alternate: c("integrationStatus"),
      status: c("status"),
      routeKey: c("routeKey"),
      requestTime: c("requestTime"),
    }),
  },
  {
    name: "15 camel case",
    kind: "rest",
    isLearned: true,
    format: json({
      identitySourceIp: c("identity.sourceIp"),
      errorResponseType: c("error.responseType"),
      contextIntegrationLatency: c("integration.latency"),
      wafLatency: c("waf.latency"),
      status: c("status"),
      ...flat("requestTimeEpoch", "httpMethod", "resourcePath"),
    }),
  },
  {
    name: "15 nested by topic",
    kind: "http",
    isLearned: true,
    format: json({
      request: flat("requestId", "requestTime"),
      client: { sourceIp: c("identity.sourceIp"), userAgent: c("identity.userAgent") },
      http: flat("path", "routeKey", "protocol", "httpMethod"),
      integration: flat("integrationStatus", "integrationLatency", "integrationErrorMessage"),
      error: { responseType: c("error.responseType"), errorMessage: c("error.message") },
      response: flat("status", "responseLength", "responseLatency"),
    }),
  },
  {
    name: "15 nested by phase",
    kind: "rest",
    isLearned: true,
    format: json({
      httpStatusCode: c("status"),
      authorizer: { latency: c("authorizer.latency") },
      integration: { latency: c("integration.latency") },
      waf: { responseCode: c("wafResponseCode") },
      error: { errorMessage: c("error.message"), errorResponseType: c("error.responseType") },
    }),
  },
  { name: "16 the request id alone", kind: "rest", isLearned: true, format: c("requestId") },
  {
    name: "16 log vendors' JSON",
    kind: "rest",
    isLearned: true,
    format: json({ ...BASIC, ...flat("apiId", "domainName", "stage") }),
  },
];
