import { describe, expect, it } from "vitest";

import { chooseStarts } from "../../../../src/alarms/drill/choose-starts.ts";
import { cutSeries, joinSeries } from "../../../../src/alarms/drill/cut-series.ts";
import { earliestMinutes } from "../../../../src/alarms/drill/earliest-minutes.ts";
import { judgeFiring } from "../../../../src/alarms/drill/judge-firing.ts";
import { magnitudesOf } from "../../../../src/alarms/drill/magnitudes.ts";
import { summarizeIncident, toCell } from "../../../../src/alarms/drill/summarize.ts";
import { usualLasting } from "../../../../src/alarms/drill/usual-lasting.ts";
import { evaluateMetricAlarm } from "../../../../src/alarms/evaluate/evaluate-metric-alarm.ts";
import type { MetricAlarm } from "../../../../src/model/alarm-spec.ts";
import { datapoints } from "../../../../src/model/series.ts";
import type { DrillRun } from "../../../../src/model/drill.ts";
import { findIncident, INCIDENTS } from "../../../../src/simulate/incidents/registry.ts";
import { DRILL_START_MS, drillAlarm, drillSeries, minuteOf } from "../../../support/drill-recording.ts";

const MINUTE_MS = 60_000;

describe("chooseStarts", () => {
  it("takes the times with the most, the middle and the fewest requests", () => {
    // Ten quarters of an hour; an incident of half an hour lies over two of them.
    const quarters = [7, 3, 11, 2, 1, 5, 13, 17, 4, 6];
    const counts = drillSeries({ "Count Sum": quarters.flatMap((each) => Array<number>(15).fill(each)) });
    const window = { startMs: DRILL_START_MS, endMs: DRILL_START_MS + 150 * MINUTE_MS };
    const sums = quarters.slice(1).map((each, index) => (each + (quarters[index] ?? 0)) * 15);
    const sorted = [...sums].sort((left, right) => left - right);
    const found = chooseStarts(counts, window, 30 * MINUTE_MS);
    expect(found.map(({ name, requests }) => [name, requests])).toEqual([
      ["busiest", sorted.at(-1)],
      ["usual", sorted[4]],
      ["quietest", sorted[0]],
    ]);
    for (const { startMs, requests } of found) expect(sums[minuteOf(startMs) / 15]).toBe(requests);
  });

  it("leaves out times without requests, and finds nothing in silence or in too little", () => {
    const counts = drillSeries({
      "Count Sum": [...Array<undefined>(60).fill(undefined), ...Array<number>(30).fill(3)],
    });
    const window = { startMs: DRILL_START_MS, endMs: DRILL_START_MS + 90 * MINUTE_MS };
    const found = chooseStarts(counts, window, 15 * MINUTE_MS);
    expect(found.map(({ name, startMs }) => [name, minuteOf(startMs)])).toEqual([["busiest", 60]]);
    expect(chooseStarts([], window, 15 * MINUTE_MS)).toEqual([]);
    expect(chooseStarts(counts, window, 91 * MINUTE_MS)).toEqual([]);
  });
});

describe("earliestMinutes", () => {
  const cases = [1, 2, 3, 5].flatMap((m) => [60, 120, 300].map((period) => [m, period] as const));

  it.each(cases)(
    "%i datapoints of %i s: when the evaluator goes off for the worst that can be",
    (m, period) => {
      const startMinute = 90;
      const values = Array.from({ length: 150 }, (_, minute) => (minute >= startMinute ? 1e9 : 0));
      const history = drillSeries({ "Count Maximum": values });
      const alarm = drillAlarm({
        MetricName: "Count",
        Statistic: "Maximum",
        Period: period,
        EvaluationPeriods: m + 1,
        DatapointsToAlarm: m,
        Threshold: 7,
      });
      const window = { startMs: DRILL_START_MS + 60 * MINUTE_MS, endMs: DRILL_START_MS + 150 * MINUTE_MS };
      const result = evaluateMetricAlarm(alarm, history, window);
      if (result.kind !== "metric") throw new Error(result.why);
      const first = result.firstMs + result.states.indexOf("ALARM") * result.everyMs;
      const startMs = DRILL_START_MS + startMinute * MINUTE_MS;
      expect(result.states).toContain("ALARM");
      expect(minuteOf(first) - startMinute).toBe(
        earliestMinutes({ datapointsToAlarm: m, periodSeconds: period }, 60_000, startMs),
      );
    },
  );

  it("waits for the next evaluation where those are rarer", () => {
    const startMs = DRILL_START_MS + 10 * MINUTE_MS;
    expect(earliestMinutes({ datapointsToAlarm: 1, periodSeconds: 3_600 }, 3_600_000, startMs)).toBe(50);
  });
});

describe("judgeFiring", () => {
  const line = (letters: string) => ({
    firstMs: DRILL_START_MS,
    everyMs: MINUTE_MS,
    states: letters.split("").map((letter) => (letter === "A" ? ("ALARM" as const) : ("OK" as const))),
  });
  // The incident begins with the minute after the third evaluation.
  const startMs = DRILL_START_MS + 2 * MINUTE_MS;

  it.each([
    ["...A..", "......", { result: "caught", minutes: 1 }],
    [".....A", "......", { result: "caught", minutes: 3 }],
    ["......", "......", { result: "missed" }],
    ["AAAAAA", "AAA...", { result: "already" }],
    ["..A...", "..A...", { result: "already" }],
    ["A.....", "A.....", { result: "missed" }],
    [".AA.A.", ".AA...", { result: "caught", minutes: 2 }],
    ["...A..", "...A..", { result: "already" }],
    ["...AAA", "....AA", { result: "caught", minutes: 1 }],
    ["....AA", "...AAA", { result: "already" }],
  ] as const)("%s where the recording alone gives %s", (laid, without, expected) => {
    expect(judgeFiring(line(laid), line(without), startMs)).toEqual(expected);
  });
});

describe("toCell", () => {
  const runs = (...minutes: (number | DrillRun["result"])[]): DrillRun[] =>
    minutes.map((each): DrillRun => {
      if (typeof each === "number") return { result: "caught", minutes: each };
      return each === "caught" ? { result: "caught", minutes: 1 } : { result: each };
    });

  it.each([
    [runs(5, 3, 9), "caught", 5, 9],
    [runs(5, "missed", 9), "sometimes", 9, null],
    [runs(5, "missed", "missed"), "sometimes", null, null],
    [runs("missed", "missed", "missed"), "missed", null, null],
    [runs("already", 7, 4), "caught", 7, 7],
    [runs("already", "no-effect", "already"), "already", null, null],
    [runs("no-effect", "no-effect", 6), "caught", 6, 6],
    [runs("no-effect", "no-effect", "no-effect"), "no-effect", null, null],
    [[], "no-effect", null, null],
  ] as const)("%j is %s, median %j, worst %j", (given, result, medianMinutes, worstMinutes) => {
    expect(toCell("a", given)).toEqual({ alarm: "a", result, medianMinutes, worstMinutes, runs: given });
  });
});

describe("summarizeIncident", () => {
  it.each([
    ["mcc", 2],
    ["cmc", 4],
    ["ccc", 1],
    ["ccm", null],
    ["mmm", null],
  ])("of %s the smallest caught, however chance has it", (letters, expected) => {
    const incident = findIncident("client-retry-storm");
    const magnitudes = letters.split("").map((letter, index) => ({
      magnitude: 2 ** index,
      hasEffect: true,
      alarms: [toCell("a", [letter === "c" ? { result: "caught", minutes: 3 } : { result: "missed" }])],
    }));
    expect(summarizeIncident(incident, magnitudes).smallestCaught).toBe(expected);
  });
});

describe("usualLasting", () => {
  it("is half an hour, or twice what the slowest alarm needs, in whole half hours up to a day", () => {
    const alarm = (over: Record<string, unknown>) =>
      drillAlarm({
        MetricName: "Count",
        Statistic: "Sum",
        EvaluationPeriods: 3,
        Threshold: 1,
        ...over,
      }) as unknown as MetricAlarm;
    const within = (hours: number, ...metric: MetricAlarm[]) =>
      usualLasting({ metric }, hours * 60 * MINUTE_MS) / MINUTE_MS;
    const of = (...metric: MetricAlarm[]) => within(9 * 24, ...metric);
    expect(of()).toBe(30);
    expect(of(alarm({}))).toBe(30);
    expect(of(alarm({}), alarm({ Period: 600 }))).toBe(60);
    expect(of(alarm({ Period: 3_600, EvaluationPeriods: 24 }))).toBe(24 * 60);
    // Five hours to look back on, and twice two and a minute: a little more than nine.
    const slow = alarm({ Period: 3_600 });
    expect(within(10, slow, alarm({ Period: 600 }))).toBe(270);
    expect(within(9, slow, alarm({ Period: 600 }))).toBe(60);
  });
});

describe("magnitudesOf", () => {
  it.each(INCIDENTS)(
    "$name: usual ones ascend to the most, and times are of the way from nothing",
    (incident) => {
      const { nothing, most, default: usual } = incident.magnitude;
      expect(usual).toBeGreaterThan(nothing);
      expect(most).toBeGreaterThanOrEqual(usual);
      const found = magnitudesOf(incident, []);
      expect(found).toContain(usual);
      expect(found).toEqual([...new Set(found)].sort((left, right) => left - right));
      for (const one of found) expect(one > nothing && one <= most).toBe(true);
      const [half] = magnitudesOf(incident, [{ value: 0.5, isTimes: true }]);
      expect(half).toBeCloseTo((nothing + usual) / 2, 9);
      expect(magnitudesOf(incident, [{ value: nothing, isTimes: false }])).toEqual([]);
    },
  );
});

describe("cutSeries and joinSeries", () => {
  const [series] = drillSeries({ "Count Sum": [3, 5, undefined, 7, 11, 13, undefined, undefined, 17] });
  if (series === undefined) throw new Error("no series");

  it.each(Array.from({ length: 11 }, (_, minute) => minute))("are inverse at minute %i", (minute) => {
    const atMs = DRILL_START_MS + minute * MINUTE_MS;
    const [left, right] = [cutSeries(series, -Infinity, atMs), cutSeries(series, atMs, Infinity)];
    expect(joinSeries(left, right)).toEqual(series);
    expect(datapoints(left)).toEqual(datapoints(series, -Infinity, atMs));
    expect(datapoints(right)).toEqual(datapoints(series, atMs));
  });
});
