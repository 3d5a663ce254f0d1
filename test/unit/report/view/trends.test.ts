import { expect, test } from "vitest";

import { trendsOf } from "../../../../src/report/view/trends.ts";
import { aSeries, END_MS, WINDOW } from "../../../support/report-fixtures.ts";

const trends = (series: ReturnType<typeof aSeries>[], settledMs = END_MS, slices = 3) =>
  trendsOf({ kind: "rest", series }, WINDOW, settledMs, slices);

test("slices are rates per minute, oldest first, and an empty slice is a gap", () => {
  const counts = aSeries("Count", "Sum", [100, 200, 100, 200, null, null, null, null, 40, 60, 50, 70]);
  expect(trends([counts]).requestsPerMinute).toEqual([30, null, 11]);
});

test("what is not settled yet is left out instead of looking like a drop", () => {
  const counts = aSeries("Count", "Sum", [100, 110, 120, 130, 140, 150, 160, 170, 180, 190, 200, 3]);
  expect(trends([counts], END_MS - 120_000, 11).requestsPerMinute).toEqual([
    20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40,
  ]);
});

test("errors are shares of the slice's requests, latency its median", () => {
  const found = trends([
    aSeries("Count", "Sum", [100, 100, 100, 100, 50, 50, 50, 50]),
    aSeries("5XXError", "Sum", [1, 2, 3, 4, 20, 10, 5, 15]),
    aSeries("Latency", "p90", [31, 33, 30, 32, 91, 95, 93, 94]),
  ]);
  expect(found.errorRatio5xx).toEqual([10 / 400, 50 / 200, null]);
  expect(found.latencyP90Ms).toEqual([31, 93, null]);
  expect(found.errorRatio4xx).toEqual([]);
});

test("coarse data give fewer slices, never empty ones between", () => {
  const hourly = aSeries("Count", "Sum", [6_000], { periodSeconds: 3_600 });
  expect(trends([hourly], END_MS, 10).requestsPerMinute).toEqual([100]);
});
