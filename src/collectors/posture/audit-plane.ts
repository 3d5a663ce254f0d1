import type { z } from "zod";

import type { AwsClients } from "../../aws/clients.ts";
import { readPages, type Pages } from "../../aws/read-pages.ts";
import type { RateBudget } from "../../aws/rate-budget.ts";
import { V1_PAGE_LIMIT, V2_PAGE_LIMIT } from "../../catalog/api-limits.ts";
import { awsControlPlane, type ControlPlane } from "../inventory/control-plane.ts";
import * as v1 from "./v1-schemas.ts";
import * as v2 from "./v2-schemas.ts";

type Of<S extends z.ZodType> = Promise<Pages<z.output<S>>>;

/** What the audit reads of API Gateway's control plane beyond the inventory, each list to its end. None of it throws, but `account` and the exports. */
export interface AuditPlane extends ControlPlane {
  account(): Promise<z.output<typeof v1.accountSchema>>;
  authorizers(apiId: string): Of<typeof v1.authorizerSchema>;
  validators(apiId: string): Of<typeof v1.validatorSchema>;
  gatewayResponses(apiId: string): Of<typeof v1.gatewayResponseSchema>;
  domainNames(): Of<typeof v1.domainNameSchema>;
  basePathMappings(domainName: string): Of<typeof v1.basePathMappingSchema>;
  vpcLinks(): Of<typeof v1.vpcLinkSchema>;
  clientCertificates(): Of<typeof v1.clientCertificateSchema>;
  /** The stage as OpenAPI 3, still to be parsed. */
  restExport(apiId: string, stage: string): Promise<string>;
  v2Authorizers(apiId: string): Of<typeof v2.v2AuthorizerSchema>;
  apiMappings(domainName: string): Of<typeof v2.apiMappingSchema>;
  v2VpcLinks(): Of<typeof v2.v2VpcLinkSchema>;
  httpExport(apiId: string, stage: string): Promise<string>;
}

/** @param budget every call waits for it. */
export function awsAuditPlane(clients: AwsClients, budget: RateBudget): AuditPlane {
  const limit = V1_PAGE_LIMIT;
  const MaxResults = String(V2_PAGE_LIMIT);
  const one = async <T>(call: () => Promise<T>): Promise<T> => budget("control-plane", call);
  return {
    ...awsControlPlane(clients, budget),
    account: async () => {
      const { GetAccountCommand: Command } = await import("@aws-sdk/client-api-gateway");
      const client = await clients.apiGateway();
      return v1.accountSchema.parse(await one(() => client.send(new Command({}))));
    },
    authorizers: (restApiId) =>
      readPages(v1.authorizerSchema, async (position) => {
        const { GetAuthorizersCommand: Command } = await import("@aws-sdk/client-api-gateway");
        const client = await clients.apiGateway();
        const page = await one(() => client.send(new Command({ restApiId, limit, position })));
        return { items: page.items, next: page.position };
      }),
    validators: (restApiId) =>
      readPages(v1.validatorSchema, async (position) => {
        const { GetRequestValidatorsCommand: Command } = await import("@aws-sdk/client-api-gateway");
        const client = await clients.apiGateway();
        const page = await one(() => client.send(new Command({ restApiId, limit, position })));
        return { items: page.items, next: page.position };
      }),
    gatewayResponses: (restApiId) =>
      readPages(v1.gatewayResponseSchema, async (position) => {
        const { GetGatewayResponsesCommand: Command } = await import("@aws-sdk/client-api-gateway");
        const client = await clients.apiGateway();
        const page = await one(() => client.send(new Command({ restApiId, limit, position })));
        return { items: page.items, next: page.position };
      }),
    domainNames: () =>
      readPages(v1.domainNameSchema, async (position) => {
        const { GetDomainNamesCommand: Command } = await import("@aws-sdk/client-api-gateway");
        const client = await clients.apiGateway();
        const page = await one(() => client.send(new Command({ limit, position })));
        return { items: page.items, next: page.position };
      }),
    basePathMappings: (domainName) =>
      readPages(v1.basePathMappingSchema, async (position) => {
        const { GetBasePathMappingsCommand: Command } = await import("@aws-sdk/client-api-gateway");
        const client = await clients.apiGateway();
        const page = await one(() => client.send(new Command({ domainName, limit, position })));
        return { items: page.items, next: page.position };
      }),
    vpcLinks: () =>
      readPages(v1.vpcLinkSchema, async (position) => {
        const { GetVpcLinksCommand: Command } = await import("@aws-sdk/client-api-gateway");
        const client = await clients.apiGateway();
        const page = await one(() => client.send(new Command({ limit, position })));
        return { items: page.items, next: page.position };
      }),
    clientCertificates: () =>
      readPages(v1.clientCertificateSchema, async (position) => {
        const { GetClientCertificatesCommand: Command } = await import("@aws-sdk/client-api-gateway");
        const client = await clients.apiGateway();
        const page = await one(() => client.send(new Command({ limit, position })));
        return { items: page.items, next: page.position };
      }),
    restExport: async (restApiId, stageName) => {
      const { GetExportCommand: Command } = await import("@aws-sdk/client-api-gateway");
      const client = await clients.apiGateway();
      // Without being asked it leaves out what routes call; HTTP APIs tell it always.
      const parameters = { extensions: "integrations" };
      const input = { restApiId, stageName, exportType: "oas30", accepts: "application/json", parameters };
      const { body } = await one(() => client.send(new Command(input)));
      return new TextDecoder().decode(body);
    },
    v2Authorizers: (ApiId) =>
      readPages(v2.v2AuthorizerSchema, async (NextToken) => {
        const { GetAuthorizersCommand: Command } = await import("@aws-sdk/client-apigatewayv2");
        const client = await clients.apiGatewayV2();
        const page = await one(() => client.send(new Command({ ApiId, MaxResults, NextToken })));
        return { items: page.Items, next: page.NextToken };
      }),
    apiMappings: (DomainName) =>
      readPages(v2.apiMappingSchema, async (NextToken) => {
        const { GetApiMappingsCommand: Command } = await import("@aws-sdk/client-apigatewayv2");
        const client = await clients.apiGatewayV2();
        const page = await one(() => client.send(new Command({ DomainName, MaxResults, NextToken })));
        return { items: page.Items, next: page.NextToken };
      }),
    v2VpcLinks: () =>
      readPages(v2.v2VpcLinkSchema, async (NextToken) => {
        const { GetVpcLinksCommand: Command } = await import("@aws-sdk/client-apigatewayv2");
        const client = await clients.apiGatewayV2();
        const page = await one(() => client.send(new Command({ MaxResults, NextToken })));
        return { items: page.Items, next: page.NextToken };
      }),
    httpExport: async (ApiId, StageName) => {
      const { ExportApiCommand: Command } = await import("@aws-sdk/client-apigatewayv2");
      const client = await clients.apiGatewayV2();
      const input = { ApiId, StageName, Specification: "OAS30", OutputType: "JSON" };
      const { body } = await one(() => client.send(new Command(input)));
      return new TextDecoder().decode(body);
    },
  };
}
