import { emptyAccount } from "../../src/loopback/empty-account.ts";
import type { Account } from "../../src/simulate/account.ts";
import { API_GATEWAY_NAMESPACE } from "../../src/catalog/metrics.ts";
import { recommendedLogFormat } from "../../src/catalog/recommended-log-format.ts";

/**
 * Answers of AWS's control planes as they come over the wire, for accounts in which everything is well but what a test changes.
 * A change of a stage alone is a further stage of an API that all such tests share; a change of an API is an API of its own.
 */
type Json = Readonly<Record<string, unknown>>;

export interface RestChange {
  readonly api?: Json;
  readonly stage?: Json;
  /** Whole methods by "POST /orders"; null takes one away. */
  readonly methods?: Readonly<Record<string, Json | null>>;
  readonly authorizers?: readonly Json[];
  readonly validators?: readonly Json[];
  readonly gatewayResponses?: readonly Json[];
  readonly deployments?: readonly Json[];
  readonly exported?: Json;
}

export interface V2Change {
  readonly api?: Json;
  readonly stage?: Json;
  readonly routes?: readonly Json[];
  readonly integrations?: readonly Json[];
  readonly authorizers?: readonly Json[];
  readonly deployments?: readonly Json[];
  readonly exported?: Json;
}

export const NOW_MS = Date.parse("2026-11-20T15:00:00Z");
const ACCOUNT_ID = "471112345678";
const CREATED = Math.floor((NOW_MS - 40 * 86_400_000) / 1_000);

export function lambdaUri(region: string, name: string): string {
  return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${region}:${ACCOUNT_ID}:function:${name}/invocations`;
}

/** One Region's recorded answers, put together piece by piece. */
export class RecordedRegion {
  readonly region: string;
  readonly #answers = new Map<string, Json>();
  readonly #restApis: Json[] = [];
  readonly #v2Apis: Json[] = [];
  readonly #restStages = new Map<string, Json[]>();
  readonly #v2Stages = new Map<string, Json[]>();
  readonly #domains: Json[] = [];
  readonly #v1Links: Json[] = [];
  readonly #v2Links: Json[] = [];
  readonly #plans: Json[] = [];
  readonly #certificates: Json[] = [];
  readonly functionTimeouts: Record<string, number> = {};
  readonly logGroups: { name: string; createdMs: number; retentionDays?: number }[] = [];
  readonly alarms: NonNullable<Account["alarms"]>[number][] = [];
  /** Stages of which CloudWatch lists no metric. */
  readonly silent = new Set<string>();
  /** Values by metric and one of its dimensions' values: how old the only datapoint is, and what it says. */
  readonly datapoints = new Map<string, { readonly daysAgo: number; readonly value: number }>();

  constructor(region: string, account: Json) {
    this.region = region;
    this.#answers.set("/account", account);
  }

  /** A REST API with one stage, "prod". */
  rest(id: string, change: RestChange = {}): string {
    const { region } = this;
    const methods: Record<string, Json | null> = {
      "GET /orders": restMethod(region, "GET"),
      "POST /orders": {
        ...restMethod(region, "POST"),
        requestValidatorId: "val1",
        requestModels: { "application/json": "Order" },
      },
      ...change.methods,
    };
    this.#restApis.push({
      id,
      name: `${id}-name`,
      description: "Takes orders",
      tags: { owner: "shop" },
      createdDate: CREATED,
      apiKeySource: "HEADER",
      endpointConfiguration: { types: ["REGIONAL"] },
      disableExecuteApiEndpoint: true,
      minimumCompressionSize: 1_024,
      securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09",
      endpointAccessMode: "STRICT",
      ...change.api,
    });
    const byPath = new Map<string, Record<string, Json>>();
    for (const [key, method] of Object.entries(methods)) {
      const [verb = "", path = ""] = key.split(" ");
      if (method !== null) byPath.set(path, { ...byPath.get(path), [verb]: method });
    }
    const resources = [...byPath].map(([path, resourceMethods], index) => ({
      id: `r${index}`,
      path,
      resourceMethods,
    }));
    this.#list(`/restapis/${id}/resources`, "item", [{ id: "root", path: "/" }, ...resources]);
    this.#list(`/restapis/${id}/authorizers`, "item", change.authorizers ?? [AUTHORIZER]);
    this.#list(`/restapis/${id}/requestvalidators`, "item", change.validators ?? [VALIDATOR]);
    this.#list(`/restapis/${id}/gatewayresponses`, "item", change.gatewayResponses ?? GATEWAY_RESPONSES);
    this.#list(
      `/restapis/${id}/deployments`,
      "item",
      change.deployments ?? [{ id: "dep1", createdDate: CREATED }],
    );
    this.restStage(
      id,
      "prod",
      change.stage ?? {},
      change.exported,
      Object.keys(methods).filter((key) => methods[key] !== null),
    );
    this.#list(
      "/domainnames/api.example.com/basepathmappings",
      "item",
      this.#restApis.map((api) => ({ basePath: api["id"], restApiId: api["id"], stage: "prod" })),
    );
    return id;
  }

  restStage(
    id: string,
    name: string,
    change: Json,
    exported?: Json,
    routes: readonly string[] = ["GET /orders", "POST /orders"],
  ): void {
    const group = `/aws/apigateway/${id}`;
    this.#group(group);
    this.#group(`API-Gateway-Execution-Logs_${id}/${name}`);
    const stages = this.#restStages.get(id) ?? [];
    this.#restStages.set(id, stages);
    stages.push({
      stageName: name,
      deploymentId: "dep1",
      description: "Production",
      tags: { owner: "shop" },
      createdDate: CREATED,
      lastUpdatedDate: CREATED,
      cacheClusterEnabled: false,
      cacheClusterStatus: "NOT_AVAILABLE",
      methodSettings: { "*/*": restSettings() },
      accessLogSettings: {
        destinationArn: `arn:aws:logs:${this.region}:${ACCOUNT_ID}:log-group:${group}`,
        format: recommendedLogFormat("rest"),
      },
      tracingEnabled: true,
      webAclArn: `arn:aws:wafv2:${this.region}:${ACCOUNT_ID}:regional/webacl/shop/1`,
      documentationVersion: "7",
      ...change,
    });
    this.#list(`/restapis/${id}/stages`, "item", stages);
    this.#answers.set(`/restapis/${id}/stages/${name}/exports/oas30`, exported ?? openapi(routes));
  }

  /** An HTTP or WebSocket API with one stage, "prod". */
  v2(id: string, protocolType: "HTTP" | "WEBSOCKET", change: V2Change = {}): string {
    const isHttp = protocolType === "HTTP";
    this.#v2Apis.push({
      apiId: id,
      name: `${id}-name`,
      protocolType,
      description: "Searches",
      tags: { owner: "shop" },
      disableExecuteApiEndpoint: true,
      ...change.api,
    });
    const keys = isHttp ? ["GET /search", "POST /search"] : ["$connect", "$disconnect", "send"];
    const routes =
      change.routes ??
      keys.map((routeKey) => ({
        routeKey,
        authorizationType: routeKey === "$disconnect" || routeKey === "send" ? "NONE" : "AWS_IAM",
        target: "integrations/int1",
      }));
    this.#list(
      `/v2/apis/${id}/routes`,
      "items",
      routes.map((route, index) => ({ routeId: `route${index}`, ...route })),
    );
    this.#list(
      `/v2/apis/${id}/integrations`,
      "items",
      change.integrations ?? [
        {
          integrationId: "int1",
          integrationType: "AWS_PROXY",
          integrationUri: `arn:aws:lambda:${this.region}:${ACCOUNT_ID}:function:orders-read`,
          timeoutInMillis: 29_000,
        },
      ],
    );
    this.#list(
      `/v2/apis/${id}/authorizers`,
      "items",
      change.authorizers ?? [
        {
          authorizerId: "aut2",
          name: "custom",
          authorizerType: "REQUEST",
          identitySource: ["$request.header.Authorization"],
          authorizerResultTtlInSeconds: 120,
        },
      ],
    );
    this.#list(
      `/v2/apis/${id}/deployments`,
      "items",
      change.deployments ?? [
        { deploymentId: "dep2", deploymentStatus: "DEPLOYED", createdDate: "2026-10-11T10:00:00Z" },
      ],
    );
    this.v2Stage(id, "prod", protocolType, change.stage ?? {});
    if (isHttp) this.#answers.set(`/v2/apis/${id}/exports/OAS30`, change.exported ?? openapi(keys));
    this.#list(
      "/v2/domainnames/api.example.com/apimappings",
      "items",
      this.#v2Apis.map((api) => ({
        apiMappingId: `m${String(api["apiId"])}`,
        apiId: api["apiId"],
        stage: "prod",
      })),
    );
    return id;
  }

  v2Stage(id: string, stageName: string, protocolType: "HTTP" | "WEBSOCKET", change: Json): void {
    const group = `/aws/apigateway/${id}`;
    this.#group(group);
    this.#group(`API-Gateway-Execution-Logs_${id}/${stageName}`);
    const kind = protocolType === "HTTP" ? "http" : "websocket";
    const stages = this.#v2Stages.get(id) ?? [];
    this.#v2Stages.set(id, stages);
    stages.push({
      stageName,
      autoDeploy: false,
      deploymentId: "dep2",
      description: "Production",
      tags: { owner: "shop" },
      accessLogSettings: {
        destinationArn: `arn:aws:logs:${this.region}:${ACCOUNT_ID}:log-group:${group}:*`,
        format: recommendedLogFormat(kind),
      },
      defaultRouteSettings: {
        detailedMetricsEnabled: true,
        throttlingRateLimit: 40,
        throttlingBurstLimit: 20,
        ...(kind === "websocket" ? { loggingLevel: "ERROR", dataTraceEnabled: false } : {}),
      },
      lastDeploymentStatusMessage: "Successfully deployed stage with deployment ID 'dep2'",
      ...change,
    });
    this.#list(`/v2/apis/${id}/stages`, "items", stages);
  }

  domain(domainName: string, change: Json, leadsTo: readonly string[] = []): void {
    this.#domains.push({
      domainName,
      domainNameStatus: "AVAILABLE",
      securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09",
      endpointAccessMode: "STRICT",
      endpointConfiguration: { types: ["REGIONAL"] },
      ...change,
    });
    if (leadsTo.length > 0) {
      this.#list(
        `/domainnames/${domainName}/basepathmappings`,
        "item",
        leadsTo.map((restApiId) => ({ basePath: restApiId, restApiId, stage: "prod" })),
      );
    }
  }

  vpcLink(version: 1 | 2, link: Json): void {
    (version === 1 ? this.#v1Links : this.#v2Links).push(link);
  }

  usagePlan(plan: Json): void {
    this.#plans.push(plan);
  }

  certificate(clientCertificateId: string, expiresInDays: number): void {
    this.#certificates.push({ clientCertificateId, expirationDate: NOW_MS / 1_000 + expiresInDays * 86_400 });
  }

  /** An alarm that tells somebody. */
  alarm(
    AlarmName: string,
    MetricName: string,
    dimensions: Readonly<Record<string, string>>,
    actions: readonly string[],
  ): void {
    this.alarms.push({
      definition: {
        AlarmName,
        Namespace: API_GATEWAY_NAMESPACE,
        MetricName,
        Statistic: "Sum",
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        Period: 60,
        EvaluationPeriods: 3,
        Threshold: 7,
        ComparisonOperator: "GreaterThanThreshold",
        AlarmActions: [...actions],
      },
      stateValue: "OK",
      transitionedMs: NOW_MS - 5_000,
    });
  }

  account(): Account {
    const answers = new Map(this.#answers);
    const put = (path: string, key: string, list: readonly Json[]): void =>
      void answers.set(path, { [key]: list });
    put("/restapis", "item", this.#restApis);
    put("/v2/apis", "items", this.#v2Apis);
    put("/domainnames", "item", this.#domains);
    put("/vpclinks", "item", this.#v1Links);
    put("/v2/vpclinks", "items", this.#v2Links);
    put("/usageplans", "item", this.#plans);
    put("/clientcertificates", "item", this.#certificates);
    const metric = (dimensions: Record<string, string>) => ({
      namespace: API_GATEWAY_NAMESPACE,
      metric: "Count",
      dimensions,
      newestMs: NOW_MS - 60_000,
    });
    const listed = [
      ...[...this.#restStages].flatMap(([id, stages]) =>
        stages.map((stage) => ({ ApiName: this.#nameOf(id), Stage: String(stage["stageName"]) })),
      ),
      ...[...this.#v2Stages].flatMap(([id, stages]) =>
        stages.map((stage) => ({ ApiId: id, Stage: String(stage["stageName"]) })),
      ),
    ].filter(({ Stage }) => !this.silent.has(Stage));
    return {
      ...emptyAccount(this.region, undefined),
      accountId: ACCOUNT_ID,
      nowMs: NOW_MS,
      recorded: answers,
      functionTimeouts: this.functionTimeouts,
      alarms: this.alarms,
      logGroups: () => this.logGroups,
      metrics: () => listed.map(metric),
      query: ({ metric: name, dimensions }, _stat, periodSeconds, { startMs, endMs }) => {
        const found = Object.values(dimensions).flatMap(
          (value) => this.datapoints.get(`${name} ${value}`) ?? [],
        );
        return found
          .map(({ daysAgo, value }) => ({
            timeMs:
              Math.floor((NOW_MS - daysAgo * 86_400_000) / (periodSeconds * 1_000)) * periodSeconds * 1_000,
            value,
          }))
          .filter(({ timeMs }) => timeMs >= startMs && timeMs < endMs);
      },
    };
  }

  #nameOf(id: string): string {
    return String(this.#restApis.find((api) => api["id"] === id)?.["name"]);
  }

  #group(name: string): void {
    if (!this.logGroups.some((group) => group.name === name))
      this.logGroups.push({ name, createdMs: NOW_MS - 9_000, retentionDays: 30 });
  }

  #list(path: string, key: "item" | "items", list: readonly Json[]): void {
    this.#answers.set(path, { [key]: list });
  }
}

export function restSettings(change: Json = {}): Json {
  return {
    metricsEnabled: true,
    loggingLevel: "ERROR",
    dataTraceEnabled: false,
    throttlingBurstLimit: 25,
    throttlingRateLimit: 50,
    cachingEnabled: false,
    cacheTtlInSeconds: 300,
    cacheDataEncrypted: false,
    requireAuthorizationForCacheControl: true,
    ...change,
  };
}

export function restMethod(region: string, httpMethod: string, change: Json = {}): Json {
  return {
    httpMethod,
    authorizationType: "AWS_IAM",
    apiKeyRequired: false,
    methodIntegration: {
      type: "AWS_PROXY",
      httpMethod: "POST",
      uri: lambdaUri(region, "orders-read"),
      timeoutInMillis: 29_000,
    },
    ...change,
  };
}

export function openapi(
  routes: readonly string[],
  securitySchemes: Json = { sigv4: { type: "apiKey" } },
  integrations: Readonly<Record<string, Json>> = {},
): Json {
  const paths: Record<string, Json> = {};
  for (const key of routes) {
    const [verb = "", path = ""] = key.split(" ");
    const integration = integrations[key];
    paths[path] = {
      ...paths[path],
      [verb.toLowerCase()]: {
        responses: {},
        ...(integration === undefined ? {} : { "x-amazon-apigateway-integration": integration }),
      },
    };
  }
  return {
    openapi: "3.0.1",
    info: { title: "recorded" },
    servers: [{ url: "https://api.example.com" }],
    paths,
    components: { securitySchemes },
  };
}

const AUTHORIZER = {
  id: "aut1",
  name: "custom",
  type: "REQUEST",
  identitySource: "method.request.header.Authorization,context.httpMethod",
  authorizerResultTtlInSeconds: 240,
};
const VALIDATOR = { id: "val1", validateRequestBody: true, validateRequestParameters: false };
const GATEWAY_RESPONSES = ["DEFAULT_4XX", "DEFAULT_5XX"].map((responseType) => ({
  responseType,
  defaultResponse: false,
  responseParameters: { "gatewayresponse.header.Access-Control-Allow-Origin": "'https://shop.example.com'" },
}));
