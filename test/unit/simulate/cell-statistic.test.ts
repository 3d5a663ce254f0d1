import type { Measure } from "../../../src/catalog/metrics.ts";
import { expect, test } from "vitest";

import { type Cell, countOutcome, emptyCell, mergeCell } from "../../../src/simulate/cell.ts";
import { statisticOf } from "../../../src/simulate/cell-statistic.ts";
import type { Outcome } from "../../../src/simulate/behaviour.ts";
import { simulateLatency } from "../../support/simulate-plan.ts";

const cellStatistic = (cell: Cell, measure: Measure, stat: string) => statisticOf(measure, stat)(cell);

const ENDED: Outcome = {
  share: 1,
  status: 200,
  responseType: null,
  integrationStatus: 200,
  integrationError: null,
  integrationLatency: simulateLatency(50),
  overhead: { waf: null, authorizer: null, gateway: simulateLatency(4) },
  cache: null,
  client: null,
  canary: false,
  coldStart: false,
};

function cellOf(values: readonly number[]) {
  const cell = emptyCell();
  for (const value of values) {
    countOutcome(cell, "rest", "GET /a", ENDED, 1);
    cell.latency.addWhole(value);
  }
  return cell;
}

test("basic statistics of latencies", () => {
  const cell = cellOf([10, 20, 60]);
  const of = (stat: string) => cellStatistic(cell, "latency", stat);
  expect(["SampleCount", "Sum", "Average", "Minimum", "Maximum"].map(of)).toEqual([3, 90, 30, 10, 60]);
  expect(of("p0")).toBe(10);
  expect(of("p100")).toBe(60);
  expect(of("p50")).toBeCloseTo(20, 0);
});

test("trimmed means and percentile ranks", () => {
  const cell = cellOf(Array.from({ length: 100 }, (_, index) => index + 100));
  expect(cellStatistic(cell, "latency", "TM(10%:90%)")).toBeCloseTo(149.5, -0.3);
  expect(cellStatistic(cell, "latency", "TM(90%:)")).toBeCloseTo(194.5, -0.3);
  expect(cellStatistic(cell, "latency", "PR(:149)")).toBeCloseTo(50, -0.3);
  expect(cellStatistic(cell, "latency", "PR(120:140)")).toBeCloseTo(20, -0.3);
  expect(cellStatistic(cell, "latency", "PR(300:)")).toBeCloseTo(0, 5);
});

test.each(["p101", "pp", "median", "TM(1:2:3)", "PR(10%:20%)", ""])("%j is no statistic", (stat) => {
  expect(cellStatistic(cellOf([5]), "latency", stat)).toBeNull();
});

test("error metrics are zeros and ones over all requests", () => {
  const cell = cellOf([1, 2, 3]);
  countOutcome(cell, "rest", "GET /a", { ...ENDED, status: 429, integrationLatency: null }, 2);
  countOutcome(cell, "rest", "GET /a", { ...ENDED, status: 502, cache: "miss" }, 3);
  const of = (measure: Parameters<typeof cellStatistic>[1], stat: string) =>
    cellStatistic(cell, measure, stat);
  expect(of("clientErrors", "Sum")).toBe(2);
  expect(of("clientErrors", "Average")).toBe(0.25);
  expect(of("serverErrors", "Average")).toBe(0.375);
  expect(of("serverErrors", "SampleCount")).toBe(8);
  expect([of("serverErrors", "Minimum"), of("serverErrors", "Maximum")]).toEqual([0, 1]);
  expect(of("cacheHits", "Sum")).toBe(0);
  expect(of("requests", "Minimum")).toBe(1);
});

test("WebSocket messages tell whose error it was", () => {
  const cell = emptyCell();
  const count = (change: Partial<Outcome>, times: number, route = "say") =>
    countOutcome(cell, "websocket", route, { ...ENDED, ...change }, times);
  count({}, 40, "$connect");
  count({}, 17);
  count({ status: 403, integrationStatus: null, responseType: "ACCESS_DENIED" }, 5, "$connect");
  count({ status: 500, integrationStatus: 500 }, 7);
  count({ status: 500, integrationStatus: null }, 3);
  count({ status: 500, integrationStatus: 403, integrationError: "Invalid permissions" }, 2);
  const sum = (measure: Parameters<typeof cellStatistic>[1]) => cellStatistic(cell, measure, "Sum");
  expect([sum("connects"), sum("messages"), sum("clientErrors")]).toEqual([45, 29, 5]);
  expect([sum("integrationErrors"), sum("executionErrors")]).toEqual([7, 5]);
});

test("nothing happened: no datapoint; merging adds", () => {
  expect(cellStatistic(emptyCell(), "requests", "Sum")).toBeNull();
  expect(cellStatistic(emptyCell(), "latency", "p50")).toBeNull();
  const sum = emptyCell();
  mergeCell(sum, cellOf([4, 8]));
  mergeCell(sum, cellOf([15]));
  mergeCell(sum, emptyCell());
  expect(cellStatistic(sum, "latency", "Sum")).toBe(27);
  expect(cellStatistic(sum, "requests", "SampleCount")).toBe(3);
});
