import { describe, expect, it } from "vitest";

import { checkMetricAlarm } from "../../../../src/alarms/evaluate/check-metric-alarm.ts";
import { ALARM_RULES } from "../../../../src/alarms/rules/registry.ts";
import { DIMENSION_SETS } from "../../../../src/catalog/dimensions.ts";
import { METRICS } from "../../../../src/catalog/metrics.ts";
import { RECOMMENDED_ALARMS } from "../../../../src/catalog/recommended-alarms.ts";
import { findIncident } from "../../../../src/simulate/incidents/registry.ts";
import { ruleContext, ruleRoute, steadyTraffic } from "../../../support/rule-context.ts";

const KINDS = ["rest", "http", "websocket"] as const;
const FULL = {
  cache: { sizeGb: "0.5", status: "AVAILABLE" },
  webAclArn: "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/edge/7",
  accessLog: {
    destinationArn: "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/orders:*",
    format: '{"type":"$context.error.responseType","latency":$context.responseLatency}',
  },
  usagePlans: [{ id: "p", name: null, throttle: null, quota: { limit: 700, offset: 0, period: "DAY" } }],
  routes: [ruleRoute({ authorization: "CUSTOM" })],
};
const contexts = KINDS.flatMap((kind) =>
  [null, 0.05, 0.9, 7, 45, 180_000].flatMap((perMinute) => {
    const traffic = perMinute === null ? null : steadyTraffic(perMinute);
    return [{}, FULL].flatMap((configuration) => {
      const stage = ruleContext(kind, traffic, configuration);
      const dimensions = { ...stage.dimensions, Resource: "/orders", Method: "POST" };
      return [stage, { ...stage, route: "POST /orders", dimensions }];
    });
  }),
);
const proposals = contexts.flatMap((context) =>
  ALARM_RULES.flatMap((rule) => rule.propose(context).map((proposal) => ({ context, rule, proposal }))),
);

describe("every alarm rule", () => {
  it("has an id of its own, and something to say somewhere", () => {
    const ids = ALARM_RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const silent = ALARM_RULES.filter((rule) => proposals.every((one) => one.rule !== rule));
    expect(silent).toEqual([]);
  });

  it("proposes alarms that CloudWatch takes", () => {
    expect(proposals.length).toBeGreaterThan(300);
    for (const { proposal } of proposals) checkMetricAlarm({ AlarmName: "x", ...proposal.definition });
  });

  it("watches metrics and dimensions that its flavour has", () => {
    const watched = proposals.flatMap(({ context, proposal: { definition } }) =>
      [definition, ...(definition.Metrics ?? []).flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])]
        .filter(({ Namespace }) => Namespace === "AWS/ApiGateway")
        .map((metric) => ({ kind: context.target.kind, metric })),
    );
    expect(watched.length).toBeGreaterThan(300);
    for (const { kind, metric } of watched) {
      expect(METRICS.some((fact) => fact.kind === kind && fact.metric === metric.MetricName)).toBe(true);
      const names = (metric.Dimensions ?? []).map(({ Name }) => Name).sort();
      expect(
        DIMENSION_SETS.some((set) => set.kind === kind && [...set.names].sort().join() === names.join()),
      ).toBe(true);
    }
  });

  it("names incidents of the catalogue, and a threshold to start from within its own bounds", () => {
    for (const { proposal } of proposals) {
      if (proposal.search === null) continue;
      for (const name of proposal.search.catches) expect(findIncident(name).name).toBe(name);
      expect(proposal.search.least).toBeLessThan(proposal.search.most);
      expect(proposal.search.spans.length).toBeGreaterThan(0);
    }
  });

  it("judges no share or percentile of too few requests", () => {
    const needed = { Average: 30, p90: 100, p50: 20 } as const;
    const judged = proposals.flatMap(({ context, proposal: { rule, definition } }) => {
      const { Statistic, ExtendedStatistic, Period = 0 } = definition;
      const least = Object.entries(needed).find(([stat]) => stat === (Statistic ?? ExtendedStatistic))?.[1];
      const isOurs = rule !== "aws-recommended" && rule !== "lambda-companions";
      if (!isOurs || context.traffic === null || least === undefined) return [];
      return [{ rule, least, quiet: (context.traffic.quietPerMinute * Period) / 60 }];
    });
    expect(judged.length).toBeGreaterThan(20);
    expect(judged.filter(({ least, quiet }) => quiet < least)).toEqual([]);
  });
});

describe("server errors by traffic", () => {
  const shapes = (perMinute: number) =>
    ALARM_RULES.find(({ id }) => id === "server-errors")
      ?.propose(ruleContext("rest", steadyTraffic(perMinute)))
      .map(({ part, definition }) => [
        part,
        definition.Period ?? definition.Metrics?.[0]?.MetricStat?.Period,
      ]);

  it("are a share of a minute, a gated share with a count beside it, or a count alone", () => {
    expect(shapes(3_000)).toEqual([["ratio", 60]]);
    expect(shapes(4)).toEqual([
      ["ratio", 300],
      ["count", 900],
    ]);
    expect(shapes(0.05)).toEqual([["count", 3_600]]);
  });
});

describe("gateway overhead", () => {
  const rule = ALARM_RULES.find(({ id }) => id === "gateway-overhead");
  const proposed = (configuration: object) =>
    rule?.propose(ruleContext("rest", steadyTraffic(90), configuration)).length;

  it("is left out where requests have a latency and no integration latency", () => {
    expect(proposed({})).toBe(1);
    expect(proposed({ cache: FULL.cache })).toBe(0);
    expect(proposed({ routes: [ruleRoute({ integration: "mock" })] })).toBe(0);
    expect(proposed({ routes: [ruleRoute({ cached: true })] })).toBe(0);
  });
});

describe("logged refusals", () => {
  const rule = ALARM_RULES.find(({ id }) => id === "logged-refusals");
  const patterns = (format: string) =>
    rule
      ?.propose(ruleContext("rest", steadyTraffic(90), { ...FULL, accessLog: { ...FULL.accessLog, format } }))
      .map(({ logMetric }) => logMetric?.filterPattern);

  it("select the response type wherever the Format puts it", () => {
    expect(patterns(FULL.accessLog.format)?.[0]).toBe('{ $.type = "THROTTLED" }');
    expect(patterns('{"error":{"response-type":"$context.error.responseType"}}')?.[2]).toBe(
      '{ ($.error.["response-type"] = "AUTHORIZER_FAILURE") || ($.error.["response-type"] = "AUTHORIZER_CONFIGURATION_ERROR") }',
    );
    expect(patterns("$context.requestId $context.error.responseType")).toEqual([]);
    expect(patterns('{"id":"$context.requestId"}')).toEqual([]);
  });

  it("are those that the stage can have", () => {
    const parts = (configuration: object) =>
      rule?.propose(ruleContext("rest", null, { ...FULL, ...configuration })).map(({ part }) => part);
    expect(parts({})).toEqual(["throttled", "quota", "authorizer", "waf", "integration"]);
    expect(parts({ webAclArn: null, usagePlans: [], routes: [ruleRoute()] })).toEqual([
      "throttled",
      "integration",
    ]);
  });
});

describe("AWS's recommendations", () => {
  const rule = ALARM_RULES.find(({ profile }) => profile === "aws-recommended");

  it("are all 18, each as AWS states it", () => {
    const seen = new Set<string>();
    for (const context of contexts.filter(({ traffic }) => traffic?.perMinute === 45)) {
      for (const { part, definition, search } of rule?.propose(context) ?? []) {
        const row = RECOMMENDED_ALARMS.find(({ id }) => id === part);
        seen.add(part);
        expect(row?.kinds).toContain(context.target.kind);
        expect([
          definition.MetricName,
          definition.Statistic ?? definition.ExtendedStatistic,
          definition.Period,
        ]).toEqual([row?.metric, row?.stat, 60]);
        expect(definition.Threshold === row?.threshold || (row?.threshold === null && search !== null)).toBe(
          true,
        );
      }
    }
    expect(seen.size).toBe(18);
  });
});
