import {
  APIGatewayClient,
  GetAccountCommand,
  GetAuthorizersCommand,
  GetDeploymentsCommand,
  GetStagesCommand,
  NotFoundException,
  paginateGetResources,
  paginateGetRestApis,
  paginateGetUsagePlans,
  type Resource,
} from "@aws-sdk/client-api-gateway";
import {
  ApiGatewayV2Client,
  GetApisCommand,
  GetAuthorizersCommand as GetV2AuthorizersCommand,
  GetDeploymentsCommand as GetV2DeploymentsCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStagesCommand as GetV2StagesCommand,
  NotFoundException as V2NotFoundException,
} from "@aws-sdk/client-apigatewayv2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import {
  ACCOUNT_ID,
  configuration,
  literalAccount,
  NOW_MS,
  TARGETS,
} from "../unit/loopback/literal-account.ts";
import { clientConfig } from "./loopback-clients.ts";

const DAY = 86_400_000;
const REST = "abc123def4";

let loopback: Loopback;
let clients: { rest: APIGatewayClient; v2: ApiGatewayV2Client };
beforeAll(async () => {
  const more = Array.from({ length: 60 }, (_, index) => ({
    ...TARGETS[1]!,
    id: `rest:extra${index}/dev`,
    apiId: `extra${index}`,
    apiName: `extra${index}`,
    configuration: configuration(),
  }));
  const unread = {
    ...TARGETS[0]!,
    id: "rest:unread/prod",
    apiId: null,
    apiName: "unread",
    configuration: null,
  };
  loopback = await startLoopback(literalAccount({ targets: [...TARGETS, ...more, unread] }));
  const config = clientConfig(loopback.url);
  clients = { rest: new APIGatewayClient(config), v2: new ApiGatewayV2Client(config) };
});
afterAll(() => loopback.close());

describe("version 1", () => {
  it("pages APIs by 25 unless a limit is given, and knows none whose id was not read", async () => {
    for (const [limit, sizes] of [
      [undefined, [25, 25, 11]],
      [50, [50, 11]],
      [500, [61]],
    ] as const) {
      const seen: number[] = [];
      for await (const page of paginateGetRestApis({ client: clients.rest }, { limit })) {
        seen.push(page.items?.length ?? 0);
      }
      expect(seen).toEqual(sizes);
    }
  });

  it("describes an API", async () => {
    for await (const page of paginateGetRestApis({ client: clients.rest }, { limit: 1 })) {
      expect(page.items?.[0]).toMatchObject({
        id: REST,
        name: "orders",
        createdDate: new Date(NOW_MS - 31 * DAY),
        apiKeySource: "HEADER",
        disableExecuteApiEndpoint: false,
      });
      break;
    }
  });

  it("describes stages with everything that is configured", async () => {
    const { item } = await clients.rest.send(new GetStagesCommand({ restApiId: REST }));
    const [prod, dev] = item ?? [];
    expect(prod).toMatchObject({
      stageName: "prod",
      deploymentId: "dep002",
      lastUpdatedDate: new Date(NOW_MS - 2 * DAY),
      cacheClusterEnabled: true,
      cacheClusterSize: "0.5",
      cacheClusterStatus: "AVAILABLE",
      tracingEnabled: true,
      accessLogSettings: { format: "$context.status" },
      canarySettings: { percentTraffic: 12.5, deploymentId: "dep001" },
      webAclArn: expect.stringContaining("webacl/edge") as string,
    });
    expect(prod?.methodSettings?.["*/*"]).toMatchObject({
      metricsEnabled: true,
      loggingLevel: "ERROR",
      throttlingRateLimit: 500,
      throttlingBurstLimit: 250,
      cachingEnabled: false,
    });
    expect(prod?.methodSettings?.["~1orders/GET"]).toMatchObject({
      metricsEnabled: false,
      cachingEnabled: true,
      throttlingRateLimit: 70,
      throttlingBurstLimit: 35,
    });
    expect(dev).toMatchObject({ stageName: "dev", methodSettings: {}, tracingEnabled: false });
    expect(dev).toMatchObject({ cacheClusterEnabled: false, cacheClusterStatus: "NOT_AVAILABLE" });
    const byDeployment = new GetStagesCommand({ restApiId: REST, deploymentId: "dep001" });
    expect((await clients.rest.send(byDeployment)).item?.map(({ stageName }) => stageName)).toEqual(["dev"]);
  });

  it("gives resources as a tree, page by page, and methods only where they are embedded", async () => {
    const resources: Resource[] = [];
    const input = { restApiId: REST, embed: ["methods"], limit: 2 };
    for await (const page of paginateGetResources({ client: clients.rest }, input)) {
      resources.push(...(page.items ?? []));
    }
    expect(resources.map(({ path }) => path)).toEqual([
      "/",
      "/orders",
      "/orders/{id}",
      "/queue",
      "/{proxy+}",
    ]);
    const byPath = new Map(resources.map((resource) => [resource.path, resource]));
    expect(byPath.get("/orders/{id}")).toMatchObject({
      parentId: byPath.get("/orders")?.id,
      pathPart: "{id}",
    });
    expect(byPath.get("/orders")?.resourceMethods?.["POST"]).toMatchObject({
      httpMethod: "POST",
      authorizationType: "CUSTOM",
      apiKeyRequired: true,
      methodIntegration: {
        type: "AWS_PROXY",
        timeoutInMillis: 29_000,
        uri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:${ACCOUNT_ID}:function:fn-post-orders/invocations`,
      },
    });
    expect(byPath.get("/orders/{id}")?.resourceMethods?.["GET"]?.methodIntegration).toMatchObject({
      type: "HTTP_PROXY",
      uri: "https://backend.example/",
      timeoutInMillis: 8_000,
    });
    expect(byPath.get("/{proxy+}")?.resourceMethods?.["ANY"]?.methodIntegration).toMatchObject({
      type: "HTTP_PROXY",
      connectionType: "VPC_LINK",
    });
    expect(byPath.get("/")?.resourceMethods?.["GET"]?.methodIntegration?.type).toBe("MOCK");
    expect(byPath.get("/queue")?.resourceMethods?.["PUT"]?.methodIntegration).toMatchObject({ type: "AWS" });
    for await (const page of paginateGetResources({ client: clients.rest }, { restApiId: REST })) {
      const orders = page.items?.find(({ path }) => path === "/orders");
      expect(orders?.resourceMethods).toEqual({ GET: {}, POST: {} });
    }
  });

  it("gives usage plans, deployments, authorizers and the account's limits", async () => {
    for await (const page of paginateGetUsagePlans({ client: clients.rest }, {})) {
      expect(page.items).toMatchObject([
        {
          id: "plan01",
          name: "partners",
          apiStages: [{ apiId: REST, stage: "prod" }],
          throttle: { rateLimit: 21, burstLimit: 42 },
          quota: { limit: 9_000, offset: 0, period: "DAY" },
        },
      ]);
    }
    const deployments = await clients.rest.send(new GetDeploymentsCommand({ restApiId: REST }));
    expect(deployments.items).toMatchObject([
      { id: "dep002", description: "second", createdDate: new Date(NOW_MS - 2 * DAY) },
      { id: "dep001", createdDate: new Date(NOW_MS - 31 * DAY) },
    ]);
    const authorizers = await clients.rest.send(new GetAuthorizersCommand({ restApiId: REST }));
    expect(authorizers.items).toMatchObject([{ type: "TOKEN", name: "orders-custom" }]);
    const account = await clients.rest.send(new GetAccountCommand({}));
    expect(account.throttleSettings).toEqual({ rateLimit: 10_000, burstLimit: 5_000 });
    expect(account.cloudwatchRoleArn).toContain(ACCOUNT_ID);
  });

  it("does not find an API of version 2, in AWS's words", async () => {
    const failure = clients.rest.send(new GetStagesCommand({ restApiId: "h1h2h3h4h5" }));
    await expect(failure).rejects.toThrow(NotFoundException);
    await expect(failure).rejects.toThrow(`Invalid API identifier specified ${ACCOUNT_ID}:h1h2h3h4h5`);
  });

  it("answers in HAL where the caller does not ask for JSON", async () => {
    const authorization = `AWS4-HMAC-SHA256 Credential=A/20260520/eu-west-1/apigateway/aws4_request, Signature=0`;
    const answer = await fetch(`${loopback.url}/restapis?limit=2`, { headers: { authorization } });
    expect(answer.headers.get("content-type")).toBe("application/hal+json");
    expect(await answer.json()).toMatchObject({ _links: {}, _embedded: { item: [{ id: REST }, {}] } });
  });
});

describe("version 2", () => {
  it("gives HTTP and WebSocket APIs page by page", async () => {
    const first = await clients.v2.send(new GetApisCommand({ MaxResults: "1" }));
    expect(first.Items).toMatchObject([
      {
        ApiId: "h1h2h3h4h5",
        Name: "catalogue",
        ProtocolType: "HTTP",
        ApiEndpoint: "https://h1h2h3h4h5.execute-api.eu-west-1.amazonaws.com",
        CreatedDate: new Date(NOW_MS - 5 * DAY),
      },
    ]);
    const second = await clients.v2.send(new GetApisCommand({ MaxResults: "1", NextToken: first.NextToken }));
    expect(second.Items).toMatchObject([{ ApiId: "w9w8w7w6w5", ProtocolType: "WEBSOCKET" }]);
    expect(second.NextToken).toBeUndefined();
  });

  it("describes stages, execution logs for WebSocket alone", async () => {
    const http = await clients.v2.send(new GetV2StagesCommand({ ApiId: "h1h2h3h4h5" }));
    expect(http.Items).toMatchObject([
      {
        StageName: "$default",
        DeploymentId: "depH1",
        DefaultRouteSettings: {
          DetailedMetricsEnabled: false,
          ThrottlingRateLimit: 300,
          ThrottlingBurstLimit: 151,
        },
        RouteSettings: { "GET /items": { DetailedMetricsEnabled: true } },
      },
    ]);
    expect(http.Items?.[0]?.DefaultRouteSettings).not.toHaveProperty("LoggingLevel");
    const websocket = await clients.v2.send(new GetV2StagesCommand({ ApiId: "w9w8w7w6w5" }));
    expect(websocket.Items?.[0]?.DefaultRouteSettings?.LoggingLevel).toBe("INFO");
  });

  it("gives routes whose targets are integrations, and deployments and authorizers", async () => {
    const { Items: routes } = await clients.v2.send(new GetRoutesCommand({ ApiId: "h1h2h3h4h5" }));
    const { Items: integrations } = await clients.v2.send(
      new GetIntegrationsCommand({ ApiId: "h1h2h3h4h5" }),
    );
    const behind = (key: string) => {
      const target = routes?.find(({ RouteKey }) => RouteKey === key)?.Target;
      return integrations?.find(({ IntegrationId }) => `integrations/${IntegrationId}` === target);
    };
    expect(behind("GET /items")).toMatchObject({
      IntegrationType: "AWS_PROXY",
      IntegrationUri: `arn:aws:lambda:eu-west-1:${ACCOUNT_ID}:function:fn-get-items`,
      TimeoutInMillis: 29_000,
    });
    expect(behind("$default")).toMatchObject({
      IntegrationType: "HTTP_PROXY",
      IntegrationUri: "https://legacy.example/",
    });
    const authorizers = await clients.v2.send(new GetV2AuthorizersCommand({ ApiId: "h1h2h3h4h5" }));
    expect(authorizers.Items).toMatchObject([{ AuthorizerType: "JWT" }]);
    expect(routes?.find(({ RouteKey }) => RouteKey === "GET /items")?.AuthorizerId).toBe(
      authorizers.Items?.[0]?.AuthorizerId,
    );
    const deployments = await clients.v2.send(new GetV2DeploymentsCommand({ ApiId: "w9w8w7w6w5" }));
    expect(deployments.Items).toMatchObject([
      { DeploymentId: "depW1", DeploymentStatus: "DEPLOYED", Description: "chat" },
    ]);
  });

  it("does not find a REST API", async () => {
    const failure = clients.v2.send(new GetRoutesCommand({ ApiId: REST }));
    await expect(failure).rejects.toThrow(V2NotFoundException);
  });
});
