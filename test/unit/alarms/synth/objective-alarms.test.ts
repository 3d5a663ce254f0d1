import { describe, expect, it } from "vitest";

import { checkCompositeAlarm } from "../../../../src/alarms/evaluate/check-composite-alarm.ts";
import { evaluateMetricAlarm } from "../../../../src/alarms/evaluate/evaluate-metric-alarm.ts";
import { checkMetricAlarm } from "../../../../src/alarms/evaluate/check-metric-alarm.ts";
import { objectiveAlarms } from "../../../../src/alarms/synth/objective-alarms.ts";
import type { Objective } from "../../../../src/alarms/synth/synth-settings.ts";
import { BURN_WINDOWS, burnRate } from "../../../../src/catalog/burn-rates.ts";
import type { Series } from "../../../../src/model/series.ts";
import { ruleTarget, steadyTraffic } from "../../../support/rule-context.ts";

const objective: Objective = {
  name: "availability",
  target: "rest:orders/prod",
  days: 30,
  goal: 0.999,
  latencyMs: null,
};
const NAME = "{target} {rule} {part}";

function made(over: Partial<Objective> = {}, traffic = steadyTraffic(6_000)) {
  return objectiveAlarms({ ...objective, ...over }, ruleTarget("rest"), traffic, NAME);
}

/** Two hours of a latency in hourly datapoints. */
function hourOf(requests: number, fastPercent: number) {
  const window = { startMs: Date.UTC(2026, 4, 1), endMs: Date.UTC(2026, 4, 1, 2) };
  const { dimensions } = ruleTarget("rest");
  const base = { target: null, route: null, namespace: "AWS/ApiGateway", metric: "Latency", dimensions };
  const series = [
    { ...base, stat: "SampleCount", periodSeconds: 3_600, runs: [[window.startMs, [requests, requests]]] },
    { ...base, stat: "PR(:400)", periodSeconds: 3_600, runs: [[window.startMs, [fastPercent, fastPercent]]] },
  ] satisfies Series[];
  return { series, window };
}

describe("burn rates", () => {
  it("are those of the workbook's table", () => {
    expect(BURN_WINDOWS.map((window) => burnRate(window, 30))).toEqual([14.4, 6, 1]);
    for (const { longSeconds, shortSeconds } of BURN_WINDOWS) expect(longSeconds / shortSeconds).toBe(12);
  });
});

describe("objectiveAlarms", () => {
  it("are two windows for each burn rate and a composite for each severity, as CloudWatch takes them", () => {
    const drafts = made();
    expect(drafts.map(({ definition }) => definition.AlarmName.split(" ").at(-1))).toEqual([
      "availability-page-60m-long",
      "availability-page-5m-short",
      "availability-page-360m-long",
      "availability-page-30m-short",
      "availability-page",
      "availability-ticket-4320m-long",
      "availability-ticket-360m-short",
      "availability-ticket",
    ]);
    for (const { definition } of drafts) {
      expect(() =>
        "AlarmRule" in definition ? checkCompositeAlarm(definition) : checkMetricAlarm(definition),
      ).not.toThrow();
    }
    expect(
      drafts.filter(({ severity }) => severity !== null).every(({ definition }) => "AlarmRule" in definition),
    ).toBe(true);
  });

  it("have the workbook's shares for 99.9 % in 30 days", () => {
    const thresholds = made().flatMap(({ definition }) =>
      "AlarmRule" in definition ? [] : definition.Threshold,
    );
    expect(thresholds).toEqual([0.0144, 0.0144, 0.006, 0.006, 0.001, 0.001]);
  });

  it("ask for fewer fast requests where latency is promised", () => {
    const drafts = made({ latencyMs: 400, goal: 0.95 });
    expect(drafts[0]?.definition).toMatchObject({
      ExtendedStatistic: "PR(:400)",
      Threshold: 28,
      ComparisonOperator: "LessThanThreshold",
    });
  });

  it("count errors against the month's budget where traffic is seasonal, never fewer than two", () => {
    const seasonal = made({}, steadyTraffic(6_000, { quietPerMinute: 90 }));
    // 6,000 a minute over 30 days are 259.2 million requests; 0.1 % of them may fail, 2 % of those in the hour.
    expect(seasonal[0]?.definition).toMatchObject({ Statistic: "Sum", Threshold: 5_184 });
    expect(seasonal[1]?.definition).toMatchObject({ Statistic: "Sum", Threshold: 432 });
    const scarce = made({}, steadyTraffic(0.05));
    expect(scarce[0]?.definition).toMatchObject({ Statistic: "Sum", Threshold: 2 });
  });

  it("count slow answers where traffic is seasonal, so that each weighs the same by night and by day", () => {
    const [long] = made({ latencyMs: 400, goal: 0.95 }, steadyTraffic(6_000, { quietPerMinute: 90 }));
    // 5 % of 259.2 million may be slow, 2 % of those in the hour.
    expect(long?.definition).toMatchObject({
      Threshold: 259_200,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      Metrics: [
        { Id: "fast", MetricStat: { Stat: "PR(:400)", Period: 3_600 } },
        { Id: "requests", MetricStat: { Stat: "SampleCount", Period: 3_600 } },
        { Expression: "requests * (100 - fast) / 100", ReturnData: true },
      ],
    });
    const alarm = checkMetricAlarm(long?.definition ?? {});
    const { series, window } = hourOf(3_200, 87.5);
    const result = evaluateMetricAlarm(alarm, series, window);
    // An eighth of 3,200 were slow.
    expect(result).toMatchObject({ kind: "metric" });
    expect(result.kind === "metric" && result.points.at(-1)?.value).toBe(400);
  });

  it("says nothing of a latency that the flavour does not measure", () => {
    expect(objectiveAlarms({ ...objective, latencyMs: 300 }, ruleTarget("websocket"), null, NAME)).toEqual(
      [],
    );
    expect(objectiveAlarms(objective, ruleTarget("websocket"), null, NAME)).toHaveLength(8);
  });
});
