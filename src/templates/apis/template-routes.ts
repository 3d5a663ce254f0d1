import { isRecord, recordOf } from "../../core/is-record.ts";
import type { Route } from "../../model/target.ts";
import type { Template } from "../cloudformation/template.ts";
import type { FoundApi } from "./found-api.ts";
import { functionName, type FunctionOfTemplate } from "./function-name.ts";
import { openapiRoutes } from "./openapi-routes.ts";
import { pathOfResource } from "./path-of-resource.ts";
import type { Placeholders } from "./placeholders.ts";
import { referenceOf } from "./reference-of.ts";
import { reservedConcurrency, withReservations } from "./reserved-concurrency.ts";
import { routeOf } from "./route-of.ts";
import { samEvents } from "./sam-events.ts";

/** The routes of an API with what stands behind each, from everywhere that a template can declare them. */
export function templateRoutes(
  api: FoundApi,
  template: Template,
  conditions: readonly string[],
  placeholders: Placeholders,
): readonly Route[] {
  const nameOf: FunctionOfTemplate = (uri) => functionName(uri, template, conditions, placeholders);
  const body = api.properties["Body"] ?? api.properties["DefinitionBody"];
  const routes = [
    ...openapiRoutes(body, nameOf),
    ...methods(api.id, template, nameOf),
    ...v2Routes(api.id, template, nameOf),
    ...events(api.id, template, nameOf),
    ...samWebSocketRoutes(api, nameOf),
  ];
  const distinct = [...new Map(routes.map((route) => [route.key, route])).values()];
  return withReservations(distinct, reservedConcurrency(template, placeholders));
}

/** AWS::ApiGateway::Method. */
function methods(api: string, template: Template, nameOf: FunctionOfTemplate): Route[] {
  return [...template.resources.values()].flatMap(({ type, properties }) => {
    if (type !== "AWS::ApiGateway::Method" || referenceOf(properties["RestApiId"]) !== api) return [];
    const path = pathOfResource(properties["ResourceId"], template);
    const { HttpMethod: method, AuthorizationType: authorization } = properties;
    if (path === undefined || typeof method !== "string") return [];
    const { Type, Uri, TimeoutInMillis } = recordOf(properties["Integration"]);
    const integration = { type: Type, uri: Uri, timeout: TimeoutInMillis };
    return [routeOf(`${method} ${path}`, integration, nameOf, authorization)];
  });
}

/** AWS::ApiGatewayV2::Route and the integration that it names. */
function v2Routes(api: string, template: Template, nameOf: FunctionOfTemplate): Route[] {
  return [...template.resources.values()].flatMap(({ type, properties }) => {
    if (type !== "AWS::ApiGatewayV2::Route" || referenceOf(properties["ApiId"]) !== api) return [];
    const { RouteKey: key, Target: target, AuthorizationType: authorization } = properties;
    if (typeof key !== "string") return [];
    const integration = template.resources.get(integrationOf(target) ?? "")?.properties ?? {};
    const { IntegrationType, IntegrationUri, TimeoutInMillis } = integration;
    const described = { type: IntegrationType, uri: IntegrationUri, timeout: TimeoutInMillis };
    return [routeOf(key, described, nameOf, authorization)];
  });
}

/** "integrations/${Id}" by Fn::Sub, or by Fn::Join. */
function integrationOf(target: unknown): string | null {
  if (!isRecord(target)) return null;
  const { "Fn::Sub": sub, "Fn::Join": join } = target;
  if (typeof sub === "string") return /^integrations\/\$\{([A-Za-z0-9]+)\}$/.exec(sub)?.[1] ?? null;
  const parts: unknown = Array.isArray(join) ? join[1] : null;
  return Array.isArray(parts) ? referenceOf(parts.at(-1)) : null;
}

/** Events of SAM's functions; a state machine's is a call of another service. */
function events(api: string, template: Template, nameOf: FunctionOfTemplate): Route[] {
  return samEvents(template)
    .filter((event) => event.api === api)
    .map(({ owner, route, properties }) => {
      const isFunction = owner.type === "AWS::Serverless::Function";
      const uri = isFunction ? { "Fn::GetAtt": [owner.id, "Arn"] } : null;
      const timeout = properties["TimeoutInMillis"];
      return routeOf(route, { type: isFunction ? "AWS_PROXY" : "AWS", uri, timeout }, nameOf, null);
    });
}

/** Routes of AWS::Serverless::WebSocketApi. */
function samWebSocketRoutes({ kind, properties }: FoundApi, nameOf: FunctionOfTemplate): Route[] {
  if (kind !== "websocket") return [];
  return Object.entries(recordOf(properties["Routes"])).map(([key, value]) => {
    const { FunctionArn: uri, IntegrationTimeout: timeout } = recordOf(value);
    return routeOf(key, { type: "AWS_PROXY", uri, timeout }, nameOf, null);
  });
}
