import { describe, expect, it } from "vitest";

import { MINUTE_MS } from "../../../../src/core/window.ts";
import { targetCharts, type ChartInput } from "../../../../src/report/view/target-charts.ts";
import { aSeries, END_MS, WINDOW } from "../../../support/report-fixtures.ts";
import { aLogSlice } from "../../../support/report-snapshot.ts";

const minutes = (
  metric: string,
  stat: string,
  values: readonly (number | null)[],
  startMs = WINDOW.startMs,
) => aSeries(metric, stat, values, { periodSeconds: 60, startMs });

const charts = (series: ChartInput["target"]["series"], changes: Partial<ChartInput> = {}) =>
  targetCharts({
    target: { kind: "rest", series },
    window: WINDOW,
    settledMs: END_MS,
    logs: [],
    mostSteps: 1_000,
    ...changes,
  });

describe("targetCharts", () => {
  it("draws requests and the shares that failed, minute by minute, and gaps as gaps", () => {
    const [requests, errors, ...others] = charts([
      minutes("Count", "Sum", [40, 50, null, 80]),
      minutes("4XXError", "Sum", [4, 2, null, 16]),
      minutes("5XXError", "Sum", [1, 0, null, 2]),
    ]);
    expect(others).toEqual([]);
    expect(requests).toMatchObject({
      id: "requests",
      unit: "requests/min",
      startMs: WINDOW.startMs,
      stepMs: MINUTE_MS,
    });
    expect(requests?.lines[0]?.values.slice(0, 5)).toEqual([40, 50, null, 80, null]);
    expect(requests?.lines[0]?.values).toHaveLength(60);
    expect(errors?.lines.map(({ label }) => label)).toEqual(["4XX", "5XX"]);
    expect(errors?.lines[0]?.values.slice(0, 4)).toEqual([0.1, 0.04, null, 0.2]);
    expect(errors?.lines[1]?.values.slice(0, 4)).toEqual([0.025, 0, null, 0.025]);
  });

  it("says requests a minute whatever the period, and divides nothing else", () => {
    const [requests] = charts([aSeries("Count", "Sum", [500, 35])]);
    expect(requests?.stepMs).toBe(5 * MINUTE_MS);
    expect(requests?.lines[0]?.values.slice(0, 3)).toEqual([100, 7, null]);
  });

  it("lays total over integration latency, percentile by percentile", () => {
    const found = charts([
      minutes("Latency", "p50", [70, 72]),
      minutes("IntegrationLatency", "p50", [61, 63]),
      minutes("IntegrationLatency", "p99", [410, 430]),
    ]);
    expect(found.map(({ id }) => id)).toEqual(["p50", "p99"]);
    expect(found[0]?.lines.map(({ label, shape }) => [label, shape])).toEqual([
      ["integration", "area"],
      ["total", "line"],
    ]);
    expect(found[1]?.lines).toHaveLength(1);
  });

  it("leaves out what may still change, and what lies outside the window", () => {
    const values = Array.from({ length: 70 }, (_, at) => at + 1);
    const [requests] = charts([minutes("Count", "Sum", values, WINDOW.startMs - 5 * MINUTE_MS)], {
      settledMs: END_MS - 2 * MINUTE_MS,
    });
    expect(requests?.lines[0]?.values).toEqual(values.slice(5, 63));
  });

  it("draws a long window in longer steps: counts on average, of all else the highest", () => {
    const [requests, p50] = charts(
      [
        minutes("Count", "Sum", [30, 60, 90, null, 12, null, null, null]),
        minutes("Latency", "p50", [7, 31, 8, null, 9, null, null, null]),
      ],
      { mostSteps: 15 },
    );
    expect(requests?.stepMs).toBe(4 * MINUTE_MS);
    expect(requests?.lines[0]?.values.slice(0, 3)).toEqual([45, 3, null]);
    expect(p50?.lines[0]?.values.slice(0, 3)).toEqual([31, 9, null]);
  });

  it("shows throttling only from a log that has some", () => {
    const count = (status: number, requests: number) => ({
      minuteMs: END_MS - 25 * MINUTE_MS,
      route: null,
      status,
      responseType: null,
      deploymentId: null,
      isCanary: null,
      requests,
    });
    const logs = [aLogSlice({ counts: [count(200, 30), count(429, 10)] })];
    const [throttled] = charts([], { logs });
    expect(throttled?.id).toBe("throttled");
    expect(throttled?.lines[0]?.values.filter((value) => value !== null)).toEqual([0.25]);
    expect(throttled?.lines[0]?.values[35]).toBe(0.25);
    expect(charts([], { logs: [aLogSlice({ counts: [count(200, 30)] })] })).toEqual([]);
  });

  it("shows the cache's share of what could be cached", () => {
    const [cache] = charts([
      minutes("CacheHitCount", "Sum", [30, 0]),
      minutes("CacheMissCount", "Sum", [10, 0]),
    ]);
    expect(cache?.lines[0]?.values.slice(0, 3)).toEqual([0.75, null, null]);
  });
});
