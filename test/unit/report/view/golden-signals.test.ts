import { expect, test } from "vitest";

import { goldenSignals } from "../../../../src/report/view/golden-signals.ts";
import { aSeries, WINDOW } from "../../../support/report-fixtures.ts";

test("sums and ratios of a REST stage over the window, counted by hand", () => {
  const series = [
    aSeries("Count", "Sum", [100, 300, null, 240]),
    aSeries("4XXError", "Sum", [3, 5, null, 8]),
    aSeries("5XXError", "Sum", [0, 1, null, 31]),
    aSeries("CacheHitCount", "Sum", [90, 110]),
    aSeries("CacheMissCount", "Sum", [10, 40]),
    // Before the window: not counted.
    aSeries("Count", "Sum", [7_777], { startMs: WINDOW.startMs - 3_600_000, periodSeconds: 3_600 }),
  ];
  const signals = goldenSignals({ kind: "rest", series }, WINDOW);
  expect(signals).toMatchObject({ requests: 640, errorRatio4xx: 16 / 640, errorRatio5xx: 32 / 640 });
  expect(signals.cacheHitRatio).toBe(200 / 250);
});

test("the same requests at two periods are counted once", () => {
  const series = [
    aSeries("Count", "Sum", [61, 62, 63, 64, 65], { periodSeconds: 60 }),
    aSeries("Count", "Sum", [315]),
  ];
  expect(goldenSignals({ kind: "rest", series }, WINDOW).requests).toBe(315);
});

test("an error metric known only as Average is weighed by the requests of each period", () => {
  const series = [aSeries("Count", "Sum", [200, 50]), aSeries("5XXError", "Average", [0.01, 0.5])];
  expect(goldenSignals({ kind: "rest", series }, WINDOW).errorRatio5xx).toBe(27 / 250);
});

test("a WebSocket stage counts connections and messages, and its server errors are of two kinds", () => {
  const series = [
    aSeries("ConnectCount", "Sum", [40]),
    aSeries("MessageCount", "Sum", [160]),
    aSeries("ClientError", "Sum", [6]),
    aSeries("IntegrationError", "Sum", [9]),
    aSeries("ExecutionError", "Sum", [1]),
  ];
  const signals = goldenSignals({ kind: "websocket", series }, WINDOW);
  expect(signals).toMatchObject({ requests: 200, errorRatio4xx: 0.03, errorRatio5xx: 0.05 });
});

test("what was not measured is null; what was measured without traffic is zero requests and no ratio", () => {
  const nothing = goldenSignals({ kind: "http", series: [] }, WINDOW);
  expect(Object.values(nothing)).toEqual(Array.from({ length: 8 }, () => null));
  const series = [aSeries("Count", "Sum", []), aSeries("4xx", "Sum", [])];
  expect(goldenSignals({ kind: "http", series }, WINDOW)).toMatchObject({ requests: 0, errorRatio4xx: null });
});
