import { describe, expect, it } from "vitest";

import { checkCompositeAlarm } from "../../../../src/alarms/evaluate/check-composite-alarm.ts";
import { checkMetricAlarm } from "../../../../src/alarms/evaluate/check-metric-alarm.ts";
import { ToolError } from "../../../../src/core/errors.ts";
import { metricAlarm } from "../../../support/alarm-series.ts";

function problems(check: () => unknown): readonly string[] {
  try {
    check();
  } catch (error) {
    if (error instanceof ToolError && error.code === "E_BAD_INPUT") return error.details;
    throw error;
  }
  return [];
}
const ofMetric = (over: Record<string, unknown>): string =>
  problems(() => checkMetricAlarm({ ...metricAlarm(), ...over })).join("\n");

const math = (queries: readonly unknown[], over: Record<string, unknown> = {}): string =>
  problems(() =>
    checkMetricAlarm({
      AlarmName: "math",
      EvaluationPeriods: 2,
      Threshold: 7,
      ComparisonOperator: "GreaterThanThreshold",
      Metrics: queries,
      ...over,
    }),
  ).join("\n");
const metric = (Id: string, over: Record<string, unknown> = {}) => ({
  Id,
  ReturnData: false,
  MetricStat: { Metric: { Namespace: "N", MetricName: Id }, Period: 60, Stat: "Sum" },
  ...over,
});

describe("a metric alarm", () => {
  it("passes when CloudWatch would take it", () => {
    expect(ofMetric({})).toBe("");
    expect(math([metric("m1"), { Id: "e1", Expression: "m1 * 2" }])).toBe("");
  });

  it.each([
    [{ EvaluationPeriods: 0 }, "EvaluationPeriods"],
    [{ DatapointsToAlarm: 4 }, "DatapointsToAlarm: 4 is more than EvaluationPeriods (3)"],
    [{ Period: 90 }, "Period: 90 is not 10, 20, 30 or a multiple of 60"],
    [{ EvaluationPeriods: 1_441 }, "EvaluationPeriods: 1441 of 60 s are too long, at most 1440"],
    [{ Threshold: undefined }, "Threshold: missing"],
    [{ ExtendedStatistic: "p99" }, "exactly one of Statistic and ExtendedStatistic"],
    [{ ComparisonOperator: "GreaterThanUpperThreshold" }, "ThresholdMetricId"],
    [{ ComparisonOperator: "Above" }, "ComparisonOperator: "],
    [{ Dimensions: [{ Name: "Stage", Value: "" }] }, "Dimensions[0].Value: "],
    [{ MetricName: undefined }, "MetricName: missing"],
    [{ Colour: "red" }, "Colour"],
  ])("%j is refused with the path", (over, text) => expect(ofMetric(over)).toContain(text));

  it.each([
    [[metric("m1", { ReturnData: true }), metric("m2", { ReturnData: true })], "here 2 have"],
    [[metric("m1"), { Id: "e1", Expression: "m1 +" }], "Metrics[1].Expression: cannot read the metric math"],
    [[metric("m1"), { Id: "m1", Expression: "1" }], 'Metrics[1].Id: "m1" is given twice'],
    [[metric("m1"), { Id: "e1" }], "Metrics[1]: exactly one of MetricStat and Expression"],
    [[metric("M1")], "Metrics[0].Id"],
    [
      [
        metric("m1"),
        metric("m2", {
          MetricStat: { Metric: { Namespace: "N", MetricName: "b" }, Period: 300, Stat: "Sum" },
        }),
        { Id: "e1", Expression: "m1 + m2" },
      ],
      "Metrics: all have one period, not 60 and 300",
    ],
    [
      [...Array.from({ length: 11 }, (_, at) => metric(`m${at}`)), { Id: "e1", Expression: "m1" }],
      "11 metrics, at most 10",
    ],
    [[{ Id: "e1", Expression: "TIME_SERIES(3)" }], "none of them has a Period"],
  ])("%j is refused", (queries, text) => expect(math(queries)).toContain(text));

  it("keeps the two forms apart", () => {
    expect(math([metric("m1", { ReturnData: true })], { Period: 60 })).toContain(
      "Period: cannot stand beside Metrics",
    );
  });

  it("wants a band where the operator compares with one", () => {
    const band = {
      ComparisonOperator: "GreaterThanUpperThreshold",
      ThresholdMetricId: "ad1",
      Threshold: undefined,
    };
    const watched = metric("m1", { ReturnData: true });
    expect(math([watched, { Id: "ad1", Expression: "ANOMALY_DETECTION_BAND(m1, 2)" }], band)).toBe("");
    expect(math([watched, { Id: "ad1", Expression: "m1 * 2" }], band)).toContain(
      '"ad1" is not ANOMALY_DETECTION_BAND',
    );
    expect(math([watched], band)).toContain('nothing in Metrics has the id "ad1"');
  });
});

describe("a composite alarm", () => {
  it("needs both periods with a suppressor, and neither without", () => {
    const alarm = { AlarmName: "c", AlarmRule: "ALARM(a)" };
    expect(problems(() => checkCompositeAlarm(alarm))).toEqual([]);
    expect(problems(() => checkCompositeAlarm({ ...alarm, ActionsSuppressor: "s" }))).toHaveLength(2);
    expect(problems(() => checkCompositeAlarm({ ...alarm, ActionsSuppressorWaitPeriod: 60 }))).toHaveLength(
      1,
    );
    expect(problems(() => checkCompositeAlarm({ AlarmName: "c" }))).toHaveLength(1);
  });
});
