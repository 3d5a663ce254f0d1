import { describe, expect, it } from "vitest";

import type { Resource, RestStage } from "../../../../src/collectors/inventory/rest-schemas.ts";
import { stageThrottle, toRestRoutes } from "../../../../src/collectors/inventory/rest-routes.ts";

const RESOURCES: readonly Resource[] = [
  { path: "/", resourceMethods: { GET: { authorizationType: "NONE" } } },
  { path: "/pets", resourceMethods: { GET: {}, POST: { apiKeyRequired: true }, ANY: {} } },
  { path: "/pets/{id}", resourceMethods: { DELETE: { authorizationType: "CUSTOM" } } },
  { path: "/empty" },
];

function routes(methodSettings: RestStage["methodSettings"], more: Partial<RestStage> = {}) {
  const stage = { stageName: "prod", methodSettings, ...more };
  return new Map(toRestRoutes(RESOURCES, stage, "eu-west-1").map((route) => [route.key, route]));
}

describe("toRestRoutes", () => {
  it("lists each method of each resource, in order", () => {
    expect([...routes({}).keys()]).toEqual([
      "ANY /pets",
      "DELETE /pets/{id}",
      "GET /",
      "GET /pets",
      "POST /pets",
    ]);
    expect(routes(undefined).get("POST /pets")).toEqual({
      key: "POST /pets",
      integration: "unknown",
      integrationTarget: null,
      timeoutMs: null,
      authorization: null,
      apiKeyRequired: true,
      detailedMetrics: false,
      cached: false,
      throttle: null,
    });
  });

  it.each([
    ["~1pets~1{id}/DELETE", "DELETE /pets/{id}"],
    ["/~1pets~1{id}/DELETE", "DELETE /pets/{id}"],
    ["pets/{id}/DELETE", "DELETE /pets/{id}"],
    ["/pets/GET", "GET /pets"],
    ["~1/GET", "GET /"],
    ["/GET", "GET /"],
  ])("finds the method of the settings key %s", (key, route) => {
    const found = routes({ [key]: { metricsEnabled: true } });
    expect(
      [...found.values()].filter(({ detailedMetrics }) => detailedMetrics).map((one) => one.key),
    ).toEqual([route]);
  });

  it("lets a method's own settings win over those of all methods, field by field", () => {
    const found = routes({
      "*/*": { metricsEnabled: true, throttlingRateLimit: 80, throttlingBurstLimit: 40 },
      "~1pets/GET": { metricsEnabled: false, throttlingRateLimit: 9, throttlingBurstLimit: 5 },
      "~1pets/POST": { loggingLevel: "INFO" },
    });
    expect(found.get("GET /pets")).toMatchObject({
      detailedMetrics: false,
      throttle: { rateLimit: 9, burstLimit: 5 },
    });
    expect(found.get("POST /pets")).toMatchObject({ detailedMetrics: true, throttle: null });
    expect(found.get("GET /")).toMatchObject({ detailedMetrics: true, throttle: null });
  });

  it("takes the account's limits, which AWS shows in every entry, for no limit", () => {
    const account = { throttlingRateLimit: 10_000, throttlingBurstLimit: 5_000 };
    expect(routes({ "~1pets/GET": account }).get("GET /pets")?.throttle).toBe(null);
    expect(stageThrottle(account, "eu-west-1")).toBe(null);
    expect(stageThrottle(account, "eu-south-2")).toEqual({ rateLimit: 10_000, burstLimit: 5_000 });
    expect(stageThrottle({ throttlingRateLimit: -1, throttlingBurstLimit: -1 }, "eu-west-1")).toBe(null);
    expect(stageThrottle({ throttlingRateLimit: 0, throttlingBurstLimit: 0 }, "eu-west-1")).toEqual({
      rateLimit: 0,
      burstLimit: 0,
    });
  });

  it("says cached where the cluster is on and the method is", () => {
    const cached = (settings: RestStage["methodSettings"], isOn = true) =>
      [...routes(settings, { cacheClusterEnabled: isOn }).values()]
        .filter((route) => route.cached)
        .map(({ key }) => key);
    expect(cached({ "*/*": { cachingEnabled: true } })).toEqual(["ANY /pets", "GET /", "GET /pets"]);
    expect(cached({ "*/*": { cachingEnabled: true } }, false)).toEqual([]);
    expect(cached({ "*/*": { cachingEnabled: true }, "~1pets/GET": { cachingEnabled: false } })).toEqual([
      "ANY /pets",
      "GET /",
    ]);
    expect(cached({ "~1pets/POST": { cachingEnabled: true } })).toEqual(["POST /pets"]);
  });
});
