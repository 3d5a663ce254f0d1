import { describe, expect, it } from "vitest";

import {
  evaluateMetricAlarm,
  type EvaluatedMetricAlarm,
} from "../../../../src/alarms/evaluate/evaluate-metric-alarm.ts";
import type { MetricAlarm } from "../../../../src/model/alarm-spec.ts";
import { metricAlarm, MINUTE_MS, seriesOf, START_MS } from "../../../support/alarm-series.ts";
import type { AlarmState } from "../../../../src/alarms/evaluate/alarm-state.ts";
import { judgePoints, type JudgeRule } from "../../../../src/alarms/evaluate/judge-points.ts";

type Outcome = AlarmState | "retain";

/**
 * Source: CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data", both tables (N = 3, five
 * points fetched, the newest at the right), columns missing, ignore, breaching, notBreaching.
 */
const TABLES: readonly (readonly [m: number, points: string, ...Outcome[]])[] = [
  [3, "0-X-X", "OK", "OK", "OK", "OK"],
  [3, "0----", "OK", "OK", "OK", "OK"],
  [3, "-----", "INSUFFICIENT_DATA", "retain", "ALARM", "OK"],
  [3, "0XX-X", "ALARM", "ALARM", "ALARM", "ALARM"],
  [3, "--X--", "ALARM", "retain", "ALARM", "OK"],
  [2, "0-X-X", "ALARM", "ALARM", "ALARM", "ALARM"],
  [2, "00X0X", "ALARM", "ALARM", "ALARM", "ALARM"],
  [2, "0-X--", "OK", "OK", "ALARM", "OK"],
  [2, "----0", "OK", "OK", "ALARM", "OK"],
  [2, "---X-", "ALARM", "retain", "ALARM", "OK"],
];
const SETTINGS = ["missing", "ignore", "breaching", "notBreaching"] as const;
const STATES = ["OK", "ALARM", "INSUFFICIENT_DATA"] as const;

function judge(
  points: string,
  rule: Partial<JudgeRule>,
  current: AlarmState,
  youngBreaching: "keep" | "ok" = "keep",
) {
  const codes = Uint8Array.from(points, (point) => "-0X".indexOf(point));
  const full: JudgeRule = { evaluationPeriods: 3, datapointsToAlarm: 3, missing: "missing", ...rule };
  return judgePoints(
    { codes, newest: codes.length - 1, stride: 1 },
    full,
    { extraPoints: 2, youngBreaching },
    current,
  );
}

const ROWS = TABLES.flatMap(([m, points, ...outcomes]) =>
  SETTINGS.map((missing, column) => ({ m, points, missing, outcome: outcomes[column] ?? "retain" })),
);

describe("the tables of AWS", () => {
  it("are all here", () => expect(ROWS).toHaveLength(40));

  it.each(ROWS)("M = $m, $points, $missing: $outcome", ({ m, points, missing, outcome }) => {
    for (const current of STATES) {
      const expected = outcome === "retain" ? current : outcome;
      expect(judge(points, { datapointsToAlarm: m, missing }, current)).toBe(expected);
    }
  });
});

describe("the tables of AWS, replayed", () => {
  const replayed = (points: string, over: Partial<MetricAlarm>): EvaluatedMetricAlarm => {
    const values = Array.from(points, (point) => (point === "-" ? undefined : point === "X" ? 9 : 1));
    const window = { startMs: START_MS, endMs: START_MS + points.length * 5 * MINUTE_MS };
    // AWS's example has a period of five minutes; so has the history, so that a row is a row.
    const alarm = metricAlarm({ Period: 300, ...over });
    const result = evaluateMetricAlarm(alarm, [seriesOf(values, { periodSeconds: 300 })], window);
    if (result.kind !== "metric") throw new Error(result.why);
    return result;
  };

  it.each(ROWS)("M = $m, $points, $missing: $outcome", ({ m, points, missing, outcome }) => {
    const { states } = replayed(points, { DatapointsToAlarm: m, TreatMissingData: missing });
    expect(states).toHaveLength(5);
    expect(states.at(-1)).toBe(outcome === "retain" ? states.at(-2) : outcome);
  });

  it("give the state before where they say that it is retained", () => {
    const ignoring = { TreatMissingData: "ignore" } as const;
    expect(replayed("XXX-----", ignoring).states.at(-1)).toBe("ALARM");
    expect(replayed("000-----", ignoring).states.at(-1)).toBe("OK");
    expect(replayed("000-----", { TreatMissingData: "missing" }).states.at(-1)).toBe("INSUFFICIENT_DATA");
  });
});

describe("the examples in AWS's text", () => {
  it.each(["----X", "---X-"])("%s does not go to ALARM with M = 3", (points) => {
    for (const current of ["OK", "INSUFFICIENT_DATA"] as const) {
      expect(judge(points, {}, current)).toBe(current);
      expect(judge(points, {}, current, "ok")).toBe("OK");
    }
  });

  it("--X-- goes to ALARM with M = 3", () => expect(judge("--X--", {}, "OK")).toBe("ALARM"));

  it("turns to ALARM once the last good point leaves the range", () => {
    expect(judge("0----", { missing: "breaching" }, "OK")).toBe("OK");
    expect(judge("0-----", { missing: "breaching" }, "OK")).toBe("ALARM");
  });
});

describe("what the tables leave out", () => {
  it("looks at the last N real points when the range has as many", () => {
    expect(judge("0XX--", {}, "ALARM")).toBe("OK");
  });

  it("takes everything before the first point for missing", () => {
    expect(judge("X", { missing: "breaching" }, "OK")).toBe("ALARM");
    expect(judge("X", { datapointsToAlarm: 1 }, "OK")).toBe("ALARM");
    expect(judge("", {}, "OK")).toBe("INSUFFICIENT_DATA");
  });
});
