import type { AwsClients } from "../../aws/clients.ts";
import type { BudgetName, RateBudget } from "../../aws/rate-budget.ts";
import { readPages, type Pages } from "../../aws/read-pages.ts";
import { V1_PAGE_LIMIT, V2_PAGE_LIMIT } from "../../catalog/api-limits.ts";
import * as rest from "./rest-schemas.ts";
import * as v2 from "./http-websocket-schemas.ts";

/** The lists of API Gateway's control plane that Gatewatch reads, each to its end. Does not throw. */
export interface ControlPlane {
  restApis(): Promise<Pages<rest.RestApi>>;
  restStages(apiId: string): Promise<Pages<rest.RestStage>>;
  resources(apiId: string): Promise<Pages<rest.Resource>>;
  restDeployments(apiId: string): Promise<Pages<rest.RestDeployment>>;
  usagePlans(): Promise<Pages<rest.ApiUsagePlan>>;
  v2Apis(): Promise<Pages<v2.V2Api>>;
  v2Stages(apiId: string): Promise<Pages<v2.V2Stage>>;
  v2Routes(apiId: string): Promise<Pages<v2.V2Route>>;
  v2Integrations(apiId: string): Promise<Pages<v2.V2Integration>>;
  v2Deployments(apiId: string): Promise<Pages<v2.V2Deployment>>;
}

/** @param budget every call waits for it. */
export function awsControlPlane(clients: AwsClients, budget: RateBudget): ControlPlane {
  const v1Client = () => clients.apiGateway();
  const v2Client = () => clients.apiGatewayV2();
  const wait = <T>(call: () => Promise<T>, name: BudgetName = "control-plane") => budget(name, call);
  const limit = V1_PAGE_LIMIT;
  const MaxResults = String(V2_PAGE_LIMIT);
  return {
    restApis: () =>
      readPages(rest.restApiSchema, async (position) => {
        const { GetRestApisCommand: Command } = await import("@aws-sdk/client-api-gateway");
        const client = await v1Client();
        const page = await wait(() => client.send(new Command({ limit, position })));
        return { items: page.items, next: page.position };
      }),
    restStages: (restApiId) =>
      readPages(rest.restStageSchema, async () => {
        const { GetStagesCommand: Command } = await import("@aws-sdk/client-api-gateway");
        const client = await v1Client();
        const page = await wait(() => client.send(new Command({ restApiId })));
        return { items: page.item, next: undefined };
      }),
    resources: (restApiId) =>
      readPages(rest.resourceSchema, async (position) => {
        const { GetResourcesCommand: Command } = await import("@aws-sdk/client-api-gateway");
        const client = await v1Client();
        const input = { restApiId, embed: ["methods"], limit, position };
        const page = await wait(() => client.send(new Command(input)), "control-plane-resources");
        return { items: page.items, next: page.position };
      }),
    restDeployments: (restApiId) =>
      readPages(rest.restDeploymentSchema, async (position) => {
        const { GetDeploymentsCommand: Command } = await import("@aws-sdk/client-api-gateway");
        const client = await v1Client();
        const page = await wait(() => client.send(new Command({ restApiId, limit, position })));
        return { items: page.items, next: page.position };
      }),
    usagePlans: () =>
      readPages(rest.usagePlanSchema, async (position) => {
        const { GetUsagePlansCommand: Command } = await import("@aws-sdk/client-api-gateway");
        const client = await v1Client();
        const page = await wait(() => client.send(new Command({ limit, position })));
        return { items: page.items, next: page.position };
      }),
    v2Apis: () =>
      readPages(v2.v2ApiSchema, async (NextToken) => {
        const { GetApisCommand: Command } = await import("@aws-sdk/client-apigatewayv2");
        const client = await v2Client();
        const page = await wait(() => client.send(new Command({ MaxResults, NextToken })));
        return { items: page.Items, next: page.NextToken };
      }),
    v2Stages: (ApiId) =>
      readPages(v2.v2StageSchema, async (NextToken) => {
        const { GetStagesCommand: Command } = await import("@aws-sdk/client-apigatewayv2");
        const client = await v2Client();
        const page = await wait(() => client.send(new Command({ ApiId, MaxResults, NextToken })));
        return { items: page.Items, next: page.NextToken };
      }),
    v2Routes: (ApiId) =>
      readPages(v2.v2RouteSchema, async (NextToken) => {
        const { GetRoutesCommand: Command } = await import("@aws-sdk/client-apigatewayv2");
        const client = await v2Client();
        const page = await wait(() => client.send(new Command({ ApiId, MaxResults, NextToken })));
        return { items: page.Items, next: page.NextToken };
      }),
    v2Integrations: (ApiId) =>
      readPages(v2.v2IntegrationSchema, async (NextToken) => {
        const { GetIntegrationsCommand: Command } = await import("@aws-sdk/client-apigatewayv2");
        const client = await v2Client();
        const page = await wait(() => client.send(new Command({ ApiId, MaxResults, NextToken })));
        return { items: page.Items, next: page.NextToken };
      }),
    v2Deployments: (ApiId) =>
      readPages(v2.v2DeploymentSchema, async (NextToken) => {
        const { GetDeploymentsCommand: Command } = await import("@aws-sdk/client-apigatewayv2");
        const client = await v2Client();
        const page = await wait(() => client.send(new Command({ ApiId, MaxResults, NextToken })));
        return { items: page.Items, next: page.NextToken };
      }),
  };
}
