import { listOf, recordOf } from "../../core/is-record.ts";
import type { Route, StageConfiguration } from "../../model/target.ts";

/**
 * What a stage's resource says of it, in CloudFormation's words; what a template leaves to functions counts as not set.
 *
 * Source: CloudFormation Template Reference, MethodSetting of AWS::ApiGateway::Stage (a path's slashes are written "~1") and
 * RouteSettings of AWS::ApiGatewayV2::Stage, 2026.
 */
export function stageConfiguration(
  properties: Readonly<Record<string, unknown>>,
  routes: readonly Route[],
  accessLog: StageConfiguration["accessLog"] = null,
): StageConfiguration {
  const { CacheClusterEnabled: cached, CacheClusterSize: size } = properties;
  const detailed = hasMetrics(properties);
  return {
    routes: routes.map((route) => ({ ...route, detailedMetrics: detailed(route.key) })),
    detailedMetrics: detailed(null),
    cache: isTrue(cached) ? { sizeGb: typeof size === "string" ? size : "0.5", status: null } : null,
    throttle: null,
    tracing: isTrue(properties["TracingEnabled"]),
    accessLog,
    executionLogLevel: null,
    deploymentId: null,
    deployments: [],
    canary: null,
    usagePlans: [],
    webAclArn: null,
  };
}

/** Whether a route, or (null) each that nothing is said of, has metrics of its own; what is said of one route wins. */
function hasMetrics(properties: Readonly<Record<string, unknown>>): (key: string | null) => boolean {
  const settings = listOf(properties["MethodSettings"]).map(recordOf);
  const ofRoutes = recordOf(properties["RouteSettings"]);
  const { DetailedMetricsEnabled: usual } = recordOf(properties["DefaultRouteSettings"]);
  const ofMethods = new Map(
    settings.map(({ HttpMethod: method, ResourcePath: path, MetricsEnabled: metrics }) => [
      `${String(method)} ${String(path).replaceAll("~1", "/").replace(/^\/+/, "/")}`,
      metrics,
    ]),
  );
  return (key) => {
    const own =
      key === null ? undefined : (ofMethods.get(key) ?? recordOf(ofRoutes[key])["DetailedMetricsEnabled"]);
    return isTrue(own ?? ofMethods.get("* /*") ?? usual);
  };
}

/** YAML 1.1 has more words for it, and JSON templates hold it as text. */
function isTrue(value: unknown): boolean {
  return value === true || (typeof value === "string" && /^(?:true|yes|on)$/i.test(value));
}
