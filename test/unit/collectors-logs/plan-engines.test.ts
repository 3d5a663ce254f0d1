import { describe, expect, it } from "vitest";

import { estimateLogBytes } from "../../../src/collectors/logs/describe-log-group.ts";
import { logGroupOf } from "../../../src/collectors/logs/log-group-of.ts";
import { insightsBytes } from "../../../src/collectors/logs/insights/insights-slice.ts";
import { planEngines, type LogQuestionFacts } from "../../../src/collectors/logs/plan-engines.ts";
import type { Target } from "../../../src/model/target.ts";
import { configuration, TARGETS } from "../loopback/literal-account.ts";

const DAY = 86_400_000;
const WINDOW = { startMs: 40 * DAY, endMs: 40 * DAY + DAY / 8 };
const FORMAT = '{"requestId":"$context.requestId","status":"$context.status"}';

function target(destinationArn: string): Target {
  return { ...TARGETS[0]!, configuration: configuration({ accessLog: { destinationArn, format: FORMAT } }) };
}

describe("estimateLogBytes", () => {
  const facts = { storedBytes: 800_000, createdMs: WINDOW.endMs - 20 * DAY, retentionDays: null };

  it.each([
    ["of a group kept for ever, over its age", {}, 800_000 / 160],
    ["of a group kept for a while, over that", { retentionDays: 5 }, 800_000 / 40],
    ["of a group younger than it is kept", { retentionDays: 90 }, 800_000 / 160],
    ["of a group younger than the window: all of it", { createdMs: WINDOW.endMs - 60_000 }, 800_000],
    ["of a group with nothing stored yet: unknown", { storedBytes: 0 }, null],
  ])("%s", (_what, change, bytes) => {
    expect(estimateLogBytes({ ...facts, isInfrequentAccess: false, ...change }, WINDOW)).toBe(bytes);
  });

  it("of a group that is not there is unknown", () => {
    expect(estimateLogBytes(null, WINDOW)).toBeNull();
  });
});

describe("logGroupOf", () => {
  it.each([
    ["arn:aws:logs:eu-west-1:210987654321:log-group:/aws/apigateway/orders", "/aws/apigateway/orders"],
    ["arn:aws:logs:eu-west-1:210987654321:log-group:orders:*", "orders"],
    ["arn:aws-cn:logs:cn-north-1:210987654321:log-group:a/b:*", "a/b"],
    ["arn:aws-us-gov:logs:us-gov-west-1:210987654321:log-group:x#y.z", "x#y.z"],
  ])("finds the name in %s", (destinationArn, name) => {
    expect(logGroupOf(target(destinationArn))).toBe(name);
  });

  it("has a word for a destination that is neither", () => {
    expect(logGroupOf(target("arn:aws:s3:::bucket"))).toMatchObject({ code: "UNKNOWN" });
  });
});

describe("planEngines", () => {
  const one = (estimatedBytes: number | null, isInfrequentAccess = false): LogQuestionFacts => ({
    question: { target: target("arn:aws:logs:eu-west-1:1:log-group:g"), window: WINDOW },
    logGroup: "g",
    estimatedBytes,
    isInfrequentAccess,
  });
  const [small, large, unknown, infrequent] = [one(1_000), one(3e9), one(null), one(7_000, true)];
  const all = [small, large, unknown, infrequent];

  it("reads locally what is little or unknown, and by Logs Insights what is much or has no other way", () => {
    const plan = planEngines(all, { engine: "auto", maxCostUsd: null });
    expect(plan).toEqual({ local: [small, unknown], insights: [large, infrequent], blindSpots: [] });
  });

  it("asked for one engine takes that, and says what it cannot read", () => {
    const local = planEngines(all, { engine: "local", maxCostUsd: 0 });
    expect([local.local, local.insights]).toEqual([[small, large, unknown], []]);
    expect(local.blindSpots).toMatchObject([{ code: "INFREQUENT_ACCESS", source: "access-logs" }]);
    expect(planEngines(all, { engine: "insights", maxCostUsd: null }).insights).toEqual(all);
  });

  it("holds the limit to the last tenth of a cent, for all queries of all questions together", () => {
    const usd = (2 * insightsBytes(large.question, 3e9) * 0.005) / 1e9;
    expect(usd).toBeGreaterThanOrEqual(0.03);
    const both = [large, large];
    expect(planEngines(both, { engine: "insights", maxCostUsd: usd }).insights).toHaveLength(2);
    expect(() => planEngines(both, { engine: "insights", maxCostUsd: usd - 0.001 })).toThrow(
      /over the limit/,
    );
    expect(planEngines(both, { engine: "auto", maxCostUsd: usd - 0.001 }).local).toEqual(both);
  });

  it("asks for no more than what it can price", () => {
    expect(() => planEngines([unknown], { engine: "insights", maxCostUsd: 9 })).toThrow(/cannot be told/);
    expect(planEngines([], { engine: "insights", maxCostUsd: 0 }).insights).toEqual([]);
  });
});
