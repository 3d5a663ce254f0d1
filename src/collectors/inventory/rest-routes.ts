import { accountThrottle } from "../../catalog/account-throttle.ts";
import { compareText } from "../../core/order.ts";
import type { Route, Throttle } from "../../model/target.ts";
import type { MethodSetting, Resource, RestStage } from "./rest-schemas.ts";
import { toIntegration } from "./to-integration.ts";
import { toThrottle } from "./to-throttle.ts";

/** The key of the settings that hold for every method of a stage. */
export const EVERY_METHOD = "*/*";

/** A stage's method settings by "POST /orders", and those of all methods. */
export interface MethodSettings {
  readonly every: MethodSetting;
  readonly byRoute: ReadonlyMap<string, MethodSetting>;
}

/**
 * Reads the keys of methodSettings: "~1pets~1{id}/GET" as AWS prints it, "/~1pets/GET" and "pets/GET" as others
 * write it, a star on both sides for all methods.
 */
export function toMethodSettings(stage: RestStage): MethodSettings {
  const entries = Object.entries(stage.methodSettings ?? {}).map(
    ([key, setting]) => [methodSettingKey(key), setting] as const,
  );
  return {
    every: entries.find(([key]) => key === EVERY_METHOD)?.[1] ?? {},
    byRoute: new Map(entries.filter(([key]) => key !== EVERY_METHOD)),
  };
}

/** {@link EVERY_METHOD}, or "POST /orders". */
export function methodSettingKey(key: string): string {
  const plain = key.replace(/^\//, "").replaceAll("~1", "/");
  if (plain === EVERY_METHOD) return EVERY_METHOD;
  const slash = plain.lastIndexOf("/");
  const path = slash === -1 ? "" : plain.slice(0, slash);
  return `${plain.slice(slash + 1)} ${path.startsWith("/") ? path : `/${path}`}`;
}

/**
 * The methods of an API as one stage serves them. Resources show the working copy of the API, not what was
 * deployed: a method added since is listed as well.
 *
 * Shape: ordered by key, so that the order never depends on that of the answer.
 */
export function toRestRoutes(resources: readonly Resource[], stage: RestStage, region: string): Route[] {
  const settings = toMethodSettings(stage);
  const routes = resources.flatMap(({ path, resourceMethods }) =>
    Object.entries(resourceMethods ?? {}).map(([verb, method]): Route => {
      const key = `${verb} ${path}`;
      const own = settings.byRoute.get(key);
      const integration = method.methodIntegration;
      const backend = toIntegration(
        {
          type: integration?.type,
          uri: integration?.uri,
          connectionType: integration?.connectionType,
          connectionId: integration?.connectionId,
        },
        stage.variables ?? {},
      );
      return {
        key,
        integration: backend.kind,
        integrationTarget: backend.target,
        timeoutMs: integration?.timeoutInMillis ?? null,
        authorization: method.authorizationType ?? null,
        apiKeyRequired: method.apiKeyRequired ?? false,
        detailedMetrics: own?.metricsEnabled ?? settings.every.metricsEnabled ?? false,
        cached: isCached(verb, own, settings.every, stage),
        throttle: ownThrottle(own, settings.every, region),
      };
    }),
  );
  return routes.sort((left, right) => compareText(left.key, right.key));
}

/** Caching that is on for all methods reaches GET alone; another verb needs a setting of its own. */
function isCached(
  verb: string,
  own: MethodSetting | undefined,
  every: MethodSetting,
  stage: RestStage,
): boolean {
  if (stage.cacheClusterEnabled !== true) return false;
  return own?.cachingEnabled ?? ((verb === "GET" || verb === "ANY") && every.cachingEnabled === true);
}

/**
 * A stage's throttle. Once any setting of a stage is made AWS shows all of them, the account's limits included:
 * those are nobody's choice, and no limit of the stage.
 */
export function stageThrottle(every: MethodSetting, region: string): Throttle | null {
  const throttle = toThrottle(every.throttlingRateLimit, every.throttlingBurstLimit);
  return isSame(throttle, accountThrottle(region)) ? null : throttle;
}

/** A method's throttle where it is neither its stage's nor the account's. */
function ownThrottle(own: MethodSetting | undefined, every: MethodSetting, region: string): Throttle | null {
  const throttle = stageThrottle(own ?? {}, region);
  return isSame(throttle, stageThrottle(every, region)) ? null : throttle;
}

function isSame(left: Throttle | null, right: Throttle | null): boolean {
  return left?.rateLimit === right?.rateLimit && left?.burstLimit === right?.burstLimit;
}
