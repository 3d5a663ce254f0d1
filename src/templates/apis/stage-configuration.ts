import type { Route, StageConfiguration } from "../../model/target.ts";
import { listOf, recordOf } from "../is-record.ts";

/** What a stage's resource says of it; what a template leaves to functions counts as not set. */
export function stageConfiguration(
  properties: Readonly<Record<string, unknown>>,
  routes: readonly Route[],
): StageConfiguration {
  const { CacheClusterEnabled: cached, CacheClusterSize: size } = properties;
  const settings = listOf(properties["MethodSettings"]).map(recordOf);
  const whole = settings.find(
    ({ HttpMethod: method, ResourcePath: path }) => method === "*" && path === "/*",
  );
  const defaults = recordOf(properties["DefaultRouteSettings"]);
  return {
    routes: [...routes],
    detailedMetrics: isTrue(whole?.["MetricsEnabled"]) || isTrue(defaults["DetailedMetricsEnabled"]),
    cache: isTrue(cached) ? { sizeGb: typeof size === "string" ? size : "0.5", status: null } : null,
    throttle: null,
    tracing: isTrue(properties["TracingEnabled"]),
    accessLog: null,
    executionLogLevel: null,
    deploymentId: null,
    deployments: [],
    canary: null,
    usagePlans: [],
    webAclArn: null,
  };
}

/** YAML 1.1 has more words for it, and JSON templates hold it as text. */
function isTrue(value: unknown): boolean {
  return value === true || (typeof value === "string" && /^(?:true|yes|on)$/i.test(value));
}
