import { describe, expect, it } from "vitest";

import { toAccount } from "../../../src/loopback/snapshot-account.ts";
import { NO_COST, type Snapshot } from "../../../src/model/snapshot.ts";
import type { Series } from "../../../src/model/series.ts";
import { COUNT, TARGETS } from "./literal-account.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 2, 9, 0);
// The window begins in the middle of an hour.
const WINDOW = { startMs: START + 1.5 * HOUR, endMs: START + 4 * HOUR };

function series(
  stat: string,
  periodSeconds: number,
  runs: Series["runs"],
  change: Partial<Series> = {},
): Series {
  return { ...COUNT, target: "rest:orders/prod", route: null, stat, periodSeconds, runs, ...change };
}

function account(list: Series[]) {
  const snapshot: Snapshot = {
    schemaVersion: 1,
    origin: "recorded",
    window: WINDOW,
    baseline: { startMs: START - 24 * HOUR, endMs: WINDOW.startMs },
    settledMs: WINDOW.endMs,
    targets: [...TARGETS],
    logs: [],
    series: list,
    blindSpots: [],
    cost: NO_COST,
  };
  return toAccount(snapshot);
}

/** Values 1, 2, 3 ... a minute over the window. */
const minutes: Series["runs"] = [[WINDOW.startMs, Array.from({ length: 150 }, (_, index) => index + 1)]];
const all = { startMs: START - 48 * HOUR, endMs: WINDOW.endMs };

describe("toAccount", () => {
  it("gives a series back as it was recorded, within the window asked for", () => {
    const window = { startMs: WINDOW.startMs + 60_000, endMs: WINDOW.startMs + 240_000 };
    expect(account([series("Sum", 60, minutes)]).query(COUNT, "Sum", 60, window)).toEqual(
      [2, 3, 4].map((value) => ({ timeMs: WINDOW.startMs + (value - 1) * 60_000, value })),
    );
  });

  it.each([
    ["Sum", (values: number[]) => values.reduce((sum, value) => sum + value, 0)],
    ["SampleCount", (values: number[]) => values.reduce((sum, value) => sum + value, 0)],
    ["Minimum", (values: number[]) => Math.min(...values)],
    ["Maximum", (values: number[]) => Math.max(...values)],
    ["Average", (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length],
  ])("aggregates %s to multiples of the recorded period", (stat, literal) => {
    const points = account([series(stat, 60, minutes)]).query(COUNT, stat, 300, all);
    expect(points).toHaveLength(30);
    for (const [index, { timeMs, value }] of points.entries()) {
      expect(timeMs).toBe(WINDOW.startMs + index * 300_000);
      expect(value).toBe(literal([1, 2, 3, 4, 5].map((offset) => index * 5 + offset)));
    }
  });

  it("weighs an Average by the SampleCount recorded with it", () => {
    const average = series("Average", 60, [[WINDOW.startMs, [10, 40]]]);
    const counts = series("SampleCount", 60, [[WINDOW.startMs, [3, 1]]]);
    expect(account([average, counts]).query(COUNT, "Average", 120, all)).toEqual([
      { timeMs: WINDOW.startMs, value: 17.5 },
    ]);
  });

  it("has percentiles at their recorded period alone, and no statistic that was not recorded", () => {
    const recorded = account([series("p99", 60, minutes)]);
    expect(recorded.query(COUNT, "p99", 60, all)).toHaveLength(150);
    expect(recorded.query(COUNT, "p99", 300, all)).toEqual([]);
    expect(recorded.query(COUNT, "Sum", 60, all)).toEqual([]);
    expect(recorded.query({ ...COUNT, metric: "Latency" }, "p99", 60, all)).toEqual([]);
  });

  it("does not show half an hour's sum where the fine recording begins in the middle of the hour", () => {
    const points = account([series("Sum", 60, minutes)]).query(COUNT, "Sum", 3_600, all);
    expect(points.map(({ timeMs }) => timeMs)).toEqual([START + 2 * HOUR, START + 3 * HOUR]);
  });

  it("joins the coarse baseline and the fine window", () => {
    const baseline = series("Sum", 3_600, [[START - HOUR, [7_001, 7_002]]]);
    const points = account([series("Sum", 60, minutes), baseline]).query(COUNT, "Sum", 3_600, all);
    expect(points.map(({ timeMs }) => (timeMs - START) / HOUR)).toEqual([-1, 0, 2, 3]);
    expect(points[0]?.value).toBe(7_001);
    expect(points[2]?.value).toBe(
      Array.from({ length: 60 }, (_, index) => index + 31).reduce((sum, value) => sum + value),
    );
  });

  it("keeps gaps, also where a whole coarse period is one", () => {
    const gappy = series("Sum", 60, [
      [WINDOW.startMs, [1, 2]],
      [WINDOW.startMs + 600_000, [9]],
    ]);
    expect(account([gappy]).query(COUNT, "Sum", 300, all)).toEqual([
      { timeMs: WINDOW.startMs, value: 3 },
      { timeMs: WINDOW.startMs + 600_000, value: 9 },
    ]);
  });

  it("lists each metric once with its newest datapoint, in any order of dimensions, and none without data", () => {
    const turned = { Stage: "prod", ApiName: "orders" };
    const listed = account([
      series("Sum", 60, minutes),
      series("SampleCount", 300, [[START, [5]]], { dimensions: turned }),
      series("Sum", 60, [], { metric: "5XXError" }),
    ]).metrics();
    expect(listed).toEqual([{ ...COUNT, newestMs: WINDOW.endMs - 60_000 }]);
  });

  it("takes one region of several", () => {
    const [first, second] = TARGETS;
    const snapshot: Snapshot = {
      schemaVersion: 1,
      origin: "recorded",
      window: WINDOW,
      baseline: WINDOW,
      settledMs: WINDOW.endMs,
      targets: [first!, { ...second!, id: "us-east-2/rest:orders/dev", region: "us-east-2" }],
      logs: [],
      series: [
        series("Sum", 60, minutes),
        series("Sum", 60, minutes, { target: "us-east-2/rest:orders/dev", metric: "4XXError" }),
      ],
      blindSpots: [],
      cost: NO_COST,
    };
    expect(
      toAccount(snapshot)
        .metrics()
        .map(({ metric }) => metric),
    ).toEqual(["Count"]);
    expect(
      toAccount(snapshot, "us-east-2")
        .metrics()
        .map(({ metric }) => metric),
    ).toEqual(["4XXError"]);
    expect(toAccount(snapshot, "us-east-2").targets).toHaveLength(1);
  });
});
