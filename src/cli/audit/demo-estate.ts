import { accountThrottle } from "../../catalog/account-throttle.ts";
import { logGroupOf } from "../../catalog/log-groups.ts";
import type { OpenapiFacts } from "../../model/openapi-facts.ts";
import { DAY_MS } from "../../core/window.ts";
import type { Estate, EstateApi, EstateRoute, EstateStage } from "../../model/estate.ts";
import { estateOfTargets } from "../../posture/estate-of-targets.ts";
import type { Account } from "../../simulate/account.ts";
import { toEstateAlarms } from "../../templates/declared/estate-alarms.ts";
import { demoLintReader } from "../alarms-lint/lint-reader.ts";

/**
 * What is set up in the demo account: its stages as they are simulated, and around them what a grown account has, some of it good and
 * some of it not: a domain with a way around it, a key in a stage variable, a cache in the clear, functions that run for too long.
 */
export async function demoEstate(account: Account): Promise<Estate> {
  const { alarms } = await demoLintReader(account).readAlarms();
  const estate = estateOfTargets(account.targets, account.nowMs, "demo");
  const apis = estate.apis.map(withDetails);
  const groups = apis.flatMap(({ stages }) =>
    stages.flatMap(({ accessLog }) =>
      accessLog?.destinationArn ? (logGroupOf(accessLog.destinationArn) ?? []) : [],
    ),
  );
  const idOf = (name: string): string => apis.find((api) => api.name === name)?.id ?? name;
  const functions = apis.flatMap(({ routes }) =>
    (routes ?? []).flatMap(({ integration }) =>
      integration?.kind === "lambda-proxy" ? (integration.target ?? []) : [],
    ),
  );
  return {
    ...estate,
    account: {
      logRoleArn: `arn:aws:iam::${account.accountId}:role/api-gateway-logs`,
      throttle: accountThrottle(account.region),
    },
    apis,
    domains: [
      {
        name: "api.example.com",
        endpointType: "REGIONAL",
        securityPolicy: "TLS_1_2",
        endpointAccessMode: null,
        status: "AVAILABLE",
        mutualTls: null,
        mappings: ["orders", "storefront", "catalog"].map((name) => ({ apiId: idOf(name), stage: "prod" })),
      },
      {
        name: "pay.example.com",
        endpointType: "REGIONAL",
        securityPolicy: "TLS_1_0",
        endpointAccessMode: null,
        status: "AVAILABLE",
        mutualTls: { truststoreUri: "s3://example-trust/clients.pem", warnings: [] },
        mappings: [{ apiId: idOf("payments"), stage: "prod" }],
      },
    ],
    vpcLinks: [{ id: "v8k2lp", name: "internal", status: "AVAILABLE", message: null }],
    clientCertificates: [{ id: "c7x1ab", expiresMs: account.nowMs + 19 * DAY_MS }],
    logGroups: Object.fromEntries(
      groups.map((name, index) => [name, { retentionDays: index % 3 === 0 ? null : 30 }]),
    ),
    functions: Object.fromEntries(
      functions.map((name) => [name, { timeoutMs: name === "orders-create" ? 60_000 : 10_000 }]),
    ),
    alarms: toEstateAlarms(alarms),
  };
}

/** Well looked after: described, tagged, validated, out of reach but for its domain. */
const TIDY = new Set(["orders", "catalog"]);

function withDetails(api: EstateApi): EstateApi {
  const isTidy = TIDY.has(api.name ?? "");
  const isRest = api.kind === "rest";
  return {
    ...api,
    description: isTidy ? `The ${api.name ?? ""} service` : null,
    tags: isTidy ? { owner: "shop" } : {},
    isDefaultEndpointOff: isTidy,
    authorizers: authorizersOf(api),
    routes: api.routes?.map((route) => withRouteDetails(route, api, isTidy)) ?? [],
    ...(isRest
      ? {
          endpointType: api.name === "storefront" ? "EDGE" : "REGIONAL",
          policy: null,
          minimumCompressionBytes: isTidy ? 1_024 : null,
          securityPolicy: null,
          endpointAccessMode: null,
          apiKeySource: "HEADER",
          validators: isTidy ? [{ id: "v4body", body: true, parameters: false }] : [],
          gatewayResponses: [],
        }
      : {}),
    ...(api.kind === "http" ? { cors: { origins: ["*"], allowCredentials: api.name === "profile" } } : {}),
    stages: api.stages.map((stage) => withStageDetails(stage, api, isTidy)),
  };
}

function withRouteDetails(route: EstateRoute, { kind, name }: EstateApi, isTidy: boolean): EstateRoute {
  const { integration } = route;
  return {
    ...route,
    ...(kind === "rest" ? { validatorId: isTidy ? "v4body" : null, hasModel: isTidy, fixedHeaders: {} } : {}),
    ...(integration
      ? {
          integration: {
            ...integration,
            uri: integration.kind === "http" ? `https://${integration.target ?? "backend"}/` : null,
            isTlsUnverified: name === "partner-invoices" && integration.kind === "http",
            ...(kind === "http" && integration.isVpcLink ? { tlsServerName: null } : {}),
          },
        }
      : {}),
  };
}

function authorizersOf({ routes, name }: EstateApi): NonNullable<EstateApi["authorizers"]> {
  const kinds = new Set(routes?.map(({ authorization }) => authorization));
  return [
    ...(kinds.has("CUSTOM")
      ? [
          {
            id: "auth01",
            name: `${name ?? "api"}-authorizer`,
            type: "REQUEST",
            identitySources: name === "accounts" ? [] : ["method.request.header.Authorization"],
            ttlSeconds: 300,
          },
        ]
      : []),
    ...(kinds.has("JWT")
      ? [
          {
            id: "auth02",
            name: "jwt",
            type: "JWT",
            identitySources: ["$request.header.Authorization"],
            ttlSeconds: 0,
          },
        ]
      : []),
  ];
}

function withStageDetails(
  stage: EstateStage,
  { kind, name, routes }: EstateApi,
  isTidy: boolean,
): EstateStage {
  const { every, byRoute } = stage;
  return {
    ...stage,
    // Every stage of the demo is called.
    hasTraffic: true,
    description: isTidy ? "Production" : null,
    tags: isTidy ? { owner: "shop" } : {},
    // In the form of a key, and nobody's: the demo has no secrets.
    variables:
      name === "partner-invoices" ? { PARTNER_API_KEY: "demo-5f0c-91ab-77e2", table: "invoices" } : {},
    every: {
      ...every,
      ...(kind === "http" ? {} : { dataTrace: name === "payments" }),
      ...(kind === "rest" ? { cacheEncrypted: false, cacheInvalidationProtected: name !== "catalog" } : {}),
    },
    byRoute: byRoute ?? {},
    ...(kind === "http" ? {} : { clientCertificateId: name === "payments" ? "c7x1ab" : null }),
    ...(kind === "rest"
      ? { documentationVersion: isTidy ? "1" : null }
      : {
          autoDeploy: kind === "http",
          lastDeploymentMessage: "Successfully deployed stage",
          deploymentStatus: "DEPLOYED",
        }),
    ...(kind === "websocket"
      ? {}
      : {
          exported: {
            routes: (routes ?? []).map(({ key }) => key).filter((key) => key !== "POST /refunds"),
            integrations: Object.fromEntries(
              (routes ?? []).flatMap(({ key, integration }) => (integration ? [[key, integration]] : [])),
            ),
            document: exportedDocument(routes ?? []),
          },
        }),
  };
}

/** As API Gateway exports it: each authorizer is an API key with an authorizer behind it. */
function exportedDocument(routes: readonly EstateRoute[]): OpenapiFacts {
  const schemes = new Set(
    routes.flatMap(({ authorization }) => (authorization && authorization !== "NONE" ? [authorization] : [])),
  );
  // One kind of authorizer was put in front of the API instead of into it.
  schemes.delete("JWT");
  return {
    isSwagger: false,
    servers: ["https://api.example.com"],
    schemes: [...schemes].map((name) => ({
      name,
      type: "apiKey",
      isBasic: false,
      isAuthorizer: true,
      flows: [],
      scopes: [],
    })),
    security: null,
    operations: routes.map(({ key }) => ({ key, security: null, isPlain: false, saysMedia: true })),
    unboundedArrays: [],
  };
}
