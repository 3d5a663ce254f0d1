import { describe, expect, test } from "vitest";

import { toCoverage } from "../../../../src/alarms/lint/coverage.ts";
import type { DeclaredAlarm } from "../../../../src/model/declared-alarm.ts";
import { dimensions, lintAlarm, mathAlarm, OFFLINE, query } from "../../../support/lint-alarms.ts";
import { LINT_TARGETS } from "../../../support/lint-recording.ts";

const rest = LINT_TARGETS.filter(({ id }) => id === "rest:orders/test");

/** "recommendation route state: alarms", of the REST stage test, of whose two routes one has metrics of its own. */
function covered(
  alarms: readonly DeclaredAlarm[],
  deployed: readonly DeclaredAlarm[] | null = null,
): string[] {
  const [found, ...others] = toCoverage({ ...OFFLINE, targets: rest, alarms, deployed });
  expect([found?.target, found?.region, others]).toEqual(["rest:orders/test", "eu-west-1", []]);
  return (found?.rows ?? []).map(
    ({ recommendation, route, state, alarms: names }) =>
      `${recommendation}${route === null ? "" : ` ${route}`} ${state}${names.map((name) => ` ${name}`).join("")}`,
  );
}

const NONE = [
  "rest-4xx missing",
  "rest-5xx missing",
  "rest-traffic missing",
  "rest-traffic-route POST /orders missing",
  "rest-latency missing",
  "rest-latency-route POST /orders missing",
];
const replaced = (index: number, row: string) => NONE.with(index, row);
const ofTest = dimensions({ ApiName: "orders", Stage: "test" });
const on = (AlarmName: string, fields: Record<string, unknown>) =>
  lintAlarm({ AlarmName, Dimensions: ofTest, ...fields });
const low = { ComparisonOperator: "LessThanThreshold", TreatMissingData: "breaching" };

describe("which of AWS's recommended alarms a stage has", () => {
  test("none of them", () => {
    expect(covered([])).toEqual(NONE);
    expect(covered([lintAlarm()])).toEqual(NONE);
  });

  test("whatever the statistic and the threshold, one on the same metric is it", () => {
    const fields = { Statistic: "Sum", Threshold: 13 };
    expect(covered([on("a", fields), on("b", {})])).toEqual(replaced(1, "rest-5xx present a b"));
    expect(covered([], [on("c", {})])).toEqual(replaced(1, "rest-5xx present c"));
  });

  test("too few requests are another thing than too many, and a ratio's denominator is neither", () => {
    const count = { MetricName: "Count", Statistic: "Sum", Threshold: 19 };
    expect(covered([on("a", { ...count, ...low })])).toEqual(replaced(2, "rest-traffic present a"));
    expect(covered([on("a", count)])).toEqual(NONE);
    const queries = ["5XXError", "Count"].map((metric, index) => {
      const { MetricStat, ...other } = query(`m${index}`, metric) as { MetricStat: { Metric: object } };
      return {
        ...other,
        MetricStat: { ...MetricStat, Metric: { ...MetricStat.Metric, Dimensions: ofTest } },
      };
    });
    const ratio = mathAlarm([...queries, { Id: "e", Expression: "m0 / m1" }], { AlarmName: "ratio" });
    expect(covered([ratio])).toEqual(replaced(1, "rest-5xx present ratio"));
  });

  test("a route's alarm is not the stage's", () => {
    const Dimensions = [...ofTest, ...dimensions({ Resource: "/orders", Method: "POST" })];
    const slow = { MetricName: "Latency", Statistic: "Average", Threshold: 1_700, Dimensions };
    expect(covered([on("r", slow)])).toEqual(replaced(5, "rest-latency-route POST /orders present r"));
  });

  test.each([
    ["the API's id", { Dimensions: dimensions({ ApiName: "k3x9p2m7qa", Stage: "test" }) }, 1],
    ["the other flavour's name", { MetricName: "5xx" }, 1],
    ["a name that does not exist", { MetricName: "4xxErrors" }, 0],
    ["a percentage", { Threshold: 4 }, 1],
  ])("one that means it and cannot fire is dead: %s", (_name, fields, index) => {
    const id = index === 0 ? "rest-4xx" : "rest-5xx";
    expect(covered([on("d", fields)])).toEqual(replaced(index, `${id} dead d`));
    if (index === 1)
      expect(covered([on("d", fields), on("e", {})])).toEqual(replaced(1, "rest-5xx present e"));
  });

  test("where only a deployment knows the API, nobody can tell", () => {
    const unknown = [{ path: "Dimensions[0].Value", text: "var.name", refersTo: null }];
    expect(covered([lintAlarm({ Dimensions: ofTest }, { unknown })])).toEqual(
      replaced(1, "rest-5xx unknown"),
    );
  });

  test("of a Region, that Region's alarms", () => {
    const there = { place: { file: "us-east-1", line: null, id: "a" } };
    expect(covered([lintAlarm({ AlarmName: "a", Dimensions: ofTest }, there)])).toEqual(NONE);
  });

  test("without stages there is nothing to cover", () => {
    expect(toCoverage({ ...OFFLINE, alarms: [lintAlarm()] })).toEqual([]);
  });

  test("of a Region whose alarms could not all be read, nobody can tell", () => {
    const context = { ...OFFLINE, targets: LINT_TARGETS, alarms: [] };
    expect(toCoverage(context)).toHaveLength(LINT_TARGETS.length);
    expect(toCoverage(context, rest)).toHaveLength(1);
    expect(toCoverage({ ...context, partial: new Set(["eu-west-1"]) })).toEqual([]);
  });
});
