import { describe, expect, it } from "vitest";

import { anomalyBand } from "../../../../src/alarms/evaluate/anomaly-band.ts";
import {
  evaluateMetricAlarm,
  type EvaluatedMetricAlarm,
} from "../../../../src/alarms/evaluate/evaluate-metric-alarm.ts";
import { lineOf, pointAt, type Grid } from "../../../../src/metric-math/line.ts";
import type { MetricAlarm } from "../../../../src/model/alarm-spec.ts";
import { metricAlarm, MINUTE_MS, seriesOf, START_MS } from "../../../support/alarm-series.ts";

const HOUR_MS = 60 * MINUTE_MS;

/** The definition, told literally: the points of the same hour in 14 days, else of all hours in them; 15 at least. */
function literalBand(points: ReadonlyMap<number, number>, atMs: number, periodMs: number, width: number) {
  const hourOf = (startMs: number): number => Math.floor((startMs + periodMs - 1) / HOUR_MS);
  const hour = hourOf(atMs);
  const within = (wanted: (other: number) => boolean): number[] =>
    [...points].flatMap(([startMs, value]) => (wanted(hourOf(startMs)) ? [value] : []));
  const alike = within((other) => other < hour && other >= hour - 14 * 24 && (hour - other) % 24 === 0);
  const used = alike.length >= 15 ? alike : within((other) => other < hour && other >= hour - 14 * 24);
  if (used.length < 15) return undefined;
  const mean = used.reduce((sum, value) => sum + value, 0) / used.length;
  const spread = Math.sqrt(used.reduce((sum, value) => sum + (value - mean) ** 2, 0) / used.length);
  return { lower: mean - width * spread, upper: mean + width * spread };
}

/** A rhythm of the day with gaps and a ripple, a point each five minutes. */
function rhythm(days: number): Map<number, number> {
  const points = new Map<number, number>();
  for (let index = 0; index < days * 288; index += 1) {
    if (index % 11 === 3) continue;
    const hour = (index / 12) % 24;
    points.set(START_MS + index * 5 * MINUTE_MS, 50 + 2 * hour + ((index * 7_919) % 13));
  }
  return points;
}

describe("the band", () => {
  it.each([
    [2, 7],
    [16, 53],
  ])("is that of its definition over %d days", (days, every) => {
    const points = rhythm(days);
    const grid: Grid = { startMs: START_MS, stepMs: 5 * MINUTE_MS, count: days * 288, periodSeconds: 300 };
    const line = lineOf(grid.count, (index) => points.get(START_MS + index * grid.stepMs));
    const { lower, upper } = anomalyBand(line, grid, 2.5);
    let compared = 0;
    for (let index = 0; index < grid.count; index += every) {
      const expected = literalBand(points, START_MS + index * grid.stepMs, grid.stepMs, 2.5);
      if (expected === undefined) {
        expect(pointAt(lower, index)).toBeUndefined();
        continue;
      }
      expect(pointAt(lower, index)).toBeCloseTo(expected.lower, 8);
      expect(pointAt(upper, index)).toBeCloseTo(expected.upper, 8);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(50);
  });

  it("does not cancel where the level is high and the spread small", () => {
    const grid: Grid = { startMs: START_MS, stepMs: MINUTE_MS, count: 180, periodSeconds: 60 };
    const { lower, upper } = anomalyBand(
      lineOf(grid.count, (index) => 1e12 + (index % 2)),
      grid,
      2,
    );
    expect([pointAt(lower, 150), pointAt(upper, 150)]).toEqual([1e12 + 0.5 - 1, 1e12 + 0.5 + 1]);
  });

  it("knows nothing of the hour that it is for, nor of what follows", () => {
    const grid: Grid = { startMs: START_MS, stepMs: MINUTE_MS, count: 240, periodSeconds: 60 };
    const quiet = lineOf(grid.count, (index) => 5 + (index % 3));
    const loud = lineOf(grid.count, (index) => (index >= 120 ? 9_000 : 5 + (index % 3)));
    const [one, other] = [anomalyBand(quiet, grid, 2), anomalyBand(loud, grid, 2)];
    for (let index = 120; index < 180; index += 1) {
      expect(pointAt(other.upper, index)).toBe(pointAt(one.upper, index));
    }
    expect(pointAt(other.upper, 180)).not.toBe(pointAt(one.upper, 180));
  });
});

describe("an alarm on a band", () => {
  const alarm = (over: Partial<MetricAlarm>, expression = "ANOMALY_DETECTION_BAND(m1)"): MetricAlarm => {
    const { Namespace = "", MetricName = "", Dimensions } = metricAlarm();
    return {
      AlarmName: "unusual",
      EvaluationPeriods: 1,
      ComparisonOperator: "LessThanLowerOrGreaterThanUpperThreshold",
      ThresholdMetricId: "ad1",
      Metrics: [
        { Id: "m1", MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 60, Stat: "Sum" } },
        { Id: "ad1", Expression: expression },
      ],
      ...over,
    };
  };
  /** Two days of 100 to 106, then an hour in which the tenth minute is 160 and the twentieth 40. */
  const values = Array.from({ length: 2 * 1_440 + 60 }, (_, minute) =>
    minute === 2_890 ? 160 : minute === 2_900 ? 40 : 100 + (minute % 7),
  );
  const run = (definition: MetricAlarm, fromMinute = 2_880): EvaluatedMetricAlarm => {
    const result = evaluateMetricAlarm(definition, [seriesOf(values)], {
      startMs: START_MS + fromMinute * MINUTE_MS,
      endMs: START_MS + values.length * MINUTE_MS,
    });
    if (result.kind !== "metric") throw new Error(result.why);
    return result;
  };
  const alarms = (result: EvaluatedMetricAlarm): number[] =>
    result.transitions.flatMap(({ atMs, to }) =>
      to === "ALARM" ? [(atMs - START_MS) / MINUTE_MS - 2_881] : [],
    );

  it.each([
    ["LessThanLowerOrGreaterThanUpperThreshold", [10, 20]],
    ["GreaterThanUpperThreshold", [10]],
    ["LessThanLowerThreshold", [20]],
  ] as const)("with %s goes off in minutes %j", (ComparisonOperator, expected) => {
    expect(alarms(run(alarm({ ComparisonOperator })))).toEqual(expected);
  });

  it("is two standard deviations wide where nothing is said", () => {
    expect(run(alarm({})).points[5]).toEqual(run(alarm({}, "ANOMALY_DETECTION_BAND(m1, 2)")).points[5]);
    // 100 to 106 evenly: a standard deviation of 2. So 40 and 160 are 31 of them away, and 32 is too wide for both.
    expect(alarms(run(alarm({}, "ANOMALY_DETECTION_BAND(m1, 32)")))).toEqual([]);
    expect(run(alarm({})).points[5]?.upper).toBeCloseTo(107, 0);
  });

  it("learns from the history before it was created, up to 14 days of it", () => {
    const result = run(alarm({}));
    expect(result.states[0]).toBe("OK");
    expect(result.points[0]?.lower).toBeDefined();
  });

  it("has nothing to judge by in its first hour", () => {
    expect(new Set(run(alarm({}), 0).states.slice(0, 60))).toEqual(new Set(["INSUFFICIENT_DATA"]));
  });

  it("is labelled as an approximation of our own, in its result", () => {
    expect(run(alarm({})).notes).toEqual([
      expect.stringContaining(
        "an approximation of our own (mean and standard deviation of the same hour",
      ) as string,
    ]);
  });

  it("may be that of an expression", () => {
    const { Metrics = [] } = alarm({});
    const [metric] = Metrics;
    if (!metric) throw new Error("the alarm has no metric");
    const doubled: MetricAlarm = alarm({
      Metrics: [
        { ...metric, ReturnData: false },
        { Id: "e1", Expression: "m1 * 2" },
        { Id: "ad1", Expression: "ANOMALY_DETECTION_BAND(e1, 3)" },
      ],
    });
    expect(alarms(run(doubled))).toEqual([10, 20]);
  });

  it("of fourteen days and an hour forgets what is older", () => {
    const old = Array.from({ length: 15 * 24 }, (_, hour) => (hour === 0 ? 5_000 : 7 + (hour % 5)));
    const line = lineOf(old.length, (index) => old[index]);
    const grid: Grid = { startMs: START_MS, stepMs: HOUR_MS, count: old.length, periodSeconds: 3_600 };
    const { upper } = anomalyBand(line, grid, 2);
    expect(pointAt(upper, 14 * 24)).toBeGreaterThan(500);
    expect(pointAt(upper, 14 * 24 + 1)).toBeLessThan(20);
  });
});
