import {
  lambdaUri,
  openapi,
  RecordedRegion,
  restMethod,
  restSettings,
  type RestChange,
  type V2Change,
} from "./recorded-control-plane.ts";

/** What a check must say of one recorded thing. */
export interface AuditCase {
  readonly check: string;
  readonly verdict: "pass" | "fail" | "not-applicable";
  readonly region: string;
  /** Id of the subject, as results have it. */
  readonly id: string;
}

const MAIN = "eu-west-1";
/** Its account has no role for logs, and stages promise more than it has. */
const POOR = "eu-central-1";
/** Nothing logs there, and nothing has a throttle. */
const BARE = "eu-north-1";

type Verdict = AuditCase["verdict"];
type Json = Readonly<Record<string, unknown>>;
const VERDICTS: readonly Verdict[] = ["pass", "fail", "not-applicable"];

/** A stage, an API of either flavour, or the name of a subject that is there anyway. */
type Setup =
  | { readonly restStage: Json; readonly exported?: Json }
  | { readonly rest: RestChange }
  | { readonly http: V2Change }
  | { readonly webSocket: V2Change }
  | { readonly id: string; readonly region?: string };

const format = (text: string): Json => ({
  accessLogSettings: {
    destinationArn: `arn:aws:logs:${MAIN}:471112345678:log-group:/aws/apigateway/stages`,
    format: text,
  },
});
const every = (change: Json): Json => ({ methodSettings: { "*/*": restSettings(change) } });
const cached = (change: Json): Json => ({
  cacheClusterEnabled: true,
  cacheClusterSize: "0.5",
  cacheClusterStatus: "AVAILABLE",
  ...every({ cachingEnabled: true, ...change }),
});
const http = (integration: Json): RestChange => ({
  methods: {
    "GET /orders": restMethod(MAIN, "GET", {
      methodIntegration: {
        type: "HTTP_PROXY",
        httpMethod: "GET",
        uri: "https://psp.example.com/v1",
        timeoutInMillis: 8_000,
        ...integration,
      },
    }),
  },
});
const preflight = (headers: Json): RestChange => ({
  methods: {
    "OPTIONS /orders": {
      httpMethod: "OPTIONS",
      authorizationType: "NONE",
      methodIntegration: {
        type: "MOCK",
        integrationResponses: { "200": { statusCode: "200", responseParameters: headers } },
      },
    },
  },
});
const ORIGIN = "method.response.header.Access-Control-Allow-Origin";
const CREDENTIALS = "method.response.header.Access-Control-Allow-Credentials";
const keyed = { methods: { "GET /orders": restMethod(MAIN, "GET", { apiKeyRequired: true }) } };
const vpc = (tlsConfig: Json | undefined): V2Change => ({
  integrations: [
    {
      integrationId: "int1",
      integrationType: "HTTP_PROXY",
      integrationUri: "arn:aws:elasticloadbalancing:eu-west-1:471112345678:listener/app/shop/1/2",
      connectionType: "VPC_LINK",
      connectionId: "vl1",
      timeoutInMillis: 9_000,
      tlsConfig,
    },
  ],
});
const OK = { restStage: {} };
const HTTP = { http: {} };

/** For each check: what passes, what fails, what it does not apply to. */
const SETUPS: Readonly<Record<string, readonly [Setup, Setup, Setup | null]>> = {
  "access-logs": [OK, { restStage: { accessLogSettings: undefined } }, null],
  "structured-logs": [
    OK,
    {
      restStage: format(
        '$context.identity.sourceIp - - [$context.requestTime] "$context.httpMethod" $context.status $context.requestId',
      ),
    },
    { restStage: { accessLogSettings: undefined } },
  ],
  "log-fields": [
    OK,
    { restStage: format('{"requestId":"$context.requestId","status":"$context.status"}') },
    { restStage: { accessLogSettings: undefined } },
  ],
  "log-validity": [
    OK,
    { restStage: format('{"requestId":"$context.requestId","status":$context.status}') },
    { restStage: format("$context.requestId $context.status") },
  ],
  "log-secrets": [
    OK,
    { restStage: format('{"requestId":"$context.requestId","key":"$context.identity.apiKey"}') },
    { restStage: { accessLogSettings: undefined } },
  ],
  "execution-logs": [
    OK,
    {
      restStage: {
        methodSettings: { "*/*": restSettings(), "~1orders/GET": restSettings({ loggingLevel: "OFF" }) },
      },
    },
    HTTP,
  ],
  "data-trace": [OK, { restStage: every({ dataTraceEnabled: true }) }, HTTP],
  "log-role": [
    { id: `account:${MAIN}` },
    { id: `account:${POOR}`, region: POOR },
    { id: `account:${BARE}`, region: BARE },
  ],
  "log-retention": [
    OK,
    { rest: {} },
    { restStage: { accessLogSettings: undefined, ...every({ loggingLevel: "OFF" }) } },
  ],
  "detailed-metrics": [OK, { restStage: every({ metricsEnabled: false }) }, null],
  tracing: [OK, { restStage: { tracingEnabled: false } }, HTTP],
  alarms: [{ id: "rest:stages-name/alarms-pass" }, OK, null],
  "unique-name": [{ rest: {} }, { rest: { api: { name: "twin" } } }, HTTP],
  "web-acl": [
    OK,
    { restStage: { webAclArn: undefined } },
    { rest: { api: { endpointConfiguration: { types: ["PRIVATE"] } } } },
  ],
  "method-authorization": [
    { rest: {} },
    { rest: { methods: { "GET /orders": restMethod(MAIN, "GET", { authorizationType: "NONE" }) } } },
    HTTP,
  ],
  "route-authorization": [
    HTTP,
    {
      http: { routes: [{ routeKey: "GET /search", authorizationType: "NONE", target: "integrations/int1" }] },
    },
    { rest: {} },
  ],
  "resource-policy": [
    {
      rest: {
        api: {
          endpointConfiguration: { types: ["PRIVATE"] },
          policy: String.raw`{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"execute-api:Invoke\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:SourceVpce\":\"vpce-1\"}}}]}`,
        },
      },
    },
    {
      rest: {
        api: {
          endpointConfiguration: { types: ["PRIVATE"] },
          policy: String.raw`{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"execute-api:Invoke\",\"Resource\":\"*\"}]}`,
        },
      },
    },
    { rest: {} },
  ],
  "default-endpoint": [
    { rest: {} },
    { rest: { api: { disableExecuteApiEndpoint: false } } },
    { id: `rest:far-name`, region: BARE },
  ],
  "mutual-tls": [
    { id: "domain:mtls.example.com" },
    { id: "domain:warned.example.com" },
    { id: "domain:api.example.com" },
  ],
  "tls-policy": [{ id: "domain:api.example.com" }, { id: "domain:old.example.com" }, HTTP],
  "endpoint-access-mode": [
    { id: "domain:api.example.com" },
    { id: "domain:basic.example.com" },
    { id: "domain:old.example.com" },
  ],
  "client-certificate": [
    { rest: { ...http({}), stage: { clientCertificateId: "cert-long" } } },
    { rest: { ...http({}), stage: { clientCertificateId: "cert-short" } } },
    { rest: {} },
  ],
  "backend-tls": [
    { rest: http({}) },
    { rest: http({ tlsConfig: { insecureSkipVerification: true } }) },
    { rest: {} },
  ],
  "private-integration-tls": [
    { http: vpc({ serverNameToVerify: "search.internal" }) },
    { http: vpc(undefined) },
    HTTP,
  ],
  cors: [
    { rest: preflight({ [ORIGIN]: "'https://shop.example.com'" }) },
    { rest: preflight({ [ORIGIN]: "'*'", [CREDENTIALS]: "'true'" }) },
    { rest: {} },
  ],
  "request-validation": [
    { rest: {} },
    { rest: { methods: { "POST /orders": restMethod(MAIN, "POST") } } },
    { rest: { methods: { "POST /orders": null } } },
  ],
  "stage-variable-secrets": [
    { restStage: { variables: { table: "orders" } } },
    { restStage: { variables: { dbPassword: "hunter2-hunter3" } } },
    OK,
  ],
  "authorizer-cache": [
    { rest: {} },
    {
      rest: {
        authorizers: [
          {
            id: "aut9",
            name: "forgetful",
            type: "REQUEST",
            identitySource: "",
            authorizerResultTtlInSeconds: 60,
          },
        ],
      },
    },
    { rest: { authorizers: [] } },
  ],
  "cache-encryption": [{ restStage: cached({ cacheDataEncrypted: true }) }, { restStage: cached({}) }, OK],
  "cache-invalidation": [
    { restStage: cached({}) },
    { restStage: cached({ requireAuthorizationForCacheControl: false }) },
    OK,
  ],
  "api-key-alone": [
    { rest: keyed },
    {
      rest: {
        methods: {
          "GET /orders": restMethod(MAIN, "GET", { apiKeyRequired: true, authorizationType: "NONE" }),
        },
      },
    },
    { rest: {} },
  ],
  throttle: [OK, { restStage: every({ throttlingRateLimit: 10_000, throttlingBurstLimit: 5_000 }) }, null],
  "usage-plans": [{ rest: keyed }, { rest: keyed }, OK],
  "throttle-sum": [
    { id: `account:${MAIN}` },
    { id: `account:${POOR}`, region: POOR },
    { id: `account:${BARE}`, region: BARE },
  ],
  "integration-timeout": [
    { rest: {} },
    {
      rest: {
        methods: {
          "GET /orders": restMethod(MAIN, "GET", {
            methodIntegration: {
              type: "AWS_PROXY",
              uri: lambdaUri(MAIN, "orders-slow"),
              timeoutInMillis: 11_000,
            },
          }),
        },
      },
    },
    { rest: { ...http({}), methods: { ...http({}).methods, "POST /orders": null } } },
  ],
  "deployment-status": [
    HTTP,
    { http: { stage: { lastDeploymentStatusMessage: "Deployment attempt failed: no integration" } } },
    { restStage: {} },
  ],
  "undeployed-changes": [
    OK,
    { restStage: {}, exported: openapi(["GET /orders"]) },
    { http: { stage: { autoDeploy: true } } },
  ],
  canary: [
    {
      rest: {
        stage: { canarySettings: { percentTraffic: 12.5, deploymentId: "dep3" } },
        deployments: [{ id: "dep3", createdDate: Date.parse("2026-11-18T11:00:00Z") / 1_000 }],
      },
    },
    {
      rest: {
        stage: { canarySettings: { percentTraffic: 3, deploymentId: "dep4" } },
        deployments: [{ id: "dep4", createdDate: Date.parse("2026-11-02T11:00:00Z") / 1_000 }],
      },
    },
    OK,
  ],
  "idle-cache": [{ restStage: cached({}) }, { restStage: cached({ cachingEnabled: false }) }, OK],
  "endpoint-type": [{ rest: {} }, { rest: { api: { endpointConfiguration: { types: ["EDGE"] } } } }, HTTP],
  compression: [{ rest: {} }, { rest: { api: { minimumCompressionSize: undefined } } }, HTTP],
  "custom-domain": [
    { rest: {} },
    { id: "rest:far-name", region: BARE },
    { rest: { api: { endpointConfiguration: { types: ["PRIVATE"] } } } },
  ],
  "vpc-links": [{ id: "vpc-link:working" }, { id: "vpc-link:broken" }, null],
  "gateway-responses": [
    { rest: preflight({ [ORIGIN]: "'https://shop.example.com'" }) },
    {
      rest: { ...preflight({}), gatewayResponses: [{ responseType: "DEFAULT_4XX", defaultResponse: true }] },
    },
    { rest: {} },
  ],
  "description-tags": [
    OK,
    { restStage: { description: undefined, tags: { "aws:cloudformation:stack-name": "shop" } } },
    { id: "http:default/$default" },
  ],
  "documentation-version": [OK, { restStage: { documentationVersion: undefined } }, HTTP],
  "openapi-export": [
    OK,
    { restStage: {}, exported: openapi(["GET /orders", "POST /orders"], {}) },
    { webSocket: {} },
  ],
  unused: [OK, { restStage: {} }, null],
};

/** What else a check must tell apart. */
const MORE: readonly (readonly [check: string, verdict: Verdict, name: string, setup: Setup])[] = [
  [
    "undeployed-changes",
    "pass",
    "same-function",
    { restStage: {}, exported: calling("orders-read", 29_000) },
  ],
  [
    "undeployed-changes",
    "fail",
    "other-function",
    { restStage: {}, exported: calling("orders-old", 29_000) },
  ],
  [
    "undeployed-changes",
    "fail",
    "other-timeout",
    { restStage: {}, exported: calling("orders-read", 12_000) },
  ],
  ["undeployed-changes", "fail", "other-kind", { restStage: {}, exported: calling(null, 29_000) }],
  ["unused", "pass", "three-weeks", { restStage: {} }],
  ["unused", "fail", "five-weeks", { restStage: {} }],
  ["custom-domain", "pass", "certificate", { id: "domain:api.example.com" }],
  ["custom-domain", "fail", "certificate", { id: "domain:mtls.example.com" }],
];

/** An export in which GET /orders calls a function, or nothing at all. */
function calling(name: string | null, timeoutInMillis: number): Json {
  const integration =
    name === null ? { type: "mock" } : { type: "aws_proxy", uri: lambdaUri(MAIN, name), timeoutInMillis };
  return openapi(["GET /orders", "POST /orders"], undefined, { "GET /orders": integration });
}

/** The recorded Regions, and what must be said of them. */
export function auditCases(): {
  readonly regions: readonly RecordedRegion[];
  readonly cases: readonly AuditCase[];
} {
  const main = new RecordedRegion(MAIN, {
    cloudwatchRoleArn: "arn:aws:iam::471112345678:role/logs",
    throttleSettings: { rateLimit: 10_000, burstLimit: 5_000 },
  });
  const cases: AuditCase[] = [];
  main.rest("stages");
  for (const [check, setups] of Object.entries(SETUPS)) {
    for (const [index, setup] of setups.entries()) {
      const verdict = VERDICTS[index];
      if (setup === null || verdict === undefined) continue;
      cases.push({
        check,
        verdict,
        region: "region" in setup ? (setup.region ?? MAIN) : MAIN,
        id: put(main, setup, `${check}-${verdict}`, check),
      });
    }
  }
  for (const [check, verdict, name, setup] of MORE)
    cases.push({ check, verdict, region: MAIN, id: put(main, setup, `${check}-${name}`, check) });
  furnish(main);
  const poor = new RecordedRegion(POOR, { throttleSettings: { rateLimit: 10_000, burstLimit: 5_000 } });
  poor.rest("big", { stage: every({ throttlingRateLimit: 8_000, throttlingBurstLimit: 4_000 }) });
  poor.rest("bigger", { stage: every({ throttlingRateLimit: 9_000, throttlingBurstLimit: 4_500 }) });
  const bare = new RecordedRegion(BARE, { throttleSettings: { rateLimit: 10_000, burstLimit: 5_000 } });
  bare.rest("far", { stage: { accessLogSettings: undefined, methodSettings: {} } });
  return { regions: [main, poor, bare], cases };
}

function put(main: RecordedRegion, setup: Setup, name: string, check: string): string {
  if ("restStage" in setup) {
    main.restStage("stages", name, setup.restStage, setup.exported);
    return `rest:stages-name/${name}`;
  }
  const isStage = STAGE_CHECKS.has(check);
  if ("rest" in setup) {
    main.rest(name, setup.rest);
    const label = setup.rest.api?.["name"] === "twin" ? "twin" : `${name}-name`;
    const shared = label === "twin" ? `twin~${name}` : label;
    return `rest:${shared}${isStage ? "/prod" : ""}`;
  }
  if ("http" in setup || "webSocket" in setup) {
    const kind = "http" in setup ? "http" : "websocket";
    main.v2(name, kind === "http" ? "HTTP" : "WEBSOCKET", "http" in setup ? setup.http : setup.webSocket);
    return `${kind}:${name}${isStage ? "/prod" : ""}`;
  }
  return setup.id;
}

/** Checks that look at stages; all others of an API look at the API. */
const STAGE_CHECKS = new Set([
  "execution-logs",
  "data-trace",
  "tracing",
  "log-retention",
  "web-acl",
  "client-certificate",
  "usage-plans",
  "deployment-status",
  "undeployed-changes",
  "canary",
  "documentation-version",
  "openapi-export",
]);

function certificate(name: string): string {
  return `arn:aws:acm:${MAIN}:471112345678:certificate/${name}`;
}

/** What the cases need around them. */
function furnish(main: RecordedRegion): void {
  main.rest("twin-other", { api: { name: "twin" } });
  main.restStage("stages", "alarms-pass", {});
  main.alarm("orders-5xx", "5XXError", { ApiName: "stages-name", Stage: "alarms-pass" }, [
    "arn:aws:sns:eu-west-1:471112345678:page",
  ]);
  main.alarm("orders-latency", "Latency", { ApiName: "stages-name", Stage: "alarms-pass" }, [
    "arn:aws:sns:eu-west-1:471112345678:page",
  ]);
  main.alarm("orders-mute", "5XXError", { ApiName: "stages-name", Stage: "alarms-fail" }, []);
  main.v2("default", "HTTP");
  main.v2Stage("default", "$default", "HTTP", { description: undefined, tags: {} });
  main.domain("api.example.com", { regionalCertificateArn: certificate("long") });
  main.domain("mtls.example.com", {
    regionalCertificateArn: certificate("short"),
    mutualTlsAuthentication: { truststoreUri: "s3://trust/clients.pem" },
  });
  main.domain("warned.example.com", {
    mutualTlsAuthentication: {
      truststoreUri: "s3://trust/old.pem",
      truststoreWarnings: ["certificate 3 has expired"],
    },
  });
  main.domain("old.example.com", { securityPolicy: "TLS_1_0", endpointAccessMode: undefined });
  main.domain("basic.example.com", { endpointAccessMode: "BASIC" });
  main.vpcLink(1, { id: "vl1", name: "working", status: "AVAILABLE" });
  main.vpcLink(2, {
    vpcLinkId: "vl2",
    name: "broken",
    vpcLinkStatus: "INACTIVE",
    securityGroupIds: [],
    subnetIds: [],
  });
  main.certificate("cert-long", 200);
  main.certificate("cert-short", 12);
  main.usagePlan({
    id: "plan1",
    name: "partners",
    throttle: { rateLimit: 15, burstLimit: 30 },
    quota: { limit: 900, period: "DAY" },
    apiStages: [{ apiId: "usage-plans-pass", stage: "prod" }],
  });
  main.usagePlan({ id: "plan2", name: "friends", apiStages: [{ apiId: "usage-plans-fail", stage: "prod" }] });
  main.functionTimeouts["orders-read"] = 10_000;
  main.functionTimeouts["orders-slow"] = 45_000;
  const forever = main.logGroups.find(({ name }) => name === "/aws/apigateway/log-retention-fail");
  if (forever) delete forever.retentionDays;
  for (const stage of ["unused-fail", "unused-three-weeks", "unused-five-weeks"]) main.silent.add(stage);
  main.datapoints.set("Count unused-three-weeks", { daysAgo: 21, value: 6 });
  main.datapoints.set("Count unused-five-weeks", { daysAgo: 36, value: 8 });
  main.datapoints.set(`DaysToExpiry ${certificate("long")}`, { daysAgo: 1, value: 210 });
  main.datapoints.set(`DaysToExpiry ${certificate("short")}`, { daysAgo: 1, value: 9 });
}
