import { expect, test } from "vitest";

import { trafficKeys } from "../../../../src/alarms/lint/traffic-keys.ts";
import { withDeployed } from "../../../../src/alarms/lint/with-deployed.ts";
import type { DeclaredAlarm } from "../../../../src/model/declared-alarm.ts";
import { LINT_METRICS, LINT_NOW_MS } from "../../../support/lint-account.ts";
import { dimensions, lintAlarm } from "../../../support/lint-alarms.ts";

const DAY_MS = 86_400_000;
const slow = (changes: Record<string, unknown> = {}) =>
  lintAlarm({
    MetricName: "Latency",
    Statistic: null,
    ExtendedStatistic: "p99",
    Threshold: 1_300,
    ...changes,
  });
const silentFor = (ms: number): Partial<DeclaredAlarm> => ({
  deployed: { stateValue: "INSUFFICIENT_DATA", transitionedMs: LINT_NOW_MS - ms, arn: null },
});
const keysOf = (...alarms: DeclaredAlarm[]): string[] =>
  trafficKeys(alarms, LINT_METRICS, LINT_NOW_MS).map(
    ({ metric, dimensions: own }) => `${metric} ${Object.values(own).join("/")}`,
  );

test("a percentile asks how many requests it is of, once", () => {
  expect(keysOf(slow(), slow({ Period: 300 }))).toEqual(["Count orders/prod"]);
  const route = { ApiName: "orders", Stage: "prod", Resource: "/orders/{id}", Method: "GET" };
  expect(keysOf(slow({ Dimensions: dimensions(route) }))).toHaveLength(1);
});

test("what needs no count asks for none", () => {
  expect(keysOf(lintAlarm(), slow({ ExtendedStatistic: "tm99" }))).toEqual([]);
  expect(keysOf(slow({ Dimensions: dimensions({ ApiName: "gone", Stage: "prod" }) }))).toEqual([]);
});

test("an alarm without data for a day asks for its API's requests, on whichever stage", () => {
  const Dimensions = dimensions({ ApiName: "orders", Stage: "Prod" });
  expect(keysOf(lintAlarm({ Dimensions }, silentFor(DAY_MS + 1)))).toEqual([
    "Count orders/prod",
    "Count orders/test",
  ]);
  expect(keysOf(lintAlarm({ Dimensions }, silentFor(DAY_MS)))).toEqual([]);
});

test("a file's alarm has the state of its deployed twin, where both have one condition", () => {
  const twin = lintAlarm({ AlarmActions: [] }, silentFor(5 * DAY_MS));
  const [same, changed, other] = withDeployed(
    [lintAlarm(), lintAlarm({ Threshold: 0.05 }), lintAlarm({ AlarmName: "other" })],
    [twin],
  );
  expect(same).toEqual({ ...lintAlarm(), deployed: twin.deployed });
  expect([changed?.deployed, other?.deployed]).toEqual([null, null]);
});
