import { describe, expect, it } from "vitest";

import { alarmScopes, isWithin } from "../../../../src/alarms/backtest/alarm-scope.ts";
import { recommendedAlarms } from "../../../../src/alarms/recommended/recommended-alarms.ts";
import { toAlarmSet } from "../../../../src/alarms/to-alarm-set.ts";
import { alarmUsdPerMonth } from "../../../../src/catalog/alarm-price.ts";
import { demoPlan } from "../../../../src/simulate/demo-account.ts";
import { createAccount } from "../../../../src/simulate/create-account.ts";
import { metricAlarm } from "../../../support/alarm-series.ts";

const { targets } = createAccount(demoPlan(1));
const gateway = (dimensions: Record<string, string>) =>
  alarmScopes([{ namespace: "AWS/ApiGateway", dimensions }], targets);

describe("where an alarm looks", () => {
  it("is the stage or the route that its dimensions name", () => {
    expect(gateway({ ApiName: "orders", Stage: "prod" })).toEqual([
      { target: "rest:orders/prod", route: null },
    ]);
    expect(gateway({ ApiName: "orders", Stage: "prod", Resource: "/orders", Method: "POST" })).toEqual([
      { target: "rest:orders/prod", route: "POST /orders" },
    ]);
    expect(gateway({ ApiName: "nobody", Stage: "prod" })).toEqual([]);
    expect(gateway({ Stage: "prod" })).toEqual([]);
  });

  it("is every stage of an API without one", () => {
    const stages = targets.filter(({ apiId }) => apiId === "f1r5o8l3ex").map(({ id }) => id);
    expect(stages.length).toBeGreaterThan(1);
    expect(gateway({ ApiId: "f1r5o8l3ex" }).map(({ target }) => target)).toEqual(stages);
  });

  it("is the routes that call a function", () => {
    const route = targets
      .flatMap(({ id, configuration }) => (configuration?.routes ?? []).map((one) => ({ id, ...one })))
      .find(({ integration, integrationTarget }) => integration === "lambda-proxy" && integrationTarget);
    const scopes = alarmScopes(
      [{ namespace: "AWS/Lambda", dimensions: { FunctionName: route?.integrationTarget ?? "" } }],
      targets,
    );
    expect(scopes).toContainEqual({ target: route?.id, route: route?.key });
  });

  it("takes in what happens at its route, or at the stage as a whole", () => {
    const scopes = [{ target: "rest:orders/prod", route: "POST /orders" }];
    expect(isWithin(scopes, "rest:orders/prod", null)).toBe(true);
    expect(isWithin(scopes, "rest:orders/prod", "POST /orders")).toBe(true);
    expect(isWithin(scopes, "rest:orders/prod", "GET /orders")).toBe(false);
    expect(isWithin(scopes, "rest:orders/dev", null)).toBe(false);
  });
});

describe("AWS's recommended alarms of the demo", () => {
  it("are all taken by CloudWatch, each watching a place that exists", () => {
    const declared = recommendedAlarms(targets, "arn:page");
    const { set, refused } = toAlarmSet(declared, []);
    expect(refused).toEqual([]);
    expect(set.metric.length).toBeGreaterThan(40);
    const places = set.metric.map(({ AlarmName, Dimensions = [] }) => {
      const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
      return { AlarmName, places: gateway(dimensions).length };
    });
    expect(places.filter((one) => one.places !== 1)).toEqual([]);
  });
});

describe("the price of an alarm", () => {
  const stat = (Id: string, Period = 60) => ({
    Id,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: "AWS/ApiGateway", MetricName: "Count" }, Period, Stat: "Sum" },
  });
  const { Namespace: _n, MetricName: _m, Dimensions: _d, Statistic: _s, Period: _p, ...bare } = metricAlarm();

  it.each([
    ["one metric", metricAlarm(), 0.1],
    ["of high resolution", metricAlarm({ Period: 10 }), 0.3],
    [
      "two metrics and an expression",
      { ...bare, Metrics: [stat("a"), stat("b"), { Id: "r", Expression: "a / b" }] },
      0.2,
    ],
    [
      "an anomaly band counts as two more",
      {
        ...bare,
        ThresholdMetricId: "band",
        Metrics: [stat("m"), { Id: "band", Expression: "ANOMALY_DETECTION_BAND(m, 2)" }],
      },
      0.3,
    ],
    ["a composite", { AlarmName: "c", AlarmRule: "TRUE" }, 0.5],
    [
      "a query over whatever matches",
      { ...bare, Metrics: [{ Id: "q", Expression: "SELECT AVG(Latency) FROM X", Period: 60 }] },
      null,
    ],
  ])("%s", (_name, alarm, usd) => {
    expect(alarmUsdPerMonth(alarm)).toBe(usd);
  });
});
