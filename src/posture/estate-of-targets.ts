import type { Estate, EstateApi, EstateRoute, EstateStage } from "../model/estate.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Route, StageConfiguration, Target } from "../model/target.ts";

/**
 * The estates that a recording tells of, one for each Region: what a report needs of a stage, which is a part of what an audit asks.
 * All else is left out, so checks of it are not decided.
 */
export function estatesOfSnapshot({ targets, window, origin }: Snapshot): Estate[] {
  const places = new Map<string, Target[]>();
  for (const target of targets) {
    const place = `${target.accountId ?? ""}/${target.region}`;
    places.set(place, [...(places.get(place) ?? []), target]);
  }
  return [...places.values()].map((own) =>
    estateOfTargets(own, window.endMs, origin === "demo" ? "demo" : "recorded"),
  );
}

export function estateOfTargets(
  targets: readonly Target[],
  takenMs: number,
  origin: "demo" | "recorded",
): Estate {
  const byApi = new Map<string, Target[]>();
  for (const target of targets) {
    const api = `${target.kind}/${target.apiId ?? target.apiName ?? target.id}`;
    byApi.set(api, [...(byApi.get(api) ?? []), target]);
  }
  const configurations = targets.flatMap(({ configuration }) => configuration ?? []);
  const plans = new Map(
    configurations.flatMap(({ usagePlans }) => usagePlans).map((plan) => [plan.id, plan]),
  );
  const isConfigured = targets.length > 0 && targets.every(({ configuration }) => configuration !== null);
  return {
    schemaVersion: 1,
    origin,
    takenMs,
    region: targets[0]?.region ?? "",
    accountId: targets[0]?.accountId ?? null,
    apis: [...byApi.values()].map(toApi),
    ...(isConfigured
      ? {
          usagePlans: [...plans.values()].map(({ id, name, throttle, quota }) => ({
            id,
            name,
            hasThrottle: throttle !== null,
            hasQuota: quota !== null,
            ...(throttle === null ? {} : { throttle }),
            ...(quota === null ? {} : { quota: quota.limit }),
            stages: targets.flatMap(({ apiId, stage, configuration }) =>
              apiId !== null && configuration?.usagePlans.some((plan) => plan.id === id)
                ? [{ apiId, stage }]
                : [],
            ),
          })),
        }
      : {}),
  };
}

function toApi(targets: readonly Target[]): EstateApi {
  const [first] = targets;
  const routes = new Map(
    targets
      .toReversed()
      .flatMap(({ configuration }) =>
        (configuration?.routes ?? []).map((route) => [route.key, toRoute(route)] as const),
      ),
  );
  const isKnown = targets.some(({ configuration }) => configuration !== null);
  return {
    kind: first?.kind ?? "rest",
    id: first?.apiId ?? first?.apiName ?? "",
    name: first?.apiName ?? null,
    ...(isKnown ? { routes: [...routes.values()] } : {}),
    stages: targets.map(({ kind, stage, configuration }) => ({
      name: stage,
      ...(configuration === null ? {} : stageOf(kind, configuration)),
    })),
  };
}

function toRoute(route: Route): EstateRoute {
  return {
    key: route.key,
    ...(route.authorization === null ? {} : { authorization: route.authorization }),
    apiKeyRequired: route.apiKeyRequired,
    ...(route.integration === "unknown"
      ? {}
      : {
          integration: {
            kind: route.integration,
            target: route.integrationTarget,
            isVpcLink: route.integration === "vpc-link",
            timeoutMs: route.timeoutMs,
          },
        }),
  };
}

function stageOf(kind: Target["kind"], configuration: StageConfiguration): Omit<EstateStage, "name"> {
  const { accessLog, executionLogLevel, detailedMetrics, throttle, routes, cache, canary, deployments } =
    configuration;
  const isRest = kind === "rest";
  const special = routes.filter(
    (route) => route.cached || route.throttle !== null || route.detailedMetrics !== detailedMetrics,
  );
  const since = deployments.find(({ id }) => id === canary?.deploymentId)?.createdMs;
  return {
    accessLog,
    every: {
      metrics: detailedMetrics,
      throttle,
      ...(executionLogLevel === null ? {} : { loggingLevel: executionLogLevel }),
      ...(isRest ? { caching: false } : {}),
    },
    byRoute: Object.fromEntries(
      special.map((route) => [
        route.key,
        {
          metrics: route.detailedMetrics,
          ...(route.throttle === null ? {} : { throttle: route.throttle }),
          ...(isRest ? { caching: route.cached } : {}),
        },
      ]),
    ),
    ...(isRest
      ? {
          tracing: configuration.tracing,
          webAclArn: configuration.webAclArn,
          cache,
          canary: canary && {
            percentTraffic: canary.percentTraffic,
            ...(since === undefined ? {} : { sinceMs: since }),
          },
        }
      : {}),
  };
}
