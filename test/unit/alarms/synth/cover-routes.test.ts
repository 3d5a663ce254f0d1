import { describe, expect, it } from "vitest";

import { alarmNeeds } from "../../../../src/alarms/backtest/alarm-needs.ts";
import { checkMetricAlarm } from "../../../../src/alarms/evaluate/check-metric-alarm.ts";
import { ALARM_RULES } from "../../../../src/alarms/rules/registry.ts";
import { routeTail } from "../../../../src/alarms/rules/route-tail.ts";
import { DEFAULT_NAME_TEMPLATE } from "../../../../src/alarms/synth/alarm-name.ts";
import { proposeAlarms } from "../../../../src/alarms/synth/propose-alarms.ts";
import { synthesize } from "../../../../src/alarms/synth/synthesize.ts";
import type { Series } from "../../../../src/model/series.ts";
import { tailMetrics } from "../../../../src/alarms/synth/tail-metrics.ts";
import { topicAction } from "../../../../src/model/topic-action.ts";
import { RECORDED as window, recordedStage } from "../../../support/recorded-stage.ts";
import { ruleTarget } from "../../../support/rule-context.ts";

const orders = ruleTarget("rest");
const ROUTES = ["/a", "/b", "/c", "/d", "/e", "/f", "/g"];
const rules = ALARM_RULES.filter(({ profile }) => profile === "gatewatch");

/** A busy route and six that hardly anybody calls. */
function routeSeries(): Series[] {
  return ROUTES.flatMap((resource, index) => {
    const perMinute = index === 0 ? 140 : 31 + index;
    const own = recordedStage(orders, perMinute, `GET ${resource}`, 600);
    const counts = own
      .filter(({ metric }) => metric === "Count")
      .map((series): Series => ({ ...series, metric: "5XXError", stat: "SampleCount" }));
    return [...own, ...counts].map((series) => ({
      ...series,
      dimensions: { ...orders.dimensions, Resource: resource, Method: "GET" },
    }));
  });
}
const series = [...recordedStage(orders, 450, null, 600), ...routeSeries()];

function ask(maxAlarms: number, maxUsdPerMonth = 70, profile: "gatewatch" | "aws-recommended" = "gatewatch") {
  return synthesize({
    scopes: proposeAlarms([orders], series, window, rules),
    settings: {
      profile,
      nameTemplate: DEFAULT_NAME_TEMPLATE,
      rollback: false,
      noiseBudget: 0,
      maxAlarms,
      maxUsdPerMonth,
      errorCost: () => 1,
      objectives: [],
      composites: { suppressor: null },
      runbookUrl: null,
      actions: { page: [topicAction("page")], ticket: [topicAction("ticket")] },
    },
    history: { series, window },
    incidentsOf: () => [],
    drill: () => new Map(),
    onProgress: () => undefined,
  });
}

describe("routes that the budget leaves out", () => {
  const whole = ask(400);
  const stageAlarms = whole.alarms.filter(({ route }) => route === null).length;
  const short = ask(stageAlarms + 4);
  const tail = short.alarms.find(({ rule }) => rule === "route-tail");

  it("have none where everything fits", () => {
    expect(whole.uncovered).toEqual([]);
    expect(whole.alarms.map(({ rule }) => rule)).not.toContain("route-tail");
    expect(stageAlarms).toBeGreaterThan(4);
  });

  it("are watched by one alarm on all of them, which is paid by the metrics of its query", () => {
    expect(tail).toMatchObject({
      key: "rest:orders/prod##route-tail#ratio",
      target: "rest:orders/prod",
      usdPerMonth: 0.7,
      backtest: { alarms: 0 },
      definition: { EvaluationPeriods: 2, DatapointsToAlarm: 2 },
    });
    const definition = checkMetricAlarm(tail?.definition);
    expect(definition.Metrics?.[0]?.Expression).toBe(
      'SELECT AVG("5XXError") FROM SCHEMA("AWS/ApiGateway", "ApiName", "Stage", "Method", "Resource")' +
        ` WHERE "ApiName" = 'orders' AND "Stage" = 'prod' GROUP BY "Method", "Resource" ORDER BY AVG() DESC`,
    );
    expect(tail?.why).toMatch(/each of 7 routes .* stayed quiet in 2 days/s);
    const page = short.alarms.find(({ key }) => key.endsWith("any-alarm#page"));
    expect(page?.definition).toMatchObject({
      AlarmRule: expect.stringContaining(`ALARM("${definition.AlarmName}")`) as unknown,
    });
  });

  it("says of each what watches it", () => {
    expect(short.alarms.length).toBeLessThanOrEqual(stageAlarms + 4);
    expect(short.alarms.some(({ route }) => route === "GET /a")).toBe(true);
    expect(short.uncovered).toHaveLength(4);
    expect(new Set(short.uncovered.map(({ coveredBy }) => coveredBy))).toEqual(new Set(["route-tail"]));
  });

  it("is left to the stage's alarms where it would take more than half of what these leave", () => {
    const stageUsd = whole.alarms.reduce(
      (sum, { route, usdPerMonth }) => sum + (route === null ? usdPerMonth : 0),
      0,
    );
    const poor = ask(400, stageUsd + 0.45);
    expect(poor.alarms.map(({ rule }) => rule)).not.toContain("route-tail");
    expect(poor.alarms.some(({ route }) => route === "GET /a")).toBe(true);
    expect(new Set(poor.uncovered.map(({ coveredBy }) => coveredBy))).toEqual(new Set(["stage"]));
  });

  it("is learned from the metrics of each route, which are asked for by name", () => {
    const scopes = proposeAlarms([orders], series, window, rules);
    const all = scopes.filter(({ route }) => route !== null).map(({ dimensions }) => dimensions);
    const wanted = tailMetrics([routeTail(orders, all)!], scopes);
    expect(wanted).toHaveLength(ROUTES.length);
    const asked = alarmNeeds(wanted, 60).map(({ key, stat }) => `${stat} ${key.dimensions["Resource"]}`);
    expect(asked.sort()).toEqual(
      ["SampleCount", "Sum"].flatMap((stat) => ROUTES.map((one) => `${stat} ${one}`)),
    );
  });

  it("adds nothing to AWS's own alarms", () => {
    const aws = ask(stageAlarms + 4, 70, "aws-recommended");
    expect(aws.uncovered.length).toBeGreaterThan(0);
    expect(aws.alarms.map(({ rule }) => rule)).not.toContain("route-tail");
  });

  it("is not written where no query can say it", () => {
    const route = { ...orders.dimensions, Resource: "/a", Method: "GET" };
    expect(routeTail(orders, [route])).not.toBeNull();
    expect(routeTail(orders, [])).toBeNull();
    expect(routeTail(orders, [route, { ...orders.dimensions, Route: "GET /b" }])).toBeNull();
    expect(routeTail(orders, [{ ...route, Stage: "test" }])).toBeNull();
    const quoted = { ...orders, dimensions: { ApiName: "it's", Stage: "prod" } };
    expect(routeTail(quoted, [{ ...route, ApiName: "it's" }])).toBeNull();
    const many = Array.from({ length: 501 }, (_, index) => ({ ...route, Resource: `/r${index}` }));
    expect(routeTail(orders, many)).toBeNull();
    expect(routeTail(orders, many.slice(1))).not.toBeNull();
  });
});
