import { describe, expect, it } from "vitest";

import { rateText, periodText } from "../../../../src/alarms/rules/period-text.ts";
import { shortestPeriod } from "../../../../src/alarms/rules/shortest-period.ts";
import { trafficOf } from "../../../../src/alarms/rules/traffic.ts";
import { toRuns } from "../../../../src/model/series.ts";
import { seriesOf } from "../../../support/alarm-series.ts";
import { steadyTraffic } from "../../../support/rule-context.ts";

const HOUR_MS = 3_600_000;
const MIDNIGHT_MS = Date.UTC(2026, 2, 3);

describe("trafficOf", () => {
  it("has the means of the quietest and the busiest hour of the day, hours without a datapoint included", () => {
    // Two days: 120 requests in every hour from 8 to 19, 600 at noon, none at night.
    const points = Array.from({ length: 48 }, (_, hour) => ({
      timeMs: MIDNIGHT_MS + hour * HOUR_MS,
      value: hour % 24,
    }))
      .filter(({ value }) => value >= 8 && value < 20)
      .map(({ timeMs, value }) => ({ timeMs, value: value === 12 ? 600 : 120 }));
    const counts = { ...seriesOf([], { periodSeconds: 3_600 }), runs: toRuns(points, 3_600) };
    const traffic = trafficOf(counts, { startMs: MIDNIGHT_MS, endMs: MIDNIGHT_MS + 48 * HOUR_MS });
    expect(traffic).toEqual({
      perMinute: (11 * 120 + 600) / 24 / 60,
      quietPerMinute: 0,
      busyPerMinute: 10,
      days: 2,
    });
  });

  it("knows only the hours that it saw, and nothing from less than one", () => {
    const counts = seriesOf(Array.from({ length: 180 }, () => 7));
    const startMs = counts.runs[0]?.[0] ?? 0;
    expect(trafficOf(counts, { startMs, endMs: startMs + 3 * HOUR_MS })).toEqual({
      perMinute: 7,
      quietPerMinute: 7,
      busyPerMinute: 7,
      days: 0.125,
    });
    expect(trafficOf(counts, { startMs, endMs: startMs + HOUR_MS - 1 })).toBeNull();
  });
});

describe("shortestPeriod", () => {
  it("is the first that the quietest hour fills", () => {
    const traffic = steadyTraffic(50, { quietPerMinute: 4 });
    expect(shortestPeriod(traffic, 4)).toBe(60);
    expect(shortestPeriod(traffic, 5)).toBe(300);
    expect(shortestPeriod(traffic, 61)).toBe(3_600);
    expect(shortestPeriod(traffic, 61, 900)).toBeUndefined();
  });
});

describe("texts of rates and periods", () => {
  it("are in the unit that a reader can picture", () => {
    expect([0.05, 1.26, 4_000, 0.001].map(rateText)).toEqual([
      "3 requests an hour",
      "1.3 requests a minute",
      "67 requests a second",
      "1.4 requests a day",
    ]);
    expect([60, 300, 21_600, 86_400, 30].map(periodText)).toEqual([
      "1 minute",
      "5 minutes",
      "6 hours",
      "1 day",
      "30 seconds",
    ]);
  });
});
