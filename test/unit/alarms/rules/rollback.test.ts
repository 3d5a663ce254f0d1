import { describe, expect, it } from "vitest";
import { checkMetricAlarm } from "../../../../src/alarms/evaluate/check-metric-alarm.ts";
import { alarmRules } from "../../../../src/alarms/rules/registry.ts";
import { rollback } from "../../../../src/alarms/rules/rollback.ts";
import { DEFAULT_NAME_TEMPLATE } from "../../../../src/alarms/synth/alarm-name.ts";
import { proposeAlarms } from "../../../../src/alarms/synth/propose-alarms.ts";
import { synthesize } from "../../../../src/alarms/synth/synthesize.ts";
import { topicAction } from "../../../../src/model/topic-action.ts";
import { RECORDED as window, recordedStage } from "../../../support/recorded-stage.ts";
import { ruleContext, ruleTarget, steadyTraffic } from "../../../support/rule-context.ts";

const CANARY = { canary: { percentTraffic: 12.5, deploymentId: "d7" } };
const parts = (perMinute: number | null, configuration = {}) =>
  rollback
    .propose(ruleContext("rest", perMinute === null ? null : steadyTraffic(perMinute), configuration))
    .map(({ part, definition }) => [
      part,
      definition.Period ?? definition.Metrics?.[0]?.MetricStat?.Period ?? 0,
    ]);

describe("alarms for deployments to be rolled back by", () => {
  it("judge the shortest period that brings enough, and leave out what five minutes cannot tell", () => {
    expect(parts(107)).toEqual([
      ["errors", 60],
      ["latency", 60],
    ]);
    expect(parts(31)).toEqual([
      ["errors", 60],
      ["latency", 300],
    ]);
    expect(parts(2.5)).toEqual([["errors", 300]]);
    expect(parts(1.1)).toEqual([]);
    expect(parts(null).map(([part]) => part)).toEqual(["errors", "latency"]);
    // By the hour in which people deploy, not by the quietest.
    const seasonal = ruleContext("rest", steadyTraffic(20, { quietPerMinute: 0, busyPerMinute: 107 }));
    expect(rollback.propose(seasonal)).toHaveLength(2);
  });

  it("judge a canary by its share of the requests, under the stage that CloudWatch has for it", () => {
    expect(parts(107, CANARY)).toEqual([
      ["errors", 60],
      ["latency", 60],
      ["canary-errors", 60],
    ]);
    const [, , errors] = rollback.propose(ruleContext("rest", steadyTraffic(107), CANARY));
    expect(errors?.definition.Metrics?.[0]?.MetricStat?.Metric.Dimensions).toEqual([
      { Name: "ApiName", Value: "orders" },
      { Name: "Stage", Value: "prod/Canary" },
    ]);
    expect(errors?.why).toContain('under the stage "prod/Canary"');
    expect(rollback.propose(ruleContext("http", steadyTraffic(107), CANARY))).toHaveLength(2);
  });

  it("are alarms that CloudWatch takes", () => {
    for (const kind of ["rest", "http", "websocket"] as const) {
      const proposals = rollback.propose(ruleContext(kind, steadyTraffic(900), CANARY));
      expect(proposals.length).toBeGreaterThan(0);
      for (const { definition } of proposals)
        expect(() => checkMetricAlarm({ AlarmName: "x", ...definition })).not.toThrow();
    }
  });

  it("tell nobody, stand in no composite, and are there only where they are asked for", () => {
    const target = ruleTarget("rest");
    const series = recordedStage(target, 450, null, 600);
    const alarms = (hasRollback: boolean) =>
      synthesize({
        scopes: proposeAlarms([target], series, window, alarmRules("gatewatch", hasRollback)),
        settings: {
          profile: "gatewatch",
          nameTemplate: DEFAULT_NAME_TEMPLATE,
          rollback: hasRollback,
          noiseBudget: 0,
          maxAlarms: 100,
          maxUsdPerMonth: 70,
          errorCost: () => 1,
          objectives: [],
          composites: { suppressor: null },
          runbookUrl: null,
          actions: { page: [topicAction("page")], ticket: [topicAction("ticket")] },
        },
        history: null,
        incidentsOf: () => [],
        drill: () => new Map(),
        onProgress: () => undefined,
      }).alarms;
    const own = alarms(true).filter(({ rule }) => rule === "rollback");
    expect(own.map(({ key }) => key)).toEqual([
      "rest:orders/prod##rollback#errors",
      "rest:orders/prod##rollback#latency",
    ]);
    expect(
      own.every(({ isExported, definition }) => isExported && definition.AlarmActions === undefined),
    ).toBe(true);
    const others = alarms(true).filter(({ rule }) => rule !== "rollback");
    expect(others).toEqual(alarms(false));
    expect(JSON.stringify(others)).not.toContain("rollback");
  });
});
