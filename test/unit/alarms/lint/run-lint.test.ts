import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { applySnoozes } from "../../../../src/alarms/lint/apply-snoozes.ts";
import type { DeclaredAlarm } from "../../../../src/model/declared-alarm.ts";
import { composite, lintAlarm, lintOf } from "../../../support/lint-alarms.ts";
import { LINT_SERIES, LINT_TARGETS } from "../../../support/lint-recording.ts";

describe("runLint", () => {
  test("tells by source, line and alarm, the gravest first, with the rule's fix where there is no better one", () => {
    const at = (file: string, line: number) => ({ place: { file, line, id: `a${line}` } });
    const told = lintOf([
      lintAlarm({ AlarmName: "z", Threshold: 5, AlarmActions: null }, at("b.yaml", 31)),
      lintAlarm({ AlarmName: "y", AlarmActions: null }, at("a.yaml", 22)),
      lintAlarm({ AlarmName: "x", AlarmActions: null }, at("a.yaml", 4)),
    ]);
    expect(told.map(({ alarm, rule }) => `${alarm} ${rule}`)).toEqual([
      "z percent-for-fraction",
      "z no-action",
      "x duplicate",
      "x no-action",
      "y no-action",
    ]);
    expect(told[0]?.fix).toBe("For 5 % write 0.05.");
    expect(told[1]?.fix).toMatch(/^Name an SNS topic/);
  });

  test("marks what is silenced beside the alarm, and leaves nothing out", () => {
    const silenced = (ids: string[]) =>
      lintOf([lintAlarm({ Threshold: 5, AlarmActions: null }, { silenced: ids })]).map(
        (finding) => finding.silenced !== null,
      );
    expect(silenced([])).toEqual([false, false]);
    expect(silenced(["percent-for-fraction"])).toEqual([true, false]);
    expect(silenced(["*"])).toEqual([true, true]);
  });

  test("takes whatever stands in a file, and says something readable", () => {
    const value = fc.oneof(
      fc.constantFrom("AWS/ApiGateway", "5XXError", "Latency", "Average", "p99", "ApiName", "GET", "${X}"),
      fc.constantFrom(
        "GreaterThanThreshold",
        "LessThanThreshold",
        "ignore",
        "SUM(FILL(m1,0))/m2",
        "ALARM(a)",
      ),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.string({ maxLength: 6 }),
    );
    const nested = fc.oneof(
      value,
      fc.array(value, { maxLength: 3 }),
      fc.array(
        fc.record({
          Name: value,
          Value: value,
          Id: value,
          Expression: value,
          Metric: value,
          ReturnData: value,
        }),
        { maxLength: 3 },
      ),
      fc.array(
        fc.record({
          Id: value,
          MetricStat: fc.record({
            Metric: fc.record({
              Namespace: value,
              MetricName: value,
              Dimensions: fc.array(fc.record({ Name: value, Value: value }), { maxLength: 2 }),
            }),
            Stat: value,
            Period: value,
          }),
        }),
        { maxLength: 3 },
      ),
    );
    const names = [
      "AlarmName",
      "Namespace",
      "MetricName",
      "Dimensions",
      "Statistic",
      "ExtendedStatistic",
      "Period",
      "Unit",
      "EvaluationPeriods",
      "DatapointsToAlarm",
      "Threshold",
      "ComparisonOperator",
      "TreatMissingData",
      "Metrics",
      "AlarmActions",
      "OKActions",
      "AlarmRule",
      "ActionsSuppressor",
    ];
    const alarm = fc
      .record({
        kind: fc.constantFrom("metric", "composite" as const),
        changes: fc.dictionary(fc.constantFrom(...names), nested, { maxKeys: 6 }),
        unknown: fc.array(
          fc.constantFrom("Threshold", "Dimensions", "Dimensions[0].Value", "Metrics[0]", "AlarmRule"),
          { maxLength: 2 },
        ),
      })
      .map(({ kind, changes, unknown }): DeclaredAlarm => ({
        ...lintAlarm(changes),
        kind: kind === "metric" ? "metric" : "composite",
        unknown: unknown.map((path) => ({ path, text: "!Ref X", refersTo: null })),
      }));
    let told = 0;
    fc.assert(
      fc.property(fc.array(alarm, { maxLength: 4 }), (alarms) => {
        const context = { targets: LINT_TARGETS, series: LINT_SERIES };
        for (const { message, fix } of lintOf(alarms, context)) {
          told += 1;
          expect(`${message} ${fix}`).not.toMatch(/undefined|\[object/);
        }
      }),
      { numRuns: 150 },
    );
    expect(told).toBeGreaterThan(100);
  });
});

describe("applySnoozes", () => {
  const findings = lintOf([
    lintAlarm({ AlarmActions: null }),
    composite("orders/[prod]", "ALARM(gone)"),
    lintAlarm({ AlarmName: "web-errors", AlarmActions: null, Threshold: 0.31 }),
  ]);
  const snooze = { rule: "no-action", until: "2026-12-24", reason: "soon" };
  const silenced = (changes: object, nowMs = Date.parse("2026-11-20T15:00:00Z")) => {
    const result = applySnoozes(findings, [{ ...snooze, ...changes }], nowMs);
    return [
      result.findings.filter((finding) => finding.silenced !== null).map(({ alarm }) => alarm),
      result.expired.length,
    ];
  };

  test("holds for the rule, and for alarms by name", () => {
    expect(findings.map(({ rule }) => rule)).toContain("composite-unknown-alarm");
    expect(silenced({})).toEqual([["orders-errors", "web-errors"], 0]);
    expect(silenced({ alarm: "orders-*" })).toEqual([["orders-errors"], 0]);
    expect(silenced({ rule: "composite-unknown-alarm", alarm: "orders/[prod]" })).toEqual([
      ["orders/[prod]"],
      0,
    ]);
    expect(silenced({ alarm: "" })).toEqual([[], 0]);
    const ofTarget = { rule: "no-action", alarm: "http:w8f4z1t6ub/$default" };
    const [finding] = findings;
    if (!finding) throw new Error("nothing was found");
    for (const alarm of ["http:w8f4z1t6ub/*", "http:w8f4z1t6ub/$default"]) {
      const result = applySnoozes([{ ...finding, ...ofTarget }], [{ ...snooze, alarm }], 0);
      expect(result.findings[0]?.silenced).toContain("soon");
    }
  });

  test("ends when the day begins, and is told from then on", () => {
    expect(silenced({}, Date.parse("2026-12-23T23:59:59Z"))[1]).toBe(0);
    expect(silenced({}, Date.parse("2026-12-24T00:00:00Z"))).toEqual([[], 1]);
    expect(silenced({ until: "2026-02-30" }, 0)).toEqual([[], 1]);
  });

  test("says until when and why, and leaves what the alarm's author said", () => {
    const own = findings.map((finding) => ({ ...finding, silenced: "by its author" }));
    expect(applySnoozes(own, [snooze], 0).findings).toEqual(own);
    expect(applySnoozes(findings, [snooze], 0).findings[0]?.silenced).toBe("snoozed until 2026-12-24: soon");
  });
});
