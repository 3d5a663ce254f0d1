import type { RuleContext } from "../../src/alarms/rules/alarm-rule.ts";
import type { Traffic } from "../../src/alarms/rules/traffic.ts";
import type { ApiKind, StageConfiguration, Target } from "../../src/model/target.ts";

const CONFIGURATION: StageConfiguration = {
  routes: [],
  detailedMetrics: false,
  cache: null,
  throttle: null,
  tracing: false,
  accessLog: null,
  executionLogLevel: null,
  deploymentId: null,
  deployments: [],
  canary: null,
  usagePlans: [],
  webAclArn: null,
};

export function ruleRoute(
  over: Partial<StageConfiguration["routes"][number]> = {},
): StageConfiguration["routes"][number] {
  return {
    key: "POST /orders",
    integration: "lambda-proxy",
    integrationTarget: "orders-fn",
    timeoutMs: 12_000,
    authorization: "NONE",
    apiKeyRequired: false,
    detailedMetrics: false,
    cached: false,
    throttle: null,
    ...over,
  };
}

export function ruleTarget(kind: ApiKind, configuration: Partial<StageConfiguration> = {}): Target {
  const dimensions: Record<string, string> =
    kind === "rest" ? { ApiName: "orders", Stage: "prod" } : { ApiId: "a1b2c3", Stage: "prod" };
  return {
    id: kind === "rest" ? "rest:orders/prod" : `${kind}:a1b2c3/prod`,
    kind,
    apiId: "a1b2c3",
    apiName: "orders",
    stage: "prod",
    region: "eu-west-1",
    accountId: "123456789012",
    dimensions,
    configuration: { ...CONFIGURATION, routes: [ruleRoute()], ...configuration },
  };
}

/** The same number of requests at every hour, or as given. */
export function steadyTraffic(perMinute: number, over: Partial<Traffic> = {}): Traffic {
  return { perMinute, quietPerMinute: perMinute, busyPerMinute: perMinute, days: 14, ...over };
}

export function ruleContext(
  kind: ApiKind,
  traffic: Traffic | null,
  configuration: Partial<StageConfiguration> = {},
): RuleContext {
  const target = ruleTarget(kind, configuration);
  return { target, route: null, dimensions: target.dimensions, traffic };
}
