import { describe, expect, it } from "vitest";

import { lambdaCompanions } from "../../../../src/alarms/rules/lambda-companions.ts";
import { ruleContext, ruleRoute, steadyTraffic } from "../../../support/rule-context.ts";

/** What is proposed for one function by the first word of its part. */
function companions(reservedConcurrency: number | undefined, perMinute = 45) {
  const route = ruleRoute(reservedConcurrency === undefined ? {} : { reservedConcurrency });
  const proposed = lambdaCompanions.propose(
    ruleContext("http", steadyTraffic(perMinute), {
      routes: [route, { ...route, key: "GET /orders" }, ruleRoute({ integration: "http" })],
    }),
  );
  return new Map(proposed.map((proposal) => [proposal.part, proposal]));
}

describe("the companions of a function", () => {
  it("are there once, for each of the four metrics, and are tickets", () => {
    const proposed = companions(undefined);
    expect([...proposed.keys()]).toEqual([
      "errors:orders-fn",
      "throttles:orders-fn",
      "duration:orders-fn",
      "concurrency:orders-fn",
    ]);
    expect(
      [...proposed.values()].map(({ severity, definition }) => [
        severity,
        definition.Namespace,
        definition.MetricName,
        definition.Statistic,
        definition.Dimensions,
      ]),
    ).toEqual(
      [
        ["Errors", "Sum"],
        ["Throttles", "Sum"],
        ["Duration", "Maximum"],
        ["ConcurrentExecutions", "Maximum"],
      ].map(([metric, statistic]) => [
        "ticket",
        "AWS/Lambda",
        metric,
        statistic,
        [{ Name: "FunctionName", Value: "orders-fn" }],
      ]),
    );
  });

  it.each([
    [2, 1],
    [7, 6],
    [10, 9],
    [250, 225],
  ])("compare the concurrency with nine tenths of a reservation of %d", (reserved, threshold) => {
    const found = companions(reserved, 0.05).get("concurrency:orders-fn");
    expect(found?.definition).toMatchObject({
      Period: 60,
      EvaluationPeriods: 10,
      DatapointsToAlarm: 10,
      Threshold: threshold,
      ComparisonOperator: "GreaterThanThreshold",
    });
    expect(found?.search).toBeNull();
    expect(found?.unlearned).toBeUndefined();
    expect(found?.why).toContain(`90 % of the ${reserved} that are reserved for it`);
  });

  it("learn it where no reservation is known, over ten minutes whatever the traffic", () => {
    for (const perMinute of [0.05, 45]) {
      const found = companions(undefined, perMinute).get("concurrency:orders-fn");
      const { Period = 0, EvaluationPeriods, DatapointsToAlarm } = found?.definition ?? {};
      const span = { evaluationPeriods: EvaluationPeriods, datapointsToAlarm: DatapointsToAlarm };
      expect(Period * (EvaluationPeriods ?? 0)).toBe(600);
      expect(found?.search?.spans).toEqual([span]);
      expect(found?.why).toContain("learned from history since no reservation of it is known");
      expect(found?.unlearned?.toldBy).toBe("throttles:orders-fn");
    }
  });

  it.each([
    [0, "none is reserved, so every call is throttled"],
    [1, "the one that is reserved is used up by any call"],
  ])("have no alarm on the concurrency with a reservation of %d, and say why", (reserved, reason) => {
    const proposed = companions(reserved);
    expect(proposed.has("concurrency:orders-fn")).toBe(false);
    expect(proposed.get("throttles:orders-fn")?.why).toContain(`Its concurrency has no alarm: ${reason}.`);
  });
});
