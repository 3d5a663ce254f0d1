import type { Route, StageConfiguration, Throttle } from "../../model/target.ts";
import type { JsonObject } from "../operation.ts";

/**
 * A stage's methodSettings: one entry for all methods where anything differs from the defaults, and one for
 * each method that differs from it. An entry names every setting, throttles that nobody set included: those
 * carry the account's own.
 *
 * Source: answers recorded from AWS; API Gateway API, GetStages (keys escape "/" in the path as "~1").
 */
export function toMethodSettings(
  configuration: StageConfiguration,
  accountThrottle: Throttle,
): Record<string, JsonObject> {
  const { detailedMetrics, executionLogLevel, throttle, routes } = configuration;
  const isDefault = !detailedMetrics && throttle === null && (executionLogLevel ?? "OFF") === "OFF";
  const entry = (metricsEnabled: boolean, cachingEnabled: boolean, own: Throttle | null): JsonObject => ({
    metricsEnabled,
    ...(executionLogLevel === null || executionLogLevel === "OFF" ? {} : { loggingLevel: executionLogLevel }),
    dataTraceEnabled: false,
    throttlingBurstLimit: (own ?? accountThrottle).burstLimit,
    throttlingRateLimit: (own ?? accountThrottle).rateLimit,
    cachingEnabled,
    cacheTtlInSeconds: 300,
    cacheDataEncrypted: false,
    requireAuthorizationForCacheControl: true,
    unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
  });
  const special = routes.filter(
    (route) =>
      route.detailedMetrics !== detailedMetrics || route.cached || !isSameThrottle(route.throttle, throttle),
  );
  return {
    ...(isDefault ? {} : { "*/*": entry(detailedMetrics, false, throttle) }),
    ...Object.fromEntries(
      special.map((route) => [
        methodKey(route),
        entry(route.detailedMetrics, route.cached, route.throttle ?? throttle),
      ]),
    ),
  };
}

/** A route without its own throttle has its stage's. */
function isSameThrottle(own: Throttle | null, stage: Throttle | null): boolean {
  return own === null || (own.rateLimit === stage?.rateLimit && own.burstLimit === stage.burstLimit);
}

/** "GET /pets/{id}" as "~1pets~1{id}/GET". */
function methodKey({ key }: Route): string {
  const space = key.indexOf(" ");
  return `${key.slice(space + 1).replaceAll("/", "~1")}/${key.slice(0, space)}`;
}
