import { apiNameDimensions } from "../../catalog/dimensions.ts";
import { compareText } from "../../core/order.ts";
import type { Pages } from "../../aws/read-pages.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import { targetId, type StageConfiguration, type Target } from "../../model/target.ts";
import type { Inventory } from "../account-reader.ts";
import { listProblems } from "../blind-spots.ts";
import { matchesApi, matchesStage } from "../match-filter.ts";
import { byNewest, callContext, type InventoryContext } from "./inventory-context.ts";
import type { ApiUsagePlan, Resource, RestApi, RestDeployment, RestStage } from "./rest-schemas.ts";
import { stageThrottle, toMethodSettings, toRestRoutes } from "./rest-routes.ts";
import { toThrottle } from "./to-throttle.ts";

const NO_PAGES = { items: [], malformed: 0, error: undefined };

/** REST APIs and their stages. A failing call costs what it would have told, and nothing else. */
export async function collectRest(context: InventoryContext): Promise<Inventory> {
  const { plane, region, filter } = context;
  const apis = await plane.restApis();
  const wanted = apis.items.filter(({ id, name }) => matchesApi(filter, name ?? null, id));
  context.onFound(wanted.length);
  const plans = wanted.length > 0 ? await plane.usagePlans() : NO_PAGES;
  const found = await Promise.all(
    wanted.map(async (api) => {
      const inventory = await collectApi(context, api, plans);
      context.onRead();
      return inventory;
    }),
  );
  return {
    targets: found.flatMap(({ targets }) => targets),
    unread: [
      ...(apis.error === undefined ? [] : [{ kind: "rest" as const, api: null }]),
      ...found.flatMap(({ unread }) => unread),
    ],
    blindSpots: [
      ...listProblems(apis, null, callContext(region, "/restapis"), "REST APIs cannot be listed."),
      ...listProblems(
        plans,
        null,
        callContext(region, "/usageplans"),
        "Limits and quotas of single clients are unknown.",
      ),
      ...found.flatMap(({ blindSpots }) => blindSpots),
      ...found.flatMap(({ targets }) => targets).flatMap((target) => namesakes(target, apis.items, wanted)),
    ],
  };
}

/** Metrics know a REST API by its name alone, so one that was not asked for may be in the numbers all the same. */
function namesakes(target: Target, all: readonly RestApi[], wanted: readonly RestApi[]): BlindSpot[] {
  const others = all.filter(
    (api) =>
      !wanted.includes(api) &&
      apiNameDimensions(api.name ?? "", api.id).includes(target.dimensions["ApiName"] ?? ""),
  );
  if (others.length === 0) return [];
  const ids = others.map(({ id }) => id).join(", ");
  const hint = `Another REST API of the same name was not asked for (${ids}): where it has this stage too, the metrics of both add up. Rename one to tell them apart.`;
  return [{ source: "metrics", target: target.id, code: "SHARED_SERIES", hint }];
}

async function collectApi(
  context: InventoryContext,
  api: RestApi,
  plans: Pages<ApiUsagePlan>,
): Promise<Inventory> {
  const { plane, region, filter } = context;
  const name = api.name ?? api.id;
  const stages = await plane.restStages(api.id);
  const stagesContext = callContext(region, `/restapis/${api.id}/stages`);
  const blindSpots = listProblems(stages, null, stagesContext, `The stages of "${name}" are unknown.`);
  const unread = stages.error === undefined ? [] : [{ kind: "rest" as const, api: { id: api.id, name } }];
  const wanted = stages.items.filter(({ stageName }) => matchesStage(filter, stageName));
  if (wanted.length === 0) return { targets: [], unread, blindSpots };

  const [resources, deployments] = await Promise.all([
    plane.resources(api.id),
    plane.restDeployments(api.id),
  ]);
  const targets = wanted.map((stage) => {
    const configuration = toConfiguration(
      region,
      api.id,
      stage,
      resources.items,
      deployments.items,
      plans.items,
    );
    return toTarget(context, api, stage.stageName, configuration);
  });
  const perTarget = targets.flatMap(({ id }): BlindSpot[] => [
    ...listProblems(
      resources,
      id,
      callContext(region, `/restapis/${api.id}/resources`),
      "Its routes and integrations are unknown.",
    ),
    ...listProblems(
      deployments,
      id,
      callContext(region, `/restapis/${api.id}/deployments`),
      "Its deployments are unknown.",
    ),
  ]);
  return { targets, unread, blindSpots: [...blindSpots, ...perTarget] };
}

function toTarget(
  { region }: InventoryContext,
  api: RestApi,
  stage: string,
  configuration: StageConfiguration,
): Target {
  // Which of several candidates is real shows in the list of metrics; see resolve-names.
  const apiName = apiNameDimensions(api.name ?? "", api.id)[0] ?? api.id;
  return {
    id: targetId("rest", apiName, stage),
    kind: "rest",
    apiId: api.id,
    apiName: api.name ?? null,
    stage,
    region,
    accountId: null,
    dimensions: { ApiName: apiName, Stage: stage },
    configuration,
  };
}

function toConfiguration(
  region: string,
  apiId: string,
  stage: RestStage,
  resources: readonly Resource[],
  deployments: readonly RestDeployment[],
  plans: readonly ApiUsagePlan[],
): StageConfiguration {
  const { every } = toMethodSettings(stage);
  const { accessLogSettings: accessLog, canarySettings: canary } = stage;
  return {
    routes: toRestRoutes(resources, stage, region),
    detailedMetrics: every.metricsEnabled ?? false,
    cache: stage.cacheClusterEnabled
      ? { sizeGb: stage.cacheClusterSize ?? "", status: stage.cacheClusterStatus ?? null }
      : null,
    throttle: stageThrottle(every, region),
    tracing: stage.tracingEnabled ?? false,
    accessLog: accessLog?.destinationArn
      ? { destinationArn: accessLog.destinationArn, format: accessLog.format ?? "" }
      : null,
    // A stage without the setting does not log.
    executionLogLevel: every.loggingLevel ?? "OFF",
    deploymentId: stage.deploymentId ?? null,
    deployments: deployments
      .map(({ id, createdDate, description }) => ({
        id,
        createdMs: createdDate.getTime(),
        description: description ?? null,
      }))
      .sort(byNewest),
    ...(stage.lastUpdatedDate ? { updatedMs: stage.lastUpdatedDate.getTime() } : {}),
    canary: canary
      ? { percentTraffic: canary.percentTraffic ?? 0, deploymentId: canary.deploymentId ?? null }
      : null,
    usagePlans: plans
      .filter(({ apiStages }) =>
        apiStages?.some((one) => one.apiId === apiId && one.stage === stage.stageName),
      )
      .map(({ id, name, throttle, quota }) => ({
        id,
        name: name ?? null,
        throttle: toThrottle(throttle?.rateLimit, throttle?.burstLimit),
        quota:
          typeof quota?.limit === "number" && quota.period
            ? { limit: quota.limit, offset: quota.offset ?? 0, period: quota.period }
            : null,
      }))
      .sort((left, right) => compareText(left.id, right.id)),
    webAclArn: stage.webAclArn ?? null,
  };
}
