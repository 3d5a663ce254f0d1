import { compareText } from "../../core/order.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import {
  targetId,
  type ApiKind,
  type Route,
  type StageConfiguration,
  type Target,
} from "../../model/target.ts";
import type { Inventory } from "../account-reader.ts";
import { listProblems } from "../blind-spots.ts";
import { matchesApi, matchesStage } from "../match-filter.ts";
import type { V2Api, V2Deployment, V2Integration, V2Route, V2Stage } from "./http-websocket-schemas.ts";
import { byNewest, callContext, type InventoryContext } from "./inventory-context.ts";
import { toIntegration } from "./to-integration.ts";
import { toThrottle } from "./to-throttle.ts";

/** HTTP and WebSocket APIs and their stages. A failing call costs what it would have told, and nothing else. */
export async function collectHttpAndWebSocket(context: InventoryContext): Promise<Inventory> {
  const { plane, region, filter } = context;
  const apis = await plane.v2Apis();
  const wanted = apis.items.filter(({ ApiId, Name }) => matchesApi(filter, Name ?? null, ApiId));
  context.onFound(wanted.length);
  const found = await Promise.all(
    wanted.map(async (api) => {
      const inventory = await collectApi(context, api);
      context.onRead();
      return inventory;
    }),
  );
  return {
    targets: found.flatMap(({ targets }) => targets),
    unread: [
      ...(apis.error === undefined
        ? []
        : [
            { kind: "http" as const, api: null },
            { kind: "websocket" as const, api: null },
          ]),
      ...found.flatMap(({ unread }) => unread),
    ],
    blindSpots: [
      ...listProblems(apis, null, callContext(region, "/apis"), "HTTP and WebSocket APIs cannot be listed."),
      ...found.flatMap(({ blindSpots }) => blindSpots),
    ],
  };
}

function kindOf({ ProtocolType: protocol }: V2Api): ApiKind {
  return protocol === "HTTP" ? "http" : "websocket";
}

async function collectApi(context: InventoryContext, api: V2Api): Promise<Inventory> {
  const { plane, region, filter } = context;
  const path = `/apis/${api.ApiId}`;
  const name = api.Name ?? api.ApiId;
  const stages = await plane.v2Stages(api.ApiId);
  const blindSpots = listProblems(
    stages,
    null,
    callContext(region, `${path}/stages`),
    `The stages of "${name}" are unknown.`,
  );
  const unread = stages.error === undefined ? [] : [{ kind: kindOf(api), api: { id: api.ApiId, name } }];
  const wanted = stages.items.filter(({ StageName }) => matchesStage(filter, StageName));
  if (wanted.length === 0) return { targets: [], unread, blindSpots };

  const [routes, integrations, deployments] = await Promise.all([
    plane.v2Routes(api.ApiId),
    plane.v2Integrations(api.ApiId),
    plane.v2Deployments(api.ApiId),
  ]);
  const targets = wanted.map((stage) =>
    toTarget(
      context,
      api,
      stage.StageName,
      toConfiguration(api, stage, routes.items, integrations.items, deployments.items),
    ),
  );
  const perTarget = targets.flatMap(({ id }): BlindSpot[] => [
    ...listProblems(routes, id, callContext(region, `${path}/routes`), "Its routes are unknown."),
    ...listProblems(
      integrations,
      id,
      callContext(region, `${path}/integrations`),
      "What its routes call is unknown.",
    ),
    ...listProblems(
      deployments,
      id,
      callContext(region, `${path}/deployments`),
      "Its deployments are unknown.",
    ),
  ]);
  return { targets, unread, blindSpots: [...blindSpots, ...perTarget] };
}

function toTarget(
  { region }: InventoryContext,
  api: V2Api,
  stage: string,
  configuration: StageConfiguration,
): Target {
  return {
    id: targetId(kindOf(api), api.ApiId, stage),
    kind: kindOf(api),
    apiId: api.ApiId,
    apiName: api.Name ?? null,
    stage,
    region,
    accountId: null,
    dimensions: { ApiId: api.ApiId, Stage: stage },
    configuration,
  };
}

function toConfiguration(
  api: V2Api,
  stage: V2Stage,
  routes: readonly V2Route[],
  integrations: readonly V2Integration[],
  deployments: readonly V2Deployment[],
): StageConfiguration {
  const { DefaultRouteSettings: every, AccessLogSettings: accessLog } = stage;
  return {
    routes: routes
      .map((route) => toRoute(route, stage, integrations))
      .sort((left, right) => compareText(left.key, right.key)),
    detailedMetrics: every?.DetailedMetricsEnabled ?? false,
    throttle: toThrottle(every?.ThrottlingRateLimit, every?.ThrottlingBurstLimit),
    accessLog: accessLog?.DestinationArn
      ? { destinationArn: accessLog.DestinationArn, format: accessLog.Format ?? "" }
      : null,
    executionLogLevel: api.ProtocolType === "WEBSOCKET" ? (every?.LoggingLevel ?? "OFF") : null,
    autoDeploy: stage.AutoDeploy ?? false,
    deploymentId: stage.DeploymentId ?? null,
    deployments: deployments
      .map(({ DeploymentId, CreatedDate, Description }) => ({
        id: DeploymentId,
        createdMs: CreatedDate.getTime(),
        description: Description ?? null,
      }))
      .sort(byNewest),
    ...(stage.LastUpdatedDate ? { updatedMs: stage.LastUpdatedDate.getTime() } : {}),
    // These exist for REST APIs alone.
    cache: null,
    tracing: false,
    canary: null,
    usagePlans: [],
    webAclArn: null,
  };
}

function toRoute(route: V2Route, stage: V2Stage, integrations: readonly V2Integration[]): Route {
  const own = stage.RouteSettings?.[route.RouteKey];
  const integrationId = /^integrations\/(.+)$/.exec(route.Target ?? "")?.[1];
  const integration = integrations.find(({ IntegrationId }) => IntegrationId === integrationId);
  const backend = toIntegration(
    {
      type: integration?.IntegrationType,
      subtype: integration?.IntegrationSubtype,
      uri: integration?.IntegrationUri,
      connectionType: integration?.ConnectionType,
      connectionId: integration?.ConnectionId,
    },
    stage.StageVariables ?? {},
  );
  return {
    key: route.RouteKey,
    integration: backend.kind,
    integrationTarget: backend.target,
    timeoutMs: integration?.TimeoutInMillis ?? null,
    authorization: route.AuthorizationType ?? null,
    apiKeyRequired: route.ApiKeyRequired ?? false,
    detailedMetrics:
      own?.DetailedMetricsEnabled ?? stage.DefaultRouteSettings?.DetailedMetricsEnabled ?? false,
    cached: false,
    throttle: toThrottle(own?.ThrottlingRateLimit, own?.ThrottlingBurstLimit),
  };
}
