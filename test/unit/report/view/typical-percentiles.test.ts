import { expect, test } from "vitest";

import { typicalPercentiles, weightedMedian } from "../../../../src/report/view/typical-percentiles.ts";
import { aSeries, END_MS, WINDOW } from "../../../support/report-fixtures.ts";

const measured = (...series: ReturnType<typeof aSeries>[]) =>
  typicalPercentiles({ kind: "rest", series }, "latency", WINDOW);

test("the weighted median is the middle of all requests, written out one by one", () => {
  const items = [
    { value: 180, weight: 5 },
    { value: 2_400, weight: 3 },
    { value: 176, weight: 4 },
    { value: 183, weight: 2 },
  ];
  const oneByOne = items
    .flatMap(({ value, weight }) => Array.from({ length: weight }, () => value))
    .sort((a, b) => a - b);
  expect(weightedMedian(items)).toBe(oneByOne[oneByOne.length / 2 - 1]);
});

test("a period with few requests weighs little", () => {
  const found = measured(
    aSeries("Latency", "p99", [180, 2_400, 176]),
    aSeries("Latency", "SampleCount", [52, 11, 48]),
  );
  expect(found).toEqual({ p50: null, p90: null, p99: 180 });
});

test("the longer period is used, and one that is not over yet is not", () => {
  const found = measured(
    aSeries("Latency", "p50", [70, 71, 72, 73, 74], { periodSeconds: 60 }),
    aSeries("Latency", "p50", [31, 900], { startMs: END_MS - 420_000 }),
  );
  expect(found).toEqual({ p50: 31, p90: null, p99: null });
});

test("the tail of a handful of requests is not known", () => {
  const few = aSeries("Latency", "SampleCount", [3, 2, 4]);
  const found = measured(
    aSeries("Latency", "p50", [21, 22, 23]),
    aSeries("Latency", "p90", [41, 42, 43]),
    few,
  );
  expect(found).toEqual({ p50: 22, p90: null, p99: null });
});

test("without data, or without a series, there is nothing", () => {
  expect(measured(aSeries("Latency", "p50", [null, null]))).toBeNull();
  expect(measured()).toBeNull();
});
