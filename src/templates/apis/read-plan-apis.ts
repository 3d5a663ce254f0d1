import { apiDimension, apiNameDimensions } from "../../catalog/dimensions.ts";
import { functionOfArn } from "../../catalog/function-of-arn.ts";
import { listOf, recordOf } from "../../core/is-record.ts";
import { targetId, type ApiKind, type Route, type StageConfiguration } from "../../model/target.ts";
import { expressionsOf, plannedResources, type PlannedResource } from "../terraform/planned-resources.ts";
import type { ApiProblem, DeclaredStage } from "./declared-stage.ts";
import { openapiRoutes } from "./openapi-routes.ts";
import type { TemplateApis } from "./read-template-apis.ts";
import { toReservation, withReservations } from "./reserved-concurrency.ts";
import { routeOf } from "./route-of.ts";
import { stageConfiguration } from "./stage-configuration.ts";

/** Stages of Terraform's AWS provider, the argument that names their API, and the type of that. */
const STAGES: Readonly<
  Record<string, { readonly argument: string; readonly api: string; readonly name: string }>
> = {
  aws_api_gateway_stage: { argument: "rest_api_id", api: "aws_api_gateway_rest_api", name: "stage_name" },
  aws_apigatewayv2_stage: { argument: "api_id", api: "aws_apigatewayv2_api", name: "name" },
};

/**
 * The stages in what `terraform show -json` prints of a plan or a state. A plan knows the names of REST APIs, by which CloudWatch keys
 * them; the ids of HTTP and WebSocket APIs only once they exist.
 */
export function readPlanApis(plan: unknown): TemplateApis {
  const resources = plannedResources(recordOf(plan));
  const stages: DeclaredStage[] = [];
  const problems: ApiProblem[] = [];
  for (const found of resources) {
    const kind = STAGES[String(found.resource["type"])];
    if (kind === undefined || found.resource["mode"] === "data") continue;
    const id = String(found.resource["address"]);
    const say = (message: string, hint: string): void =>
      void problems.push({ id, line: null, message, hint });
    const { [kind.name]: stage } = recordOf(found.resource["values"]);
    const api = referred(found, kind.argument, kind.api, resources);
    if (typeof stage !== "string")
      say("its name is known only after the plan was applied", "Give it a name.");
    else if (api === undefined)
      say("its API is not in this plan", "Its alarms belong to the plan that makes the API.");
    else {
      const dimension = dimensionOf(api);
      if (dimension === null) {
        say(
          "the id of its API, by which CloudWatch keys it, is known only after the plan was applied",
          "Ask again with terraform show -json of the state.",
        );
      } else stages.push(stageOf(found, api, dimension, stage, resources));
    }
  }
  return { stages, problems };
}

function stageOf(
  found: PlannedResource,
  api: PlannedResource,
  dimension: string,
  stage: string,
  resources: readonly PlannedResource[],
): DeclaredStage {
  const kind = kindOf(api);
  const values = recordOf(api.resource["values"]);
  const routes = withReservations(
    [...bodyRoutes(values["body"]), ...v2Routes(api, resources)],
    reservations(resources),
  );
  return {
    api: String(api.resource["address"]),
    target: {
      id: targetId(kind, dimension, stage),
      kind,
      apiId: typeof values["id"] === "string" ? values["id"] : null,
      apiName: typeof values["name"] === "string" ? values["name"] : null,
      stage,
      region: "",
      accountId: null,
      dimensions: { [apiDimension(kind)]: dimension, Stage: stage },
      configuration: stageConfiguration(
        stageProperties(found, api, stage, resources),
        routes,
        accessLogOf(found, resources),
      ),
    },
    conditions: [],
    overrides: {},
  };
}

/** What the plan says of a stage, in CloudFormation's words. */
function stageProperties(
  { resource }: PlannedResource,
  api: PlannedResource,
  stage: string,
  resources: readonly PlannedResource[],
): Readonly<Record<string, unknown>> {
  const values = recordOf(resource["values"]);
  const [usual] = listOf(values["default_route_settings"]).map(recordOf);
  const routes = listOf(values["route_settings"]).map(recordOf);
  const methods = resources.filter(
    (one) =>
      one.resource["type"] === "aws_api_gateway_method_settings" &&
      recordOf(one.resource["values"])["stage_name"] === stage &&
      referred(one, "rest_api_id", "aws_api_gateway_rest_api", resources) === api,
  );
  return {
    CacheClusterEnabled: values["cache_cluster_enabled"],
    CacheClusterSize: values["cache_cluster_size"],
    DefaultRouteSettings: { DetailedMetricsEnabled: usual?.["detailed_metrics_enabled"] },
    RouteSettings: Object.fromEntries(
      routes.map(({ route_key: key, detailed_metrics_enabled: DetailedMetricsEnabled }) => [
        String(key),
        { DetailedMetricsEnabled },
      ]),
    ),
    MethodSettings: methods.map((one) => methodSetting(recordOf(one.resource["values"]))),
  };
}

/** Of "orders/{id}/GET", or of all, "*" twice. Source: the AWS provider's documentation of aws_api_gateway_method_settings. */
function methodSetting({ method_path: path, settings }: Readonly<Record<string, unknown>>): unknown {
  const [, resource = "", method = ""] = /^(?:(.*)\/)?([^/]+)$/.exec(String(path)) ?? [];
  const [{ metrics_enabled: MetricsEnabled } = { metrics_enabled: undefined }] =
    listOf(settings).map(recordOf);
  return { HttpMethod: method, ResourcePath: `/${resource.replace(/^~1/, "")}`, MetricsEnabled };
}

/** Its log group is known by the ARN, or before there is one by what the configuration refers to. */
function accessLogOf(
  { resource, module }: PlannedResource,
  resources: readonly PlannedResource[],
): StageConfiguration["accessLog"] {
  const [{ destination_arn: arn, format } = {}] = listOf(
    recordOf(resource["values"])["access_log_settings"],
  ).map((one): Readonly<Record<string, unknown>> => recordOf(one));
  if (typeof format !== "string") return null;
  if (typeof arn === "string") return { destinationArn: arn, format };
  const [settings] = listOf(expressionsOf(resource, module)["access_log_settings"]).map(recordOf);
  const names = referencesOf(settings?.["destination_arn"]);
  const group = resources.find(
    (one) =>
      one.module === module && names.includes(`aws_cloudwatch_log_group.${String(one.resource["name"])}`),
  );
  const name = recordOf(group?.resource["values"])["name"];
  return typeof name === "string" ? { destinationArn: `arn:aws:logs:-::log-group:${name}`, format } : null;
}

function kindOf({ resource }: PlannedResource): ApiKind {
  if (resource["type"] === "aws_api_gateway_rest_api") return "rest";
  return recordOf(resource["values"])["protocol_type"] === "WEBSOCKET" ? "websocket" : "http";
}

function dimensionOf(api: PlannedResource): string | null {
  const { name, id } = recordOf(api.resource["values"]);
  const ascii = kindOf(api) === "rest" && typeof name === "string" ? apiNameDimensions(name, "")[0] : "";
  return ascii !== undefined && ascii !== "" ? ascii : typeof id === "string" ? id : null;
}

/** The resource whose id an argument is: by the id itself, else by what the configuration refers to. */
function referred(
  { resource, module }: PlannedResource,
  argument: string,
  type: string,
  resources: readonly PlannedResource[],
): PlannedResource | undefined {
  const id = recordOf(resource["values"])[argument];
  const ofType = resources.filter((one) => one.resource["type"] === type);
  if (typeof id === "string") return ofType.find((one) => recordOf(one.resource["values"])["id"] === id);
  const names = referencesOf(expressionsOf(resource, module)[argument]);
  return ofType.find(
    (one) => one.module === module && names.includes(`${type}.${String(one.resource["name"])}`),
  );
}

function referencesOf(expression: unknown): readonly unknown[] {
  return listOf(recordOf(expression)["references"]);
}

function bodyRoutes(body: unknown): readonly Route[] {
  if (typeof body !== "string") return [];
  try {
    const document: unknown = JSON.parse(body);
    return openapiRoutes(document, functionOfArn);
  } catch {
    // In YAML, or nothing: no route is known then.
    return [];
  }
}

/** Routes of HTTP and WebSocket APIs, with the integrations that they refer to. */
function v2Routes(api: PlannedResource, resources: readonly PlannedResource[]): readonly Route[] {
  return resources.flatMap((found): Route[] => {
    const { type, values } = found.resource;
    if (type !== "aws_apigatewayv2_route") return [];
    if (referred(found, "api_id", "aws_apigatewayv2_api", resources) !== api) return [];
    const { route_key: key } = recordOf(values);
    const names = referencesOf(expressionsOf(found.resource, found.module)["target"]);
    const integration = resources.find(
      ({ resource, module }) =>
        module === found.module &&
        resource["type"] === "aws_apigatewayv2_integration" &&
        names.includes(`aws_apigatewayv2_integration.${String(resource["name"])}`),
    );
    if (typeof key !== "string") return [];
    const { integration_type, integration_uri, timeout_milliseconds } = recordOf(
      integration?.resource["values"],
    );
    const lambda = integration && referredFunction(integration, resources);
    const described = { type: integration_type, uri: integration_uri, timeout: timeout_milliseconds };
    return [routeOf(key, described, (uri) => lambda ?? functionOfArn(uri), null)];
  });
}

function referredFunction(
  { resource, module }: PlannedResource,
  resources: readonly PlannedResource[],
): string | undefined {
  const names = referencesOf(expressionsOf(resource, module)["integration_uri"]);
  const found = resources.find(
    (one) =>
      one.module === module &&
      one.resource["type"] === "aws_lambda_function" &&
      names.includes(`aws_lambda_function.${String(one.resource["name"])}`),
  );
  const name = recordOf(found?.resource["values"])["function_name"];
  return typeof name === "string" ? name : undefined;
}

/** By function name. Source: the AWS provider's documentation of aws_lambda_function. */
function reservations(resources: readonly PlannedResource[]): ReadonlyMap<string, number> {
  return new Map(
    resources.flatMap(({ resource }) => {
      const { function_name: name, reserved_concurrent_executions: count } = recordOf(resource["values"]);
      const reserved = resource["type"] === "aws_lambda_function" ? toReservation(count) : null;
      return typeof name === "string" && reserved !== null ? [[name, reserved] as const] : [];
    }),
  );
}
