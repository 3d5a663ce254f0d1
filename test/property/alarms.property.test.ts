import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { evaluateMetricAlarm } from "../../src/alarms/evaluate/evaluate-metric-alarm.ts";
import { slideWindows } from "../../src/alarms/evaluate/slide-windows.ts";
import { emptyLine, lineOf, pointAt } from "../../src/metric-math/line.ts";
import { referenceStates } from "../support/alarm-reference.ts";
import { metricAlarm, MINUTE_MS, seriesOf, START_MS } from "../support/alarm-series.ts";

/** Mostly gaps or mostly points, and values around the threshold, so that each rule has its turn. */
const minutesArbitrary = fc
  .tuple(fc.constantFrom(1, 2, 5), fc.array(fc.integer({ min: 0, max: 29 }), { minLength: 1, maxLength: 24 }))
  .map(([gapsOf6, draws]) => draws.map((draw) => (draw % 6 < gapsOf6 ? undefined : draw % 5)));

const caseArbitrary = fc.record({
  minutes: minutesArbitrary,
  period: fc.constantFrom(1, 1, 2, 3, 5),
  periods: fc.integer({ min: 1, max: 5 }),
  toAlarm: fc.integer({ min: 1, max: 5 }),
  stat: fc.constantFrom("Sum", "Minimum", "Maximum"),
  operator: fc.constantFrom(
    "GreaterThanThreshold",
    "GreaterThanOrEqualToThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
  ),
  threshold: fc.integer({ min: 0, max: 5 }),
  missing: fc.constantFrom("missing", "ignore", "breaching", "notBreaching"),
  extraPoints: fc.integer({ min: 0, max: 3 }),
  youngBreaching: fc.constantFrom("keep", "ok"),
});

describe("the alarm evaluator", () => {
  it("agrees with the literal one on 10,000 alarms and series", () => {
    const seen = new Set<string>();
    let cases = 0;
    fc.assert(
      fc.property(caseArbitrary, (drawn) => {
        const { minutes, extraPoints, youngBreaching } = drawn;
        const alarm = metricAlarm({
          Period: drawn.period * 60,
          EvaluationPeriods: drawn.periods,
          DatapointsToAlarm: Math.min(drawn.toAlarm, drawn.periods),
          Statistic: drawn.stat,
          ComparisonOperator: drawn.operator,
          Threshold: drawn.threshold,
          TreatMissingData: drawn.missing,
        });
        const reading = { extraPoints, youngBreaching };
        const evaluations = minutes.length + 3;
        const window = { startMs: START_MS, endMs: START_MS + evaluations * MINUTE_MS };
        const result = evaluateMetricAlarm(alarm, [seriesOf(minutes, { stat: drawn.stat })], window, reading);
        const byMinute = new Map(minutes.flatMap((value, at) => (value === undefined ? [] : [[at, value]])));
        const expected = referenceStates(alarm, byMinute, evaluations, reading);
        if (result.kind !== "metric") throw new Error(result.why);
        if (result.states.join() !== expected.join()) expect(result.states).toEqual(expected);
        for (const state of expected) seen.add(state);
        cases += 1;
      }),
      { numRuns: 10_000 },
    );
    expect(cases).toBe(10_000);
    expect([...seen].sort()).toEqual(["ALARM", "INSUFFICIENT_DATA", "OK"]);
  });
});

describe("sliding windows", () => {
  it("merge what a window holds, for sums and extremes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: -9, max: 9 }))),
        fc.integer({ min: 1, max: 9 }),
        (points, width) => {
          const line = lineOf(points.length, (index) => points[index] ?? undefined);
          const merges = [
            (left: number, right: number) => left + right,
            (left: number, right: number) => Math.max(left, right),
          ];
          for (const merge of merges) {
            const slid = slideWindows(line, width, merge);
            expect(slid.values).toHaveLength(Math.max(0, points.length - width + 1));
            for (let index = 0; index < slid.values.length; index += 1) {
              const within = points.slice(index, index + width).filter((value) => value !== null);
              expect(pointAt(slid, index)).toBe(within.length === 0 ? undefined : within.reduce(merge));
            }
          }
        },
      ),
    );
  });

  it("leave no rounding behind", () => {
    const slid = slideWindows(
      lineOf(9, (index) => (index === 2 ? 0.1 : index === 3 ? 1e15 : 0)),
      3,
      (left, right) => left + right,
    );
    expect(pointAt(slid, 6)).toBe(0);
    expect(slideWindows(emptyLine(2), 3, Math.max).values).toHaveLength(0);
  });
});
