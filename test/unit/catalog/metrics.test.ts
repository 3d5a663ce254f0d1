import { describe, expect, it } from "vitest";

import { DIMENSION_SETS, apiNameDimensions, routeOfDimensions } from "../../../src/catalog/dimensions.ts";
import { METRICS, metricFact } from "../../../src/catalog/metrics.ts";
import { finestPeriodSeconds } from "../../../src/catalog/retention.ts";
import { DAY_MS } from "../../../src/core/window.ts";

describe("the metric catalog", () => {
  // Typed again from the developer guide's tables, not from the catalog: two hands, one fact.
  it.each([
    ["rest", "4XXError 5XXError CacheHitCount CacheMissCount Count IntegrationLatency Latency"],
    ["http", "4xx 5xx Count DataProcessed IntegrationLatency Latency"],
    ["websocket", "ClientError ConnectCount ExecutionError IntegrationError IntegrationLatency MessageCount"],
  ])("names exactly the metrics of %s APIs", (kind, names) => {
    const known = METRICS.filter((row) => row.kind === kind).map((row) => row.metric);
    expect(known.sort().join(" ")).toBe(names.split(" ").sort().join(" "));
  });

  it("knows no total latency for WebSocket and no cache outside REST", () => {
    expect(metricFact("websocket", "latency")).toBeUndefined();
    expect(metricFact("http", "cacheHits")).toBeUndefined();
    expect(metricFact("rest", "serverErrors")?.metric).toBe("5XXError");
    expect(metricFact("http", "serverErrors")?.metric).toBe("5xx");
  });

  it("gives each row a source and a statistic", () => {
    expect(METRICS.every((row) => row.source.endsWith(".html") && row.statistics.length > 0)).toBe(true);
  });
});

describe("dimensions", () => {
  it("keys REST by name and the others by id, with both route shapes where AWS's pages disagree", () => {
    const shapes = (kind: string, level: string): string[] =>
      DIMENSION_SETS.filter((set) => set.kind === kind && set.level === level).map((set) =>
        set.names.join(","),
      );
    expect(shapes("rest", "stage")).toEqual(["ApiName,Stage"]);
    expect(shapes("rest", "route")).toEqual(["ApiName,Stage,Resource,Method"]);
    expect(shapes("http", "stage")).toEqual(["ApiId,Stage"]);
    expect(shapes("http", "route").sort()).toEqual(["ApiId,Stage,Resource,Method", "ApiId,Stage,Route"]);
    expect(shapes("websocket", "route").sort()).toEqual(["ApiId,Stage,Resource,Method", "ApiId,Stage,Route"]);
  });

  it.each([
    ["orders", ["orders"]],
    ["bücher-übersicht", ["bcher-bersicht"]],
    ["注文", ["a1b2c3"]],
    ["注文 api", [" api", "api"]],
    ["été ", ["t ", "t"]],
  ])("removes non-ASCII characters from the REST name %j", (name, expected) => {
    expect(apiNameDimensions(name, "a1b2c3")).toEqual(expected);
  });

  it("reads a route in either shape", () => {
    expect(routeOfDimensions({ ApiId: "a", Stage: "s", Resource: "/pets/{petId}", Method: "GET" })).toBe(
      "GET /pets/{petId}",
    );
    expect(routeOfDimensions({ ApiId: "a", Stage: "s", Route: "$connect" })).toBe("$connect");
    expect(routeOfDimensions({ ApiId: "a", Stage: "s" })).toBeUndefined();
  });
});

describe("retention", () => {
  it.each([
    [0, 60],
    [15 * DAY_MS, 60],
    [15 * DAY_MS + 1, 300],
    [63 * DAY_MS, 300],
    [64 * DAY_MS, 3_600],
    [455 * DAY_MS, 3_600],
    [456 * DAY_MS, undefined],
  ])("data %d ms old is kept at %s seconds", (ageMs, period) => {
    expect(finestPeriodSeconds(ageMs)).toBe(period);
  });
});
