import { functionOfArn } from "../../catalog/function-of-arn.ts";
import { isRecord, listOf, recordOf } from "../../core/is-record.ts";
import type { EstateApi, EstateRoute, EstateStage } from "../../model/estate.ts";
import { plannedResources, type PlannedResource } from "../terraform/planned-resources.ts";
import { integrationOf } from "./integration-of.ts";
import { openapiFacts } from "./openapi-facts.ts";
import { openapiEstateRoutes, openapiValidators } from "./openapi-routes.ts";
import { functionOf, pathOf, referencesOf, referred, resourcesOf } from "./plan-references.ts";
import { planMethodSettings, planRouteSettings, planRouteThrottle } from "./plan-settings.ts";
import { planShared } from "./plan-shared.ts";
import { numberOf, textOf, textsOf, valuesOf } from "./plan-values.ts";
import type { DeclaredEstate, EstateQuestion } from "./read-estate.ts";

type Members = Readonly<Record<string, unknown>>;

/**
 * What `terraform show -json` prints of a plan or a state. A member that a plan leaves out is known only once it was applied; one that
 * is null or an empty list is not set.
 */
export function planEstate(plan: unknown, file: string, { takenMs }: EstateQuestion): DeclaredEstate {
  const resources = plannedResources(recordOf(plan)).filter(({ resource }) => resource["mode"] !== "data");
  const apis = resources.flatMap((found): EstateApi[] => {
    const type = found.resource["type"];
    if (type === "aws_api_gateway_rest_api") return [restApi(found, resources, file)];
    return type === "aws_apigatewayv2_api" ? [v2Api(found, resources, file)] : [];
  });
  return {
    estate: {
      schemaVersion: 1,
      origin: "template",
      takenMs,
      region: "",
      accountId: null,
      file,
      apis,
      ...planShared(resources, apis),
    },
    blindSpots: [],
  };
}

function restApi(found: PlannedResource, resources: readonly PlannedResource[], file: string): EstateApi {
  const own = valuesOf(found);
  const body = parsed(own["body"]);
  const of = (type: string) => resourcesOf(found, type, "rest_api_id", resources);
  const routes = [
    ...openapiEstateRoutes(body, functionOfArn, () => undefined),
    ...of("aws_api_gateway_method").map((method) =>
      restRoute(method, of("aws_api_gateway_integration"), resources),
    ),
  ];
  const endpoint = recordOf(listOf(own["endpoint_configuration"])[0]);
  const type = listOf(endpoint["types"])[0];
  return {
    kind: "rest",
    id: String(found.resource["address"]),
    ...common(own),
    ...(typeof type === "string" ? { endpointType: type } : {}),
    ...("policy" in own ? { policy: typeof own["policy"] === "string" ? own["policy"] : null } : {}),
    ...("minimum_compression_size" in own
      ? { minimumCompressionBytes: numberOf(own["minimum_compression_size"]) }
      : {}),
    place: { file, line: null },
    ...documentOf(own),
    routes,
    validators: [
      ...openapiValidators(body),
      ...of("aws_api_gateway_request_validator").map((one) => ({
        id: String(one.resource["address"]),
        body: valuesOf(one)["validate_request_body"] === true,
        parameters: valuesOf(one)["validate_request_parameters"] === true,
      })),
    ],
    stages: of("aws_api_gateway_stage").map((stage) =>
      restStage(stage, of("aws_api_gateway_method_settings")),
    ),
  };
}

function v2Api(found: PlannedResource, resources: readonly PlannedResource[], file: string): EstateApi {
  const own = valuesOf(found);
  const of = (type: string) => resourcesOf(found, type, "api_id", resources);
  const integrations = of("aws_apigatewayv2_integration");
  const cors = recordOf(listOf(own["cors_configuration"])[0]);
  const isWebSocket = own["protocol_type"] === "WEBSOCKET";
  return {
    kind: isWebSocket ? "websocket" : "http",
    id: String(found.resource["address"]),
    ...common(own),
    ...(isWebSocket
      ? {}
      : {
          cors:
            listOf(own["cors_configuration"]).length === 0
              ? null
              : {
                  origins: listOf(cors["allow_origins"]).filter(
                    (one): one is string => typeof one === "string",
                  ),
                  allowCredentials: cors["allow_credentials"] === true,
                },
        }),
    place: { file, line: null },
    ...(isWebSocket ? {} : documentOf(own)),
    routes: of("aws_apigatewayv2_route").flatMap((route) => v2Route(route, integrations, resources)),
    stages: of("aws_apigatewayv2_stage").map((stage) => v2Stage(stage, isWebSocket)),
  };
}

/** Left out where only the deployment will tell, or where it is in YAML. */
function documentOf(own: Members): Pick<EstateApi, "document"> {
  if (!("body" in own)) return {};
  if (own["body"] === null) return { document: null };
  const body = parsed(own["body"]);
  return isRecord(body) ? { document: openapiFacts(body) } : {};
}

function common(own: Members): Pick<EstateApi, "name" | "description" | "tags" | "isDefaultEndpointOff"> {
  return {
    ...(typeof own["name"] === "string" ? { name: own["name"] } : {}),
    ...("description" in own ? { description: textOf(own["description"]) } : {}),
    tags: textsOf(own["tags"]),
    ...("disable_execute_api_endpoint" in own
      ? { isDefaultEndpointOff: own["disable_execute_api_endpoint"] === true }
      : {}),
  };
}

function restRoute(
  method: PlannedResource,
  integrations: readonly PlannedResource[],
  resources: readonly PlannedResource[],
): EstateRoute {
  const own = valuesOf(method);
  const resource = referred(method, "resource_id", "aws_api_gateway_resource", resources);
  const path = resource === undefined ? "/" : pathOf(resource, resources);
  const verb = textOf(own["http_method"]) ?? "ANY";
  const integration = integrations.find(
    (one) =>
      resource === referred(one, "resource_id", "aws_api_gateway_resource", resources) &&
      (valuesOf(one)["http_method"] === verb ||
        referencesOf(one, "http_method").some((name) =>
          name.endsWith(`.${String(method.resource["name"])}`),
        )),
  );
  const validator = referencesOf(method, "request_validator_id")[0] ?? textOf(own["request_validator_id"]);
  return {
    key: `${verb} ${path}`,
    ...("authorization" in own ? { authorization: textOf(own["authorization"]) } : {}),
    apiKeyRequired: own["api_key_required"] === true,
    validatorId: validator ?? null,
    hasModel: Object.keys(recordOf(own["request_models"])).length > 0,
    ...(integration === undefined
      ? {}
      : { integration: integrationOf(valuesOf(integration), functionOf(integration, "uri", resources)) }),
  };
}

function v2Route(
  route: PlannedResource,
  integrations: readonly PlannedResource[],
  resources: readonly PlannedResource[],
): EstateRoute[] {
  const own = valuesOf(route);
  const key = textOf(own["route_key"]);
  if (key === null) return [];
  const names = referencesOf(route, "target");
  const integration = integrations.find(
    ({ resource, module }) =>
      module === route.module && names.includes(`aws_apigatewayv2_integration.${String(resource["name"])}`),
  );
  return [
    {
      key,
      ...("authorization_type" in own ? { authorization: textOf(own["authorization_type"]) } : {}),
      apiKeyRequired: own["api_key_required"] === true,
      ...(integration === undefined
        ? {}
        : {
            integration: integrationOf(
              valuesOf(integration),
              functionOf(integration, "integration_uri", resources),
            ),
          }),
    },
  ];
}

function restStage(stage: PlannedResource, settings: readonly PlannedResource[]): EstateStage {
  const own = valuesOf(stage);
  const ofStage = settings
    .map(valuesOf)
    .filter((one) => (textOf(one["stage_name"]) ?? textOf(own["stage_name"])) === textOf(own["stage_name"]));
  const every = ofStage.find((one) => one["method_path"] === "*/*");
  const byRoute = ofStage.flatMap((one) => {
    const key = routeKeyOf(one["method_path"]);
    return key === null ? [] : [[key, planMethodSettings(recordOf(listOf(one["settings"])[0]))] as const];
  });
  return {
    name: textOf(own["stage_name"]) ?? String(stage.resource["address"]),
    description: textOf(own["description"]),
    tags: textsOf(own["tags"]),
    accessLog: accessLogOf(own),
    every: {
      metrics: false,
      loggingLevel: "OFF",
      dataTrace: false,
      throttle: null,
      caching: false,
      ...(every === undefined ? {} : planMethodSettings(recordOf(listOf(every["settings"])[0]))),
    },
    byRoute: Object.fromEntries(byRoute),
    tracing: own["xray_tracing_enabled"] === true,
    variables: textsOf(own["variables"]),
    ...("client_certificate_id" in own ? { clientCertificateId: textOf(own["client_certificate_id"]) } : {}),
    ...("documentation_version" in own ? { documentationVersion: textOf(own["documentation_version"]) } : {}),
    cache: own["cache_cluster_enabled"] === true ? { sizeGb: textOf(own["cache_cluster_size"]) } : null,
  };
}

/** "orders/{id}/GET" is GET /orders/{id}; null for all methods of all paths. */
function routeKeyOf(methodPath: unknown): string | null {
  if (typeof methodPath !== "string" || methodPath === "*/*") return null;
  const parts = methodPath.replaceAll("~1", "/").split("/").filter(Boolean);
  const verb = parts.pop();
  return verb === undefined ? null : `${verb} /${parts.join("/")}`;
}

function v2Stage(stage: PlannedResource, isWebSocket: boolean): EstateStage {
  const own = valuesOf(stage);
  const [block] = listOf(own["default_route_settings"]);
  const every = recordOf(block);
  return {
    name: textOf(own["name"]) ?? String(stage.resource["address"]),
    description: textOf(own["description"]),
    tags: textsOf(own["tags"]),
    accessLog: accessLogOf(own),
    every: {
      metrics: every["detailed_metrics_enabled"] === true,
      ...(isWebSocket
        ? {
            loggingLevel: textOf(every["logging_level"]) ?? "OFF",
            dataTrace: every["data_trace_enabled"] === true,
          }
        : {}),
      throttle: null,
      ...(block === undefined ? {} : planRouteThrottle(every)),
    },
    byRoute: Object.fromEntries(
      listOf(own["route_settings"]).flatMap((one) => {
        const settings = recordOf(one);
        const key = textOf(settings["route_key"]);
        return key === null ? [] : [[key, planRouteSettings(settings)] as const];
      }),
    ),
    variables: textsOf(own["stage_variables"]),
    autoDeploy: own["auto_deploy"] === true,
  };
}

function accessLogOf(own: Members): EstateStage["accessLog"] {
  const [log] = listOf(own["access_log_settings"]);
  if (!isRecord(log)) return null;
  const { destination_arn: arn, format } = log;
  return {
    ...(typeof arn === "string" ? { destinationArn: arn } : {}),
    ...(typeof format === "string" ? { format } : {}),
  };
}

function parsed(body: unknown): unknown {
  if (typeof body !== "string") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    // In YAML, or nothing: no route is known then.
    return undefined;
  }
}
