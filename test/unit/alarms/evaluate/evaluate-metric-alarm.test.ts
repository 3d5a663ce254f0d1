import { describe, expect, it } from "vitest";

import {
  evaluateMetricAlarm,
  type EvaluatedMetricAlarm,
} from "../../../../src/alarms/evaluate/evaluate-metric-alarm.ts";
import type { MetricAlarm } from "../../../../src/model/alarm-spec.ts";
import type { Series } from "../../../../src/model/series.ts";
import { metricAlarm, MINUTE_MS, seriesOf, START_MS } from "../../../support/alarm-series.ts";

function run(alarm: MetricAlarm, history: readonly Series[], minutes: number): EvaluatedMetricAlarm {
  const window = { startMs: START_MS, endMs: START_MS + minutes * MINUTE_MS };
  const result = evaluateMetricAlarm(alarm, history, window);
  if (result.kind !== "metric") throw new Error(result.why);
  return result;
}

/** "12:05 OK" for each transition. */
const changes = ({ transitions }: EvaluatedMetricAlarm): string[] =>
  transitions.map(({ atMs, to }) => `${new Date(atMs).toISOString().slice(11, 16)} ${to}`);

describe("the clock of an alarm", () => {
  it("judges every minute, the newest window ending now", () => {
    const result = run(metricAlarm({ EvaluationPeriods: 1 }), [seriesOf([1, 7, 2, 9])], 4);
    expect(result.firstMs).toBe(START_MS + MINUTE_MS);
    expect(result.states).toEqual(["OK", "ALARM", "OK", "ALARM"]);
  });

  it("slides a window of five minutes by the minute", () => {
    // One burst of 5 in minute 3 is in every window that ends at 12:04 to 12:08.
    const burst = [0, 0, 0, 5, 0, 0, 0, 0, 0, 0];
    const result = run(metricAlarm({ Period: 300, EvaluationPeriods: 1 }), [seriesOf(burst)], 10);
    expect(changes(result)).toEqual(["12:01 OK", "12:04 ALARM", "12:09 OK"]);
    expect(result.notes).toEqual([]);
  });

  it("judges windows of more than a day once an hour", () => {
    const alarm = metricAlarm({ Period: 86_400, EvaluationPeriods: 2, Threshold: 17 });
    const result = run(alarm, [seriesOf(Array.from({ length: 180 }, () => 1))], 180);
    expect(result.everyMs).toBe(60 * MINUTE_MS);
    expect(result.states).toHaveLength(3);
  });

  it("says that coarse data make it judge aligned windows", () => {
    const coarse = seriesOf([1, 7, 2], { periodSeconds: 300 });
    const result = run(metricAlarm({ Period: 300, EvaluationPeriods: 1 }), [coarse], 15);
    expect(changes(result)).toEqual(["12:05 OK", "12:10 ALARM", "12:15 OK"]);
    expect(result.notes.join()).toContain("300 s");
  });

  it("does not judge an alarm of a period that the data are too coarse for", () => {
    const window = { startMs: START_MS, endMs: START_MS + 900_000 };
    const result = evaluateMetricAlarm(metricAlarm(), [seriesOf([1], { periodSeconds: 300 })], window);
    expect(result).toMatchObject({ kind: "not-evaluated", name: "orders-errors" });
  });
});

describe("the statistic of a longer period", () => {
  const values = [3, undefined, 8, 1, 2] as const;
  const five = (alarm: Partial<MetricAlarm>, history: readonly Series[]) =>
    run(metricAlarm({ Period: 300, EvaluationPeriods: 1, ...alarm }), history, 5).states.at(-1);

  it.each([
    ["Sum", 14, 13.5],
    ["Maximum", 8, 7.5],
  ] as const)("%s is %d", (stat, value, below) => {
    const history = [seriesOf(values, { stat })];
    expect(five({ Statistic: stat, Threshold: below }, history)).toBe("ALARM");
    expect(five({ Statistic: stat, Threshold: value }, history)).toBe("OK");
  });

  it("weighs averages by their samples", () => {
    // (3 * 10 + 8 * 2 + 1 * 4 + 2 * 5) / 21 = 2.857; unweighted it would be 3.5.
    const history = [
      seriesOf(values, { stat: "Average" }),
      seriesOf([10, undefined, 2, 4, 5], { stat: "SampleCount" }),
    ];
    expect(five({ Statistic: "Average", Threshold: 2.85 }, history)).toBe("ALARM");
    expect(five({ Statistic: "Average", Threshold: 2.86 }, history)).toBe("OK");
  });

  it("never makes a percentile of percentiles", () => {
    const { Statistic: _, ...alarm } = metricAlarm({ Period: 300, ExtendedStatistic: "p90" });
    const window = { startMs: START_MS, endMs: START_MS + 300_000 };
    const result = evaluateMetricAlarm(alarm, [seriesOf(values, { stat: "p90" })], window);
    expect(result).toMatchObject({ kind: "not-evaluated", why: expect.stringContaining("p90") as string });
  });
});

describe("few samples of a percentile", () => {
  it("leave the state as it is when told so, and need not when not", () => {
    const history = [
      seriesOf([1, 9, 9, 1], { stat: "p90" }),
      seriesOf([100, 99, 101, 12], { stat: "SampleCount" }),
    ];
    const { Statistic: _, ...alarm } = metricAlarm({ ExtendedStatistic: "p90", EvaluationPeriods: 1 });
    expect(run({ ...alarm, EvaluateLowSampleCountPercentile: "ignore" }, history, 4).states).toEqual([
      "OK",
      "OK",
      "ALARM",
      "ALARM",
    ]);
    expect(run(alarm, history, 4).states).toEqual(["OK", "ALARM", "ALARM", "OK"]);
  });
});

describe("reasons", () => {
  const reasons = (alarm: Partial<MetricAlarm>, values: readonly (number | undefined)[]) =>
    run(metricAlarm(alarm), [seriesOf(values)], values.length).transitions.map(({ reason }) => reason);

  it("read as CloudWatch's, newest point first", () => {
    expect(
      reasons({ EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: "notBreaching" }, [5, 6, 1, 2]),
    ).toEqual([
      "Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [NonBreaching].",
      "Threshold Crossed: 2 out of the last 3 datapoints [6.0 (07/04/26 12:01:00), 5.0 (07/04/26 12:00:00)] were greater than the threshold (4.0) and 1 missing datapoint was treated as [NonBreaching] (minimum 2 datapoints for OK -> ALARM transition).",
      "Threshold Crossed: 2 out of the last 3 datapoints [2.0 (07/04/26 12:03:00), 1.0 (07/04/26 12:02:00)] were not greater than the threshold (4.0) (minimum 2 datapoints for ALARM -> OK transition).",
    ]);
  });

  it("leave out what DatapointsToAlarm would say where it was not given", () => {
    expect(reasons({ EvaluationPeriods: 1, Threshold: 21 }, [21.5])).toEqual([
      "Threshold Crossed: 1 datapoint [21.5 (07/04/26 12:00:00)] was greater than the threshold (21.0).",
    ]);
  });

  it("name what is missing", () => {
    const none: undefined[] = Array.from({ length: 6 });
    expect(reasons({ EvaluationPeriods: 2, TreatMissingData: "breaching" }, none)).toEqual([
      "Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].",
    ]);
    expect(reasons({}, [1, 2, 3, ...none]).at(-1)).toBe("Insufficient Data: 3 datapoints were unknown.");
  });

  it("stay within what StateReason holds", () => {
    const long = reasons(
      { EvaluationPeriods: 60, DatapointsToAlarm: 60 },
      Array.from({ length: 60 }, (_, at) => at + 5.25),
    );
    expect(long.at(-1)?.length).toBeLessThanOrEqual(1_023);
    expect(long.at(-1)).toMatch(/^Threshold Crossed: 60 out of .*, \.\.\.\] were greater .*transition\)\.$/);
  });
});

describe("what AWS leaves open", () => {
  it("is named where it matters", () => {
    // M = 2: one young breaching point after five minutes of nothing.
    const values = [1, ...Array.from<undefined>({ length: 6 }), 9];
    const result = run(metricAlarm({ DatapointsToAlarm: 2 }), [seriesOf(values)], values.length);
    expect(changes(result)).toEqual(["12:01 OK", "12:06 INSUFFICIENT_DATA"]);
    expect(result.doubts).toEqual([
      {
        reading: "breaching points alone, too young to alarm: OK",
        firstMs: START_MS + 8 * MINUTE_MS,
        evaluations: 1,
      },
    ]);
  });

  it("is not mentioned where it does not", () => {
    const result = run(metricAlarm({ EvaluationPeriods: 1 }), [seriesOf([1, 9, 2])], 3);
    expect(result.doubts).toEqual([]);
  });
});

describe("metric math", () => {
  const query = (Id: string, MetricName: string) => ({
    Id,
    ReturnData: false,
    MetricStat: {
      Metric: { Namespace: "AWS/ApiGateway", MetricName, Dimensions: metricAlarm().Dimensions },
      Period: 60,
      Stat: "Sum",
    },
  });
  const math = (Expression: string, over: Partial<MetricAlarm> = {}): MetricAlarm => ({
    AlarmName: "error-rate",
    EvaluationPeriods: 1,
    Threshold: 10,
    ComparisonOperator: "GreaterThanThreshold",
    Metrics: [query("e", "5XXError"), query("c", "Count"), { Id: "rate", Expression }],
    ...over,
  });
  const errors = seriesOf([1, 3, undefined, 8], { metric: "5XXError" });
  const count = seriesOf([20, 21, undefined, 11], { metric: "Count" });

  it("judges an error rate with a gate on volume", () => {
    const gated = math("IF(FILL(c,0) >= 20, 100*FILL(e,0)/c, 0)");
    expect(run(gated, [errors, count], 4).states).toEqual(["OK", "ALARM", "OK", "OK"]);
    expect(run(math("IF(c>=20, 100*e/c, 0)"), [errors, count], 4).states).toEqual([
      "OK",
      "ALARM",
      "ALARM",
      "OK",
    ]);
  });

  it("computes what depends on the range from the points that are fetched", () => {
    // Three points are fetched for one evaluation period: 8 > mean of (3, -, 8) = 5.5, 3 > mean of (1, 3) = 2.
    const result = run(math("e - AVG(e)", { Threshold: 0 }), [errors, count], 4);
    expect(result.states).toEqual(["OK", "ALARM", "ALARM", "ALARM"]);
  });

  it("follows expressions of expressions and refuses circles", () => {
    const chain = math("share * 100");
    const share = { Id: "share", Expression: "e / c", ReturnData: false };
    const metrics = chain.Metrics ?? [];
    expect(run({ ...chain, Metrics: [...metrics, share] }, [errors, count], 2).states).toEqual([
      "OK",
      "ALARM",
    ]);
    const circle = { ...chain, Metrics: [...metrics, { ...share, Expression: "rate + 1" }] };
    expect(() => run(circle, [errors, count], 2)).toThrow("in a circle: rate, share, rate");
  });

  it("refuses what is no single series", () => {
    expect(() => run(math("SUM(e)"), [errors, count], 2)).toThrow("gives a single number");
    expect(() => run(math("[e, c]"), [errors, count], 2)).toThrow("gives 2 time series");
  });

  it("cannot replay metric math over a Metrics Insights query", () => {
    const window = { startMs: START_MS, endMs: START_MS + 60_000 };
    const alarm = math('SELECT AVG("5XXError") FROM "AWS/ApiGateway"');
    expect(evaluateMetricAlarm(alarm, [], window)).toMatchObject({
      kind: "not-evaluated",
      why: "metric math over a Metrics Insights query cannot be replayed",
    });
  });
});

describe("an anomaly band", () => {
  it("is learned from the days before, and labelled as our own", () => {
    const minutes = 3 * 60;
    const values = Array.from({ length: minutes }, (_, at) => 100 + (at % 7));
    values[170] = 900;
    const metric = {
      Namespace: "AWS/ApiGateway",
      MetricName: "5XXError",
      Dimensions: metricAlarm().Dimensions,
    };
    const alarm: MetricAlarm = {
      AlarmName: "unusual",
      EvaluationPeriods: 1,
      ComparisonOperator: "LessThanLowerOrGreaterThanUpperThreshold",
      ThresholdMetricId: "ad1",
      Metrics: [
        { Id: "m1", MetricStat: { Metric: metric, Period: 60, Stat: "Sum" } },
        { Id: "ad1", Expression: "ANOMALY_DETECTION_BAND(m1, 3)" },
      ],
    };
    const result = run(alarm, [seriesOf(values)], minutes);
    expect(changes(result)).toEqual(["13:01 OK", "14:51 ALARM", "14:52 OK"]);
    expect(result.notes.join()).toContain("approximation");
    expect(result.transitions[1]?.reason).toMatch(
      /^Thresholds Crossed: 1 datapoint \[900\.0 \(07\/04\/26 14:50:00\)\] was less than the lower thresholds \[96\.\d+\] or greater than the upper thresholds \[10\d\.\d+\]\.$/,
    );
  });
});
