import type { MetricKey } from "../../../src/model/metric-key.ts";
import { describe, expect, it } from "vitest";

import type { MetricQuery } from "../../../src/collectors/account-reader.ts";
import { planCost, planMetrics, type PlanInput } from "../../../src/collectors/plan-metrics.ts";
import type { Target } from "../../../src/model/target.ts";
import { collectorMetrics, collectorTargets, NOW_MS } from "../../support/collector-account.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function target(id: string): Target {
  const found = collectorTargets().find((one) => one.id === id);
  if (found === undefined) throw new Error(`no target ${id}`);
  return found;
}

function plan(targets: readonly Target[], change: Partial<PlanInput> = {}): readonly MetricQuery[] {
  return planMetrics({
    targets,
    listed: collectorMetrics(targets),
    window: { startMs: NOW_MS - 3 * HOUR, endMs: NOW_MS },
    baseline: { startMs: NOW_MS - 3 * HOUR - 14 * DAY, endMs: NOW_MS - 3 * HOUR },
    nowMs: NOW_MS,
    ...change,
  }).queries;
}

/** "Count Sum" and the like, of one period, stage level. */
function asked(
  queries: readonly MetricQuery[],
  periodSeconds: number,
  route: string | null = null,
): string[] {
  return queries
    .filter((query) => query.periodSeconds === periodSeconds && query.route === route)
    .map(({ key, stat }) => `${key.metric} ${stat}`);
}

const LATENCY = ["p50", "p90", "p99", "Average", "SampleCount"];

describe("planMetrics", () => {
  it("asks a REST stage without cache for counts, errors and both latencies, in both spans", () => {
    const queries = plan([target("rest:orders/dev")]);
    const expected = [
      "Count Sum",
      "4XXError Sum",
      "5XXError Sum",
      ...LATENCY.map((stat) => `Latency ${stat}`),
      ...LATENCY.map((stat) => `IntegrationLatency ${stat}`),
    ];
    expect(asked(queries, 60)).toEqual(expected);
    expect(asked(queries, 300)).toEqual(expected);
    expect(queries).toHaveLength(2 * expected.length);
    for (const query of queries) {
      const startMs = query.periodSeconds === 60 ? NOW_MS - 3 * HOUR : NOW_MS - 3 * HOUR - 14 * DAY;
      expect(query).toMatchObject({
        target: "rest:orders/dev",
        key: { namespace: "AWS/ApiGateway", dimensions: { ApiName: "orders", Stage: "dev" } },
        startMs,
        endMs: NOW_MS,
      });
    }
  });

  it("asks for cache metrics where the cache is on, or where that is unknown", () => {
    const hits = (queries: readonly MetricQuery[]) =>
      asked(queries, 60).filter((name) => name.startsWith("Cache"));
    expect(hits(plan([target("rest:orders/dev")]))).toEqual([]);
    expect(hits(plan([target("rest:orders/prod")]))).toEqual(["CacheHitCount Sum", "CacheMissCount Sum"]);
    expect(hits(plan([{ ...target("rest:orders/dev"), configuration: null }]))).toHaveLength(2);
  });

  it("asks each flavour by its own names", () => {
    expect(asked(plan([target("http:v2aaa/$default")]), 60)).toEqual([
      "Count Sum",
      "4xx Sum",
      "5xx Sum",
      ...LATENCY.map((stat) => `Latency ${stat}`),
      ...LATENCY.map((stat) => `IntegrationLatency ${stat}`),
    ]);
    expect(asked(plan([target("websocket:v2bbb/prod")]), 300)).toEqual([
      "ConnectCount Sum",
      "MessageCount Sum",
      "IntegrationError Sum",
      "ClientError Sum",
      "ExecutionError Sum",
      ...LATENCY.map((stat) => `IntegrationLatency ${stat}`),
    ]);
  });

  it("asks fewer statistics of the routes that the list shows, and none of others", () => {
    const queries = plan([target("rest:orders/prod")]);
    expect([...new Set(queries.map(({ route }) => route))]).toEqual([null, "GET /orders", "POST /orders"]);
    expect(asked(queries, 60, "POST /orders").sort()).toEqual([
      "4XXError Sum",
      "5XXError Sum",
      "CacheHitCount Sum",
      "CacheMissCount Sum",
      "Count Sum",
      "IntegrationLatency Average",
      "IntegrationLatency p50",
      "IntegrationLatency p99",
      "Latency Average",
      "Latency p50",
      "Latency p99",
    ]);
    expect(queries.find(({ route }) => route === "POST /orders")?.key.dimensions).toEqual({
      ApiName: "orders",
      Stage: "prod",
      Resource: "/orders",
      Method: "POST",
    });
    const unlisted = plan([target("rest:orders/prod")], { listed: null });
    expect(unlisted.length).toBeGreaterThan(20);
    expect(unlisted.every(({ route }) => route === null)).toBe(true);
  });

  it("asks a stage that CloudWatch does not list for nothing but whether requests have begun", () => {
    const [rest, socket] = [target("rest:orders/dev"), target("websocket:v2bbb/prod")];
    expect(asked(plan([rest], { listed: [] }), 60)).toEqual(["Count Sum"]);
    expect(asked(plan([socket], { listed: [] }), 60)).toEqual(["ConnectCount Sum", "MessageCount Sum"]);
    // A list that broke off, or that tells of the last two weeks alone, proves no silence.
    expect(plan([rest], { listed: [], isListPartial: true }).length).toBe(26);
    const old = { startMs: NOW_MS - 20 * DAY, endMs: NOW_MS - 19 * DAY };
    const baseline = { startMs: NOW_MS - 30 * DAY, endMs: old.startMs };
    expect(asked(plan([rest], { listed: [], window: old, baseline }), 300).length).toBe(13);
  });

  it("never asks anything twice", () => {
    const queries = plan(collectorTargets());
    const texts = queries.map((query) => JSON.stringify(query));
    expect(texts.length).toBeGreaterThan(150);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it("prices each query as one metric", () => {
    const queries = plan(collectorTargets());
    const listed: MetricKey[] = [];
    expect(planCost(plan([target("rest:orders/dev")], { listed }))).toEqual({
      metricsRequested: 2,
      usd: 0.000_02,
    });
    expect(planCost(queries).usd).toBeCloseTo(queries.length / 100_000, 9);
  });
});
