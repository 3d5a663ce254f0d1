import { describe, expect, it } from "vitest";

import { routeTable } from "../../../../src/report/view/route-rows.ts";
import { aSeries, END_MS, WINDOW } from "../../../support/report-fixtures.ts";
import { aLogSlice } from "../../../support/report-snapshot.ts";

const route = (name: string, metric: string, stat: string, values: readonly number[]) =>
  aSeries(metric, stat, values, { route: name });

describe("routeTable", () => {
  it("says which part of the errors and of the time is a route's", () => {
    const table = routeTable(
      "rest",
      [
        route("GET /a", "Count", "Sum", [300, 100]),
        route("GET /a", "4XXError", "Sum", [6, 2]),
        route("GET /a", "5XXError", "Sum", [1, 0]),
        route("GET /a", "Latency", "Average", [10, 30]),
        route("POST /b", "Count", "Sum", [90, 10]),
        route("POST /b", "4XXError", "Sum", [2, 0]),
        route("POST /b", "5XXError", "Sum", [3, 0]),
        route("POST /b", "Latency", "Average", [20, 20]),
        aSeries("Count", "Sum", [390, 110]),
      ],
      [],
      WINDOW,
    );
    expect(table?.source).toBe("metrics");
    // Most server errors first, though the other has more requests.
    expect(table?.rows.map((row) => row.route)).toEqual(["POST /b", "GET /a"]);
    expect(table?.rows[0]).toMatchObject({
      requests: 100,
      errorRatio4xx: 0.02,
      errorRatio5xx: 0.03,
      shareOfRequests: 0.2,
      shareOf4xx: 0.2,
      shareOf5xx: 0.75,
      // 100 requests of 20 ms; the other has 300 of 10 ms and 100 of 30 ms.
      shareOfTime: 2_000 / 8_000,
    });
  });

  it("counts the access log where routes have no metrics of their own", () => {
    const count = (name: string | null, status: number, requests: number) => ({
      minuteMs: END_MS,
      route: name,
      status,
      responseType: null,
      deploymentId: null,
      isCanary: null,
      requests,
    });
    const latency = (name: string | null, meanMs: number, many: number) => ({
      route: name,
      phase: "latency" as const,
      count: many,
      meanMs,
      p50: meanMs - 1,
      p90: meanMs + 1,
      p99: meanMs + 2,
      buckets: null,
    });
    const slice = aLogSlice({
      counts: [
        count("GET /a", 200, 30),
        count("GET /a", 404, 10),
        count("PUT /c", 503, 20),
        count(null, 500, 99),
      ],
      latencies: [latency("GET /a", 50, 40), latency("PUT /c", 150, 20), latency(null, 83, 60)],
    });
    const table = routeTable("rest", [aSeries("Count", "Sum", [390])], [slice], WINDOW);
    expect(table?.source).toBe("access-logs");
    expect(table?.rows).toEqual([
      expect.objectContaining({
        route: "PUT /c",
        requests: 20,
        errorRatio5xx: 1,
        p50: 149,
        p99: 152,
        shareOfTime: 0.6,
      }),
      expect.objectContaining({
        route: "GET /a",
        requests: 40,
        errorRatio4xx: 0.25,
        shareOf4xx: 1,
        shareOf5xx: 0,
      }),
    ]);
    // Percentiles of two spans are percentiles of nothing.
    const twice = routeTable("rest", [], [slice, { ...slice, startMs: 1 }], WINDOW);
    expect(twice?.rows[0]).toMatchObject({ requests: 40, p50: null, p99: null });
  });

  it("is nothing where nothing tells of routes", () => {
    expect(routeTable("rest", [aSeries("Count", "Sum", [390])], [], WINDOW)).toBeNull();
  });
});
