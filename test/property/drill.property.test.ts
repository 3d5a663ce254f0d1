import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { prepareGround, type DrillGround } from "../../src/alarms/drill/ground.ts";
import { judgeLaid, putAlarm } from "../../src/alarms/drill/judge-laid.ts";
import { layIncident } from "../../src/alarms/drill/lay-incident.ts";
import type { MetricAlarm } from "../../src/model/alarm-spec.ts";
import type { DrillRun } from "../../src/model/drill.ts";
import { findIncident } from "../../src/simulate/incidents/registry.ts";
import { referenceStates } from "../support/alarm-reference.ts";
import {
  DRILL_START_MS,
  drillAlarm,
  drillSeries,
  drillTarget,
  minuteOf,
  steadyRows,
  type Rows,
} from "../support/drill-recording.ts";

const MINUTE_MS = 60_000;
const MINUTES = 90;
const LASTING = 12;
const LOOK_BACK = 24;

function groundOf(rows: Rows): DrillGround {
  const window = { startMs: DRILL_START_MS, endMs: DRILL_START_MS + MINUTES * MINUTE_MS };
  const options = { window, incidentMs: LASTING * MINUTE_MS, lookBackMs: LOOK_BACK * MINUTE_MS };
  const ground = prepareGround(drillTarget(), drillSeries(rows), options);
  if (typeof ground === "string") throw new Error(ground);
  return ground;
}

/** A minute without requests has no datapoint. */
const traffic = fc
  .array(fc.option(fc.integer({ min: 1, max: 60 }), { freq: 5, nil: undefined }), {
    minLength: MINUTES,
    maxLength: MINUTES,
  })
  .filter((values) =>
    values
      .slice(LOOK_BACK, -LASTING)
      .every((_, at) => values.slice(LOOK_BACK + at, LOOK_BACK + at + LASTING).some(Boolean)),
  );

const anyAlarm = fc
  .record({
    Statistic: fc.constantFrom("Sum", "Minimum", "Maximum"),
    Period: fc.constantFrom(60, 120, 180),
    EvaluationPeriods: fc.integer({ min: 1, max: 5 }),
    needed: fc.double({ min: 0, max: 1, noNaN: true }),
    Threshold: fc.integer({ min: 1, max: 90 }),
    ComparisonOperator: fc.constantFrom(
      "LessThanThreshold",
      "LessThanOrEqualToThreshold",
      "GreaterThanThreshold",
    ),
    TreatMissingData: fc.constantFrom("missing", "ignore", "breaching", "notBreaching"),
  })
  .map(({ needed, ...over }): MetricAlarm => {
    const DatapointsToAlarm = Math.max(1, Math.ceil(needed * over.EvaluationPeriods));
    return drillAlarm({ ...over, MetricName: "Count", DatapointsToAlarm }) as unknown as MetricAlarm;
  });

describe("a total loss of traffic over any recording, for any alarm", () => {
  it("is what the slow reference makes of a recording without those minutes", () => {
    const seen = { caught: 0, missed: 0, already: 0 };
    fc.assert(
      fc.property(traffic, anyAlarm, (values, alarm) => {
        // Extremes of a count are one a request; here any value does, to tell the statistics apart.
        const ground = groundOf({ "Count Sum": values, [`Count ${alarm.Statistic}`]: values });
        const put = putAlarm({ kind: "metric", alarm }, ground);
        if (typeof put === "string") throw new Error(put);
        const runs = judgeLaid(put, layIncident(ground, findIncident("traffic-drop"), 1, 5));
        expect(runs.length).toBeGreaterThan(0);
        runs.forEach((run, index) => {
          const { startMs, endMs, judgedFromMs } = ground.starts[index]!;
          const start = minuteOf(startMs);
          const judgedFrom = minuteOf(judgedFromMs);
          const states = (isLost: (minute: number) => boolean) => {
            const minutes = values.flatMap((value, minute) =>
              value === undefined || isLost(minute) ? [] : [[minute - judgedFrom, value] as const],
            );
            return referenceStates(alarm, new Map(minutes), minuteOf(endMs) - judgedFrom, {
              extraPoints: 2,
              youngBreaching: "keep",
            });
          };
          const laid = states((minute) => minute >= start && minute < start + LASTING);
          const expected = literal(
            laid,
            states(() => false),
            start - judgedFrom,
          );
          seen[expected.result as keyof typeof seen] += 1;
          expect(run).toEqual(expected);
        });
      }),
      { numRuns: 40 },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
  });

  /** `laid[i]` is the state after evaluation i + 1, at minute i + 1. */
  function literal(laid: readonly string[], without: readonly string[], start: number): DrillRun {
    for (let minute = start + 1; minute <= laid.length; minute += 1) {
      const isNew = laid[minute - 1] === "ALARM" && laid[minute - 2] !== "ALARM";
      if (isNew && without[minute - 1] !== "ALARM") return { result: "caught", minutes: minute - start };
    }
    return { result: laid.slice(start - 1).includes("ALARM") ? "already" : "missed" };
  }
});

describe("a slower backend", () => {
  it("is never caught later for being slower: every percentile rises with the factor", () => {
    const ground = groundOf(steadyRows(MINUTES, (minute) => 300 + minute));
    const incident = findIncident("backend-slowdown-ramp");
    const factor = fc.double({ min: 1.1, max: 12, noNaN: true });
    fc.assert(
      fc.property(
        factor,
        factor,
        fc.integer({ min: 160, max: 900 }),
        fc.integer({ min: 1, max: 4 }),
        (one, other, Threshold, n) => {
          const alarm = drillAlarm({
            MetricName: "Latency",
            ExtendedStatistic: "p90",
            Threshold,
            EvaluationPeriods: n,
          });
          const put = putAlarm({ kind: "metric", alarm: alarm as unknown as MetricAlarm }, ground);
          if (typeof put === "string") throw new Error(put);
          const minutes = (magnitude: number) =>
            judgeLaid(put, layIncident(ground, incident, magnitude, 2)).map((run) =>
              run.result === "caught" ? run.minutes : Infinity,
            );
          const [slight, strong] = [minutes(Math.min(one, other)), minutes(Math.max(one, other))];
          strong.forEach((value, index) => expect(value).toBeLessThanOrEqual(slight[index]!));
        },
      ),
      { numRuns: 6 },
    );
  });
});
