import { describe, expect, it } from "vitest";

import type { AlarmProposal } from "../../../../src/alarms/rules/alarm-proposal.ts";
import { ALARM_RULES } from "../../../../src/alarms/rules/registry.ts";
import { DEFAULT_NAME_TEMPLATE } from "../../../../src/alarms/synth/alarm-name.ts";
import { proposeAlarms } from "../../../../src/alarms/synth/propose-alarms.ts";
import type { SynthSettings } from "../../../../src/alarms/synth/synth-settings.ts";
import { synthesize, type SynthQuestion } from "../../../../src/alarms/synth/synthesize.ts";
import { HOUR_MS } from "../../../../src/core/window.ts";
import type { Target } from "../../../../src/model/target.ts";
import { topicAction } from "../../../../src/model/topic-action.ts";
import { RECORDED as window, recordedStage } from "../../../support/recorded-stage.ts";
import { ruleRoute, ruleTarget } from "../../../support/rule-context.ts";

const RULES = ALARM_RULES.filter(({ profile }) => profile === "gatewatch");
const SETTINGS: SynthSettings = {
  profile: "gatewatch",
  nameTemplate: DEFAULT_NAME_TEMPLATE,
  rollback: false,
  noiseBudget: 0,
  maxAlarms: 400,
  maxUsdPerMonth: 70,
  errorCost: () => 1,
  objectives: [],
  composites: { suppressor: null },
  runbookUrl: "https://wiki.example/orders",
  actions: { page: [topicAction("page")], ticket: [topicAction("ticket")] },
};

const orders = ruleTarget("rest");
const returns: Target = {
  ...ruleTarget("rest"),
  id: "rest:returns/prod",
  apiName: "returns",
  dimensions: { ApiName: "returns", Stage: "prod" },
};
const series = [
  ...recordedStage(orders, 450),
  ...recordedStage(orders, 120, "POST /orders"),
  ...recordedStage(returns, 47),
];

function ask(
  targets: readonly Target[],
  over: Partial<SynthSettings> = {},
  rest: Partial<SynthQuestion> = {},
) {
  return synthesize({
    scopes: proposeAlarms(targets, series, window, RULES),
    settings: { ...SETTINGS, ...over },
    history: { series, window },
    incidentsOf: () => [],
    drill: ({ search }: AlarmProposal) => new Map((search?.catches ?? []).map((name) => [name, 4])),
    onProgress: () => undefined,
    ...rest,
  });
}

describe("synthesize", () => {
  const whole = ask([orders, returns]);

  it("makes alarms that were quiet in the history, with keys and names of their own", () => {
    expect(whole.alarms.length).toBeGreaterThan(12);
    expect(new Set(whole.alarms.map(({ key }) => key)).size).toBe(whole.alarms.length);
    expect(new Set(whole.alarms.map(({ definition }) => definition.AlarmName)).size).toBe(
      whole.alarms.length,
    );
    const replayed = whole.alarms.filter(({ backtest }) => backtest !== null);
    expect(replayed.length).toBeGreaterThan(5);
    expect(replayed.map(({ backtest }) => backtest?.alarms)).toEqual(replayed.map(() => 0));
  });

  it("has thresholds just above what was seen, and says how it came to them", () => {
    const errors = whole.alarms.find(({ key }) => key === "rest:orders/prod##server-errors#ratio");
    // The shares were drawn below 0.005; two days are two weeks halved three times, so four steps above 0.006 follow at most,
    // of which the first are those that chance would reach.
    expect(errors?.definition).toMatchObject({
      MetricName: "5XXError",
      Statistic: "Average",
      Threshold: 0.02,
    });
    expect(errors?.why).toMatch(
      /lowest round number that stayed quiet in 2 days.*So much history excludes more than 45 false alarms a month.*after 4 min/s,
    );
    expect(errors?.definition.AlarmDescription).toContain("Runbook: https://wiki.example/orders");
  });

  it("tells somebody once: only the composites of a stage have actions", () => {
    const telling = whole.alarms.filter(({ definition }) => (definition.AlarmActions ?? []).length > 0);
    expect(telling.map(({ key }) => key)).toEqual(
      [
        "account####account-concurrency#eu-west-1",
        "rest:orders/prod##any-alarm#page",
        "rest:orders/prod##any-alarm#ticket",
        "rest:returns/prod##any-alarm#page",
        "rest:returns/prod##any-alarm#ticket",
      ].map((key) => key.replace("account####", "##")),
    );
    const alone = ask([orders], { composites: null });
    expect(alone.alarms.every(({ definition }) => (definition.AlarmActions ?? []).length === 1)).toBe(true);
  });

  it("does not change an alarm when something unrelated comes or goes", () => {
    const alone = ask([orders]).alarms;
    const together = new Map(whole.alarms.map((alarm) => [alarm.key, alarm]));
    expect(alone.map((alarm) => together.get(alarm.key))).toEqual(alone);
  });

  it("leaves the least important out where the budget is short, and says so", () => {
    const short = ask([orders, returns], { maxAlarms: 9 });
    expect(short.alarms.length).toBeLessThanOrEqual(9);
    expect(short.uncovered.map(({ route }) => route)).toContain("POST /orders");
    expect(short.alarms.some(({ rule }) => rule === "server-errors")).toBe(true);
  });

  it("says that a threshold is a usual start where nothing can be learned", () => {
    const { alarms } = ask([orders], {}, { history: null });
    const errors = alarms.find(({ rule }) => rule === "server-errors");
    expect(errors).toMatchObject({ backtest: null, definition: { Threshold: 0.05 } });
    expect(errors?.why).toContain("a usual start, since there is no history to learn from");
  });

  it("learns a function's concurrency, and has no alarm on it where there is nothing to learn from", () => {
    const recorded = recordedStage(orders, 450)[0]!;
    // Seven minutes of 37 calls at once, then ten with fewer.
    const runs = recorded.runs.map(
      ([startMs, values]) => [startMs, values.map((_, at) => (at % 17 < 7 ? 37 : 13 + (at % 16)))] as const,
    );
    const calls = {
      ...recorded,
      namespace: "AWS/Lambda",
      metric: "ConcurrentExecutions",
      dimensions: { FunctionName: "orders-fn" },
      stat: "Maximum",
    };
    const made = (history: SynthQuestion["history"]) => {
      const { alarms, uncovered } = ask([orders], {}, { history });
      const alarm = (part: string) => alarms.find(({ key }) => key.endsWith(`#${part}:orders-fn`));
      return { concurrency: alarm("concurrency"), throttles: alarm("throttles"), uncovered };
    };
    const learned = made({ series: [...series, { ...calls, runs }], window });
    expect(learned.concurrency).toMatchObject({
      key: "rest:orders/prod##lambda-companions#concurrency:orders-fn",
      definition: { EvaluationPeriods: 10, DatapointsToAlarm: 10, Period: 60 },
      backtest: { alarms: 0 },
    });
    const values = runs.flatMap(([, run]) => run);
    const sustained = Math.max(...values.slice(9).map((_, at) => Math.min(...values.slice(at, at + 10))));
    expect(sustained).toBeLessThan(37);
    const definition = learned.concurrency?.definition;
    const threshold = definition && "Threshold" in definition ? (definition.Threshold ?? 0) : 0;
    // Two days give four steps of headroom at most, each of a half at most.
    expect(threshold).toBeGreaterThanOrEqual(sustained);
    expect(threshold).toBeLessThanOrEqual(sustained * 1.5 ** 5);
    expect(learned.concurrency?.why).toContain("stayed quiet in 2 days");
    expect(learned.throttles?.why).not.toContain("has no alarm");

    for (const history of [
      null,
      { series, window },
      { series: [...series, { ...calls, runs: [] }], window },
    ]) {
      const { concurrency, throttles, uncovered } = made(history);
      expect(concurrency).toBeUndefined();
      expect(throttles?.why).toContain(
        "Its concurrency has no alarm: no reservation of it is known, and no history of what is usual.",
      );
      expect(uncovered).toEqual([]);
    }
  });

  it("gives the place of an alarm that cannot be learned to the next", () => {
    const other = ruleRoute({ key: "GET /orders", integrationTarget: "stock-fn" });
    const two = ruleTarget("rest", { routes: [ruleRoute(), other] });
    const all = ask([two], {}, { history: null }).alarms;
    expect(all.filter(({ rule }) => rule === "lambda-companions")).toHaveLength(6);
    expect(ask([two], { maxAlarms: all.length }, { history: null })).toMatchObject({
      alarms: all,
      uncovered: [],
    });
  });

  it("does not learn from known incidents", () => {
    const during = { startMs: window.startMs + 5 * HOUR_MS, endMs: window.startMs + 6 * HOUR_MS };
    const failing = series.map((one) =>
      one.target === orders.id && one.route === null && one.metric === "5XXError"
        ? {
            ...one,
            runs: one.runs.map(
              ([startMs, values]) =>
                [startMs, values.map((value, at) => (at >= 300 && at < 360 ? 0.4 : value))] as const,
            ),
          }
        : one,
    );
    const threshold = (incidents: readonly { startMs: number; endMs: number }[]) =>
      ask([orders], {}, { history: { series: failing, window }, incidentsOf: () => incidents }).alarms.find(
        ({ key }) => key === "rest:orders/prod##server-errors#ratio",
      );
    expect(threshold([during])).toMatchObject({ definition: { Threshold: 0.02 }, backtest: { alarms: 1 } });
    expect(threshold([])).toMatchObject({ definition: { Threshold: 0.5 }, backtest: { alarms: 0 } });
  });
});
