import { describe, expect, it } from "vitest";

import { alarmsOfTarget } from "../../../../src/alarms/drill/alarms-of-target.ts";
import { drill, type DrillInput } from "../../../../src/alarms/drill/drill.ts";
import { prepareGround } from "../../../../src/alarms/drill/ground.ts";
import { judgeLaid, putAlarm } from "../../../../src/alarms/drill/judge-laid.ts";
import { layIncident } from "../../../../src/alarms/drill/lay-incident.ts";
import { evaluateMetricAlarm } from "../../../../src/alarms/evaluate/evaluate-metric-alarm.ts";
import type { CompositeAlarm, MetricAlarm } from "../../../../src/model/alarm-spec.ts";
import { datapoints, type Series } from "../../../../src/model/series.ts";
import { findIncident } from "../../../../src/simulate/incidents/registry.ts";
import { referenceStates } from "../../../support/alarm-reference.ts";
import {
  DRILL_START_MS,
  drillAlarm,
  drillSeries,
  drillTarget,
  minuteOf,
  steadyRows,
} from "../../../support/drill-recording.ts";

const MINUTE_MS = 60_000;
const MINUTES = 300;
const LASTING = 15;
/** One of each kind; one that changes nothing here, for want of a canary; and one that only a WebSocket API has. */
const SOME = [
  "integration-timeout",
  "backend-slowdown-step",
  "lambda-permission-removed",
  "stage-throttling",
  "expired-client-credentials",
  "bad-canary",
  "traffic-drop",
  "websocket-connect-storm",
].map(findIncident);
const WINDOW = { startMs: DRILL_START_MS, endMs: DRILL_START_MS + MINUTES * MINUTE_MS };
const target = drillTarget();
/** Quiet at first, then busier by the hour. */
const requestsAt = (minute: number): number => 240 + 40 * Math.floor(minute / 60);
const rows = steadyRows(MINUTES, requestsAt);

const silence = drillAlarm({
  AlarmName: "silence",
  MetricName: "Count",
  Statistic: "Sum",
  EvaluationPeriods: 4,
  Threshold: 100,
  ComparisonOperator: "LessThanThreshold",
  TreatMissingData: "breaching",
});
const errors = drillAlarm({
  AlarmName: "errors",
  MetricName: "5XXError",
  Statistic: "Average",
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 0.05,
});
const slow = drillAlarm({
  AlarmName: "slow",
  MetricName: "Latency",
  ExtendedStatistic: "p90",
  EvaluationPeriods: 5,
  Threshold: 400,
});
const EVERY = [silence, errors, slow] as unknown as MetricAlarm[];

function input(over: Partial<DrillInput> & { metric?: readonly MetricAlarm[] } = {}): DrillInput {
  const { metric = EVERY, ...others } = over;
  return {
    set: { metric, composite: [], muteRules: [] },
    targets: [target],
    series: drillSeries(rows),
    window: WINDOW,
    incidents: SOME,
    magnitudes: [{ value: 1, isTimes: true }],
    incidentMs: LASTING * MINUTE_MS,
    seed: 3,
    toolVersion: "0.0.1",
    origin: "recorded",
    label: "alarms.json",
    notes: [],
    ...others,
  };
}

describe("an incident laid by hand, and judged by the slow reference", () => {
  const free = {
    ...rows,
    "4XXError Sum": rows["4XXError Sum"]!.map(() => 0),
    "5XXError Sum": rows["5XXError Sum"]!.map(() => 0),
  };

  /** Minutes from the start until the reference goes off for series made by hand. */
  function byHand(alarm: MetricAlarm, values: ReadonlyMap<number, number>, startMinute: number): number {
    const states = referenceStates(alarm, values, MINUTES, { extraPoints: 2, youngBreaching: "keep" });
    const first = states.findIndex((state, index) => index + 1 > startMinute && state === "ALARM");
    expect(first).toBeGreaterThan(0);
    return first + 1 - startMinute;
  }

  it("is the same for a total loss of traffic: its minutes are gaps", () => {
    const result = drill(input({ incidents: [findIncident("traffic-drop")] }));
    const [first] = result.targets;
    expect(first?.starts).toHaveLength(3);
    const cell = first?.incidents[0]?.magnitudes[0]?.alarms.find(({ alarm }) => alarm === "silence");
    first?.starts.forEach(({ at }, index) => {
      const start = minuteOf(Date.parse(at));
      const values = new Map(
        Array.from({ length: MINUTES }, (_, minute) => [minute, requestsAt(minute)] as const).filter(
          ([minute]) => minute < start || minute >= start + LASTING,
        ),
      );
      const minutes = byHand(EVERY[0]!, values, start);
      expect(cell?.runs[index]).toEqual({ result: "caught", minutes });
    });
    // Four missing minutes are not enough: of the six points that are fetched the real ones win.
    expect(cell).toMatchObject({ result: "caught", medianMinutes: 6, worstMinutes: 6 });
  });

  it("is the same for an authorizer that fails every request: each is an error", () => {
    const alarm = { ...EVERY[1]!, Statistic: "Sum" as const, Threshold: 200, Period: 120 };
    const series = drillSeries(free);
    const result = drill(input({ series, metric: [alarm], incidents: [findIncident("authorizer-outage")] }));
    const [first] = result.targets;
    const cell = first?.incidents[0]?.magnitudes[0]?.alarms[0];
    expect(first?.starts).toHaveLength(3);
    first?.starts.forEach(({ at }, index) => {
      const start = minuteOf(Date.parse(at));
      const values = new Map(
        Array.from({ length: MINUTES }, (_, minute) => {
          const isWithin = minute >= start && minute < start + LASTING;
          return [minute, isWithin ? requestsAt(minute) : 0] as const;
        }),
      );
      expect(cell?.runs[index]).toEqual({ result: "caught", minutes: byHand(alarm, values, start) });
    });
  });
});

describe("drill", () => {
  const result = drill(input());
  const [of] = result.targets;

  it("has a cell for every alarm and incident of the flavour, which is the evaluator's answer on what was laid", () => {
    const rest = SOME.filter(({ kinds }) => kinds.includes("rest"));
    expect(of?.incidents.map(({ name }) => name)).toEqual(rest.map(({ name }) => name));
    const alarms = alarmsOfTarget(input().set, target, [target], input().series).alarms;
    const series = [...input().series, ...alarms.flatMap((one) => one.series)];
    const ground = prepareGround(target, [...new Set(series)], {
      window: WINDOW,
      incidentMs: LASTING * MINUTE_MS,
      lookBackMs: 7 * MINUTE_MS,
    });
    if (typeof ground === "string") throw new Error(ground);
    expect(ground.starts.map(({ startMs }) => new Date(startMs).toISOString())).toEqual(
      of?.starts.map(({ at }) => at),
    );
    let caught = 0;
    for (const incident of of?.incidents ?? []) {
      const found = findIncident(incident.name);
      const laid = layIncident(ground, found, found.magnitude.default, 3);
      for (const cell of incident.magnitudes[0]?.alarms ?? []) {
        const alarm = EVERY.find(({ AlarmName }) => AlarmName === cell.alarm)!;
        cell.runs.forEach((run, index) => {
          const { startMs, endMs, judgedFromMs } = ground.starts[index]!;
          const window = { startMs: judgedFromMs, endMs };
          const states = (history: readonly Series[]) => {
            const evaluated = evaluateMetricAlarm(alarm, history, window);
            if (evaluated.kind !== "metric") throw new Error(evaluated.why);
            return evaluated;
          };
          const after = states(laid.starts[index]!.series);
          const at = after.states.findIndex(
            (state, position) => after.firstMs + position * MINUTE_MS > startMs && state === "ALARM",
          );
          expect(states(ground.starts[index]!.series).states).not.toContain("ALARM");
          if (run.result === "caught") {
            caught += 1;
            expect(after.firstMs + at * MINUTE_MS - startMs).toBe(run.minutes * MINUTE_MS);
          } else expect(at).toBe(-1);
        });
      }
    }
    expect(caught).toBeGreaterThan(5);
  });

  it("knows who should be woken, what is caught by whom, and what by nobody", () => {
    const by = new Map(of?.incidents.map((incident) => [incident.name, incident]));
    expect(by.get("traffic-drop")).toMatchObject({
      shouldPage: true,
      caughtBy: ["silence"],
      smallestCaught: 1,
    });
    expect(by.get("lambda-permission-removed")?.caughtBy).toContain("errors");
    expect(by.get("expired-client-credentials")).toMatchObject({ shouldPage: false, caughtBy: [] });
    expect(by.get("stage-throttling")).toMatchObject({ shouldPage: true, hasEffect: true, caughtBy: [] });
    const paging = of?.incidents.filter(({ shouldPage, hasEffect }) => shouldPage && hasEffect) ?? [];
    const caught = paging.filter(({ caughtBy }) => caughtBy.length > 0);
    expect(result.summary).toMatchObject({ shouldPage: paging.length, caught: caught.length });
    expect(caught.length).toBeLessThan(paging.length);
  });

  it("counts what goes off for an incident that should not page", () => {
    const clients = drillAlarm({
      AlarmName: "clients",
      MetricName: "4XXError",
      Statistic: "Average",
      EvaluationPeriods: 2,
      Threshold: 0.2,
    });
    const only = drill(
      input({
        metric: [clients as unknown as MetricAlarm],
        incidents: [findIncident("expired-client-credentials")],
      }),
    );
    expect(only.summary).toEqual({ shouldPage: 0, caught: 0, falsePages: 1 });
  });

  it("never says earlier than possible, and for the worst of incidents says exactly that", () => {
    const earliest = new Map(of?.alarms.map(({ name, earliestMinutes }) => [name, earliestMinutes]));
    expect([...earliest]).toEqual([
      ["silence", 4],
      ["errors", 2],
      ["slow", 5],
    ]);
    for (const { magnitudes } of of?.incidents ?? []) {
      for (const cell of magnitudes.flatMap(({ alarms }) => alarms)) {
        for (const run of cell.runs) {
          if (run.result === "caught") expect(run.minutes).toBeGreaterThanOrEqual(earliest.get(cell.alarm)!);
        }
      }
    }
    const outage = of?.incidents.find(({ name }) => name === "lambda-permission-removed");
    expect(outage?.magnitudes[0]?.alarms.find(({ alarm }) => alarm === "errors")?.medianMinutes).toBe(2);
  });

  it("gives the same for the same, and another chance for another seed", () => {
    expect(drill(input())).toEqual(result);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    const timeouts = { incidents: [findIncident("integration-timeout")] };
    const [one, other] = [3, 4].map((seed) => drill(input({ ...timeouts, seed })));
    expect(one?.targets[0]?.incidents).toEqual(of?.incidents.slice(0, 1));
    expect(other?.seed).toBe(4);
  });

  it("catches nothing without alarms, and says so", () => {
    const none = drill(input({ metric: [] }));
    expect(none.targets[0]?.skipped).toBeNull();
    expect(none.summary.caught).toBe(0);
    expect(none.summary.shouldPage).toBe(result.summary.shouldPage);
    expect(none.targets[0]?.incidents.every(({ caughtBy }) => caughtBy.length === 0)).toBe(true);
  });

  it("does not count an alarm that was on before", () => {
    const always = { ...EVERY[0]!, AlarmName: "always", Threshold: 9_999 };
    const on = drill(input({ metric: [always], incidents: [findIncident("traffic-drop")] }));
    expect(on.targets[0]?.incidents[0]).toMatchObject({ caughtBy: [], smallestCaught: null });
    expect(on.targets[0]?.incidents[0]?.magnitudes[0]?.alarms[0]?.result).toBe("already");
  });

  it("judges a composite by the alarms below it", () => {
    const both: CompositeAlarm = { AlarmName: "both", AlarmRule: 'ALARM("silence") OR ALARM("errors")' };
    const never: CompositeAlarm = { AlarmName: "never", AlarmRule: 'ALARM("silence") AND ALARM("errors")' };
    const set = { metric: EVERY, composite: [both, never], muteRules: [] };
    const incidents = ["traffic-drop", "lambda-permission-removed"].map(findIncident);
    const found = drill(input({ set, incidents })).targets[0];
    const minutes = (incident: number, alarm: string) =>
      found?.incidents[incident]?.magnitudes[0]?.alarms.find((cell) => cell.alarm === alarm)?.medianMinutes;
    expect([minutes(0, "both"), minutes(1, "both")]).toEqual([minutes(0, "silence"), minutes(1, "errors")]);
    expect([minutes(0, "never"), minutes(1, "never")]).toEqual([null, null]);
  });

  it("leaves out the one alarm that looks back too far, with what stands above it, and judges the others as ever", () => {
    const distant = { ...EVERY[0]!, AlarmName: "distant", Period: 3_600, EvaluationPeriods: 5 };
    const above: CompositeAlarm = { AlarmName: "above", AlarmRule: 'ALARM("distant") OR ALARM("errors")' };
    const incidents = ["traffic-drop", "lambda-permission-removed"].map(findIncident);
    const alone = drill(input({ incidents }));
    const set = { metric: [...EVERY, distant], composite: [above], muteRules: [] };
    const beside = drill(input({ incidents, set }));
    expect(alone.targets[0]?.alarms).toHaveLength(3);
    expect(beside.targets).toEqual(alone.targets);
    expect(beside.notReplayed.map(({ alarm }) => alarm)).toEqual(["distant", "above"]);
    // Five hours and the two that stand in for missing ones, of a recording of five.
    for (const { why } of beside.notReplayed) expect(why).toContain("420 min before it");
  });

  it("blames no alarm where no incident fits into the recording at all", () => {
    const [only] = drill(input({ incidentMs: (MINUTES + 1) * MINUTE_MS })).targets;
    expect(only?.skipped).toMatch(/ 0 min before it .* 301 min after it/);
    const unused = drill(input({ series: drillSeries({ "Latency p90": [1, 2, 3] }), metric: [EVERY[2]!] }));
    expect(unused.targets[0]?.skipped).toBe("no requests were recorded");
  });

  it.each([
    [
      "a Lambda function",
      {
        Namespace: "AWS/Lambda",
        MetricName: "Errors",
        Statistic: "Sum",
        Dimensions: [{ Name: "FunctionName", Value: "till" }],
      },
      /AWS\/Lambda Errors is not known/,
    ],
    [
      "another API",
      {
        MetricName: "Count",
        Statistic: "Sum",
        Dimensions: [
          { Name: "ApiName", Value: "other" },
          { Name: "Stage", Value: "live" },
        ],
      },
      /nothing of the APIs/,
    ],
    ["a trimmed mean", { MetricName: "Latency", ExtendedStatistic: "tm99" }, /tm99 is not known/],
    [
      "a route without metrics",
      {
        MetricName: "Count",
        Statistic: "Sum",
        Dimensions: [
          ...silence.Dimensions,
          { Name: "Resource", Value: "/a" },
          { Name: "Method", Value: "GET" },
        ],
      },
      /GET \/a is not recorded/,
    ],
    [
      "a percentile over five minutes",
      { MetricName: "Latency", ExtendedStatistic: "p90", Period: 300 },
      /over 300 s of the stage is not recorded/,
    ],
    [
      "more time than there is",
      { MetricName: "Count", Statistic: "Sum", Period: 3_600, EvaluationPeriods: 5 },
      /no time in the recording/,
    ],
  ])("says what it cannot replay: %s", (_name, over, why) => {
    const alarm = drillAlarm({
      AlarmName: "x",
      EvaluationPeriods: 1,
      Threshold: 7,
      ...over,
    }) as unknown as MetricAlarm;
    const found = drill(input({ metric: [alarm], incidents: [findIncident("traffic-drop")] }));
    expect(found.notReplayed.map(({ alarm: name }) => name)).toEqual(["x"]);
    expect(found.notReplayed[0]?.why).toMatch(why);
    expect(found.targets[0]?.alarms).toEqual([]);
  });
});

describe("laid once, judged often", () => {
  it("leaves what was recorded as it was, and changes the incident's time alone", () => {
    const series = drillSeries(rows);
    const copy = structuredClone(series);
    const ground = prepareGround(target, series, {
      window: WINDOW,
      incidentMs: LASTING * MINUTE_MS,
      lookBackMs: 5 * MINUTE_MS,
    });
    if (typeof ground === "string") throw new Error(ground);
    const laid = layIncident(ground, findIncident("backend-slowdown-step"), 4, 11);
    expect(series).toEqual(copy);
    ground.starts.forEach(({ startMs, series: recorded }, index) => {
      laid.starts[index]!.series.forEach((after, at) => {
        expect(datapoints(after, -Infinity, startMs)).toEqual(datapoints(recorded[at]!, -Infinity, startMs));
      });
      const p90 = recorded.findIndex(({ metric, stat }) => metric === "Latency" && stat === "p90");
      const values = datapoints(laid.starts[index]!.series[p90]!, startMs).map(({ value }) => value);
      expect(values).toHaveLength(LASTING);
      for (const value of values) expect(value).toBeGreaterThan(400);
    });
    const put = putAlarm({ kind: "metric", alarm: EVERY[2]! }, ground);
    if (typeof put === "string") throw new Error(put);
    expect(judgeLaid(put, laid)).toEqual(Array.from({ length: 3 }, () => ({ result: "caught", minutes: 5 })));
  });
});
