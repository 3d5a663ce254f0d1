import { describe, expect, it } from "vitest";

import { compareSets } from "../../../../src/alarms/backtest/compare-sets.ts";
import { chooseHistory } from "../../../../src/alarms/backtest/history.ts";
import { backtestSet, type BacktestInput } from "../../../../src/alarms/backtest/backtest-set.ts";
import { exceededLimits } from "../../../../src/alarms/backtest/exceeded-limits.ts";
import { toAlarmSet } from "../../../../src/alarms/to-alarm-set.ts";
import type { DeclaredAlarm } from "../../../../src/model/declared-alarm.ts";
import type { MuteRule } from "../../../../src/model/mute-rule.ts";
import type { BacktestSet } from "../../../../src/model/backtest.ts";
import { MINUTE_MS, seriesOf, START_MS } from "../../../support/alarm-series.ts";
import { alarmSnapshot, declaredAlarm, declaredComposite } from "../../../support/declared-alarms.ts";

/** Bad in the minutes 20 to 24 and 50 to 51, of two hours. */
const VALUES = Array.from({ length: 120 }, (_, minute) =>
  (minute >= 20 && minute < 25) || (minute >= 50 && minute < 52) ? 40 + minute : 1,
);
const PAGE = "arn:aws:sns:eu-west-1:123456789012:page";
const at = (minute: number): number => START_MS + minute * MINUTE_MS;
const clock = (iso: string | null): number | null =>
  iso === null ? null : (Date.parse(iso) - START_MS) / MINUTE_MS;

function run(
  alarms: readonly DeclaredAlarm[],
  over: Partial<BacktestInput> = {},
  muteRules: readonly MuteRule[] = [],
): BacktestSet {
  const checked = toAlarmSet(alarms, muteRules);
  const snapshot = alarmSnapshot(120, [seriesOf(VALUES)]);
  const history = chooseHistory(snapshot, [checked.set], { lengthMs: null, endMs: null });
  if (!history) throw new Error("there is a history");
  const { targets, window } = snapshot;
  return backtestSet({
    label: "alarms.yaml",
    checked,
    history,
    incidents: [
      { id: "errors", target: "rest:orders/prod", route: null, startMs: at(19), endMs: at(26) },
      { id: "elsewhere", target: "http:x/prod", route: null, startMs: at(49), endMs: null },
    ],
    judged: window,
    targets,
    region: "eu-west-1",
    ...over,
  });
}

const quick = declaredAlarm({ AlarmName: "quick", EvaluationPeriods: 2, AlarmActions: [PAGE] });

describe("a set of alarms over a history", () => {
  it("is told firing by firing", () => {
    const { alarms } = run([quick]);
    const [alarm] = alarms;
    expect(alarm).toMatchObject({
      watches: "5XXError Sum > 4, 2 of 2 x 60 s",
      targets: ["rest:orders/prod"],
      route: null,
      canPage: true,
      fired: 2,
      minutesInAlarm: 5,
      longestMinutes: 4,
      pages: 2,
      falseFirings: 1,
      falsePages: 1,
      incidents: 1,
      caught: [{ incident: "errors", afterMinutes: 3 }],
      usdPerMonth: 0.1,
    });
    expect(
      alarm?.firings.map(({ start, end, peak, incidents }) => ({
        start: clock(start),
        end: clock(end),
        peak: peak && { at: clock(peak.at), value: peak.value },
        incidents,
      })),
    ).toEqual([
      { start: 22, end: 26, peak: { at: 24, value: 64 }, incidents: ["errors"] },
      { start: 52, end: 53, peak: { at: 51, value: 91 }, incidents: [] },
    ]);
    expect(alarm?.firings[0]?.reason).toContain("were greater than the threshold (4.0)");
    expect(decodeURIComponent(alarm?.firings[0]?.url ?? "")).toContain(
      '"AWS/ApiGateway","5XXError","ApiName","orders"',
    );
  });

  it("counts what ran as pages: not what is disabled, has no action, or is muted", () => {
    const muted: MuteRule = {
      Name: "lunch",
      Rule: { Schedule: { Expression: "cron(50 12 * * *)", Duration: "PT10M" } },
      MuteTargets: { AlarmNames: ["quick"] },
    };
    const { alarms, total } = run(
      [
        quick,
        declaredAlarm({ ...quick.fields, AlarmName: "disabled", ActionsEnabled: false }),
        declaredAlarm({ ...quick.fields, AlarmName: "silent", AlarmActions: [] }),
      ],
      {},
      [muted],
    );
    expect(alarms.map(({ name, pages, canPage, fired }) => ({ name, pages, canPage, fired }))).toEqual([
      { name: "quick", pages: 1, canPage: true, fired: 2 },
      { name: "disabled", pages: 0, canPage: false, fired: 2 },
      { name: "silent", pages: 0, canPage: false, fired: 2 },
    ]);
    expect(total).toMatchObject({ fired: 6, pages: 1, falsePages: 0, falseFirings: 3, caught: 1, paged: 1 });
    // One page in 118 minutes.
    expect(total.pagesPerWeek).toBeCloseTo((7 * 1_440) / 118, 2);
  });

  it("lets a composite page for its alarms, and gives it their places", () => {
    const { alarms, catches } = run([
      declaredAlarm({ ...quick.fields, AlarmName: "quick", AlarmActions: [] }),
      declaredComposite("any", "ALARM(quick)", { AlarmActions: [PAGE] }),
    ]);
    expect(alarms[1]).toMatchObject({
      kind: "composite",
      targets: ["rest:orders/prod"],
      pages: 2,
      falsePages: 1,
      usdPerMonth: 0.5,
    });
    expect(alarms[1]?.firings[0]?.peak).toBeNull();
    expect(catches).toEqual([
      { incident: "errors", alarm: "quick", afterMinutes: 3, pagedAfterMinutes: 3 },
      { incident: "elsewhere", alarm: null, afterMinutes: null, pagedAfterMinutes: null },
    ]);
  });

  it("calls nothing right or false where nobody looked for incidents", () => {
    const before = { startMs: at(60), endMs: at(120) };
    const [alarm] = run([quick], { judged: before, incidents: [] }).alarms;
    expect(alarm?.firings.map(({ isJudged }) => isJudged)).toEqual([false, false]);
    expect(alarm).toMatchObject({ falseFirings: 0, falsePages: 0 });
  });

  it("names what could not be replayed, and why, with its place", () => {
    const { notEvaluated, alarms } = run([
      quick,
      declaredAlarm({ AlarmName: "percentile", MetricName: "Latency" }),
      declaredAlarm({ AlarmName: "broken", EvaluationPeriods: 0 }),
      declaredComposite("above", "ALARM(percentile)"),
    ]);
    expect(alarms.map(({ name }) => name)).toEqual(["quick"]);
    expect(notEvaluated.map(({ name, why }) => `${name}: ${why.join("; ")}`)).toEqual([
      expect.stringMatching(/^broken: EvaluationPeriods: /),
      "percentile: the history has no series of AWS/ApiGateway Latency Sum that fits a period of 60 s",
      "above: it looks at percentile, not evaluated here",
    ]);
    expect(notEvaluated[0]?.place).toEqual({ file: "alarms.yaml", line: 7, id: "broken" });
  });

  it("says where a state hangs on what AWS leaves open", () => {
    // Single bad minutes far apart: too young to alarm, and AWS does not say what they are then.
    const gaps = VALUES.map((_, minute) => (minute % 20 === 7 ? 50 : undefined));
    const snapshot = alarmSnapshot(120, [seriesOf(gaps)]);
    const checked = toAlarmSet([declaredAlarm({ AlarmName: "gappy" })], []);
    const history = chooseHistory(snapshot, [checked.set], { lengthMs: null, endMs: null });
    if (!history) throw new Error("there is a history");
    const { alarms } = run([], { checked, history });
    expect(alarms[0]?.doubts.map(({ reading }) => reading)).toContain(
      "breaching points alone, too young to alarm: OK",
    );
  });

  it("exceeds a limit only by more than it says", () => {
    const set = run([quick]);
    const pages = set.total.pagesPerWeek;
    const limit = (measure: "pages-per-week" | "alarm-pages-per-week" | "missed-incidents", most: number) =>
      exceededLimits([{ measure, most }], set);
    expect(limit("pages-per-week", pages)).toEqual([]);
    expect(limit("pages-per-week", pages - 1)).toEqual([
      { measure: "pages-per-week", limit: pages - 1, value: pages, alarm: null },
    ]);
    expect(limit("alarm-pages-per-week", 3)).toMatchObject([{ alarm: "quick" }]);
    expect(limit("missed-incidents", 1)).toEqual([]);
    expect(limit("missed-incidents", 0)).toMatchObject([{ value: 1 }]);
  });
});

describe("two sets", () => {
  it("differ by what changes states or pages, not by words, order or defaults", () => {
    const dimensions = [
      { Name: "Stage", Value: "prod" },
      { Name: "ApiName", Value: "orders" },
    ];
    const before = toAlarmSet(
      [
        declaredAlarm({ AlarmName: "same" }),
        declaredAlarm({ AlarmName: "moved" }),
        declaredAlarm({ AlarmName: "gone" }),
        declaredAlarm({ AlarmName: "broken", Period: 7 }),
      ],
      [],
    );
    const after = toAlarmSet(
      [
        declaredAlarm({
          AlarmName: "same",
          AlarmDescription: "in other words",
          Dimensions: dimensions,
          DatapointsToAlarm: 3,
          TreatMissingData: "missing",
        }),
        declaredAlarm({ AlarmName: "moved", Threshold: 5 }),
        declaredAlarm({ AlarmName: "new" }),
        declaredAlarm({ AlarmName: "broken", Period: 60 }),
      ],
      [],
    );
    expect(compareSets(after, before)).toEqual([
      { name: "broken", change: "changed" },
      { name: "gone", change: "removed" },
      { name: "moved", change: "changed" },
      { name: "new", change: "added" },
      { name: "same", change: "same" },
    ]);
  });
});
