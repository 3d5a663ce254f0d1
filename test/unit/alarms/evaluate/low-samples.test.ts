import { describe, expect, it } from "vitest";

import { evaluateMetricAlarm } from "../../../../src/alarms/evaluate/evaluate-metric-alarm.ts";
import type { MetricAlarm } from "../../../../src/model/alarm-spec.ts";
import type { Series } from "../../../../src/model/series.ts";
import { metricAlarm, MINUTE_MS, seriesOf, START_MS } from "../../../support/alarm-series.ts";

/** A percentile that is high in the third of four minutes, of which each has so many samples. */
function history(stat: string, samples: readonly number[]): Series[] {
  return [seriesOf([1, 2, 9, 3], { stat }), seriesOf(samples, { stat: "SampleCount" })];
}

function percentile(stat: string, over: Partial<MetricAlarm> = {}): MetricAlarm {
  const { Statistic: _, ...alarm } = metricAlarm({ ExtendedStatistic: stat, EvaluationPeriods: 1, ...over });
  return { ...alarm, EvaluateLowSampleCountPercentile: "ignore" };
}

function run(alarm: MetricAlarm, series: readonly Series[]) {
  const result = evaluateMetricAlarm(alarm, series, { startMs: START_MS, endMs: START_MS + 4 * MINUTE_MS });
  if (result.kind !== "metric") throw new Error(result.why);
  return result;
}

describe("too few samples of a percentile", () => {
  // Source: CloudWatch User Guide, "Percentile-based alarms and low data samples": 10 / (1 - p), below the median 10 / p.
  it.each([
    ["p50", 20],
    ["p75", 40],
    ["p90", 100],
    ["p95", 200],
    ["p99", 1_000],
    ["p99.9", 10_000],
    ["p25", 40],
    ["p10", 100],
    ["p0.5", 2_000],
  ])("of %s are fewer than %d", (stat, least) => {
    const enough = run(percentile(stat), history(stat, [least, least, least, least]));
    expect(enough.states).toEqual(["OK", "OK", "ALARM", "OK"]);
    const few = run(percentile(stat), history(stat, [least, least, least - 1, least - 1]));
    expect(few.states).toEqual(["OK", "OK", "OK", "OK"]);
  });

  it("freeze the state until the datapoints that are judged have enough", () => {
    const alarm = percentile("p90", { EvaluationPeriods: 2, DatapointsToAlarm: 1 });
    // Minute 2 has too few, and is judged at the third and fourth evaluation.
    expect(run(alarm, history("p90", [100, 101, 99, 102])).states).toEqual(["OK", "OK", "OK", "OK"]);
    expect(run(alarm, history("p90", [100, 101, 103, 102])).states).toEqual(["OK", "OK", "ALARM", "ALARM"]);
  });

  it("leave an alarm that has seen nothing else in INSUFFICIENT_DATA", () => {
    expect(run(percentile("p99"), history("p99", [9, 8, 7, 6])).states).toEqual(
      Array.from({ length: 4 }, () => "INSUFFICIENT_DATA"),
    );
  });

  it("count in the form with Metrics as well", () => {
    const { Namespace = "", MetricName = "", Dimensions } = metricAlarm();
    const alarm: MetricAlarm = {
      AlarmName: "a",
      EvaluationPeriods: 1,
      Threshold: 4,
      ComparisonOperator: "GreaterThanThreshold",
      EvaluateLowSampleCountPercentile: "ignore",
      Metrics: [
        { Id: "m1", MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 60, Stat: "p90" } },
      ],
    };
    expect(run(alarm, history("p90", [100, 100, 99, 100])).states).toEqual(["OK", "OK", "OK", "OK"]);
  });

  it("cannot be told without the count, and the result says so", () => {
    const [only] = history("p90", []);
    const result = run(percentile("p90"), only ? [only] : []);
    expect(result.states).toEqual(["OK", "OK", "ALARM", "OK"]);
    expect(result.notes.join()).toContain("no SampleCount");
  });

  it("do not matter to other statistics", () => {
    const alarm = metricAlarm({ EvaluationPeriods: 1, EvaluateLowSampleCountPercentile: "ignore" });
    expect(run(alarm, history("Sum", [1, 1, 1, 1])).states).toEqual(["OK", "OK", "ALARM", "OK"]);
  });
});
