import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { chooseHistory } from "../../src/alarms/backtest/history.ts";
import { toBacktest } from "../../src/alarms/backtest/to-backtest.ts";
import { toAlarmSet } from "../../src/alarms/to-alarm-set.ts";
import { backtestSchema, type Backtest } from "../../src/model/backtest.ts";
import type { Finding } from "../../src/model/finding.ts";
import { MINUTE_MS, seriesOf, START_MS } from "../support/alarm-series.ts";
import { alarmSnapshot, declaredAlarm } from "../support/declared-alarms.ts";

const THRESHOLD = 4;
const FLAP = 15;

interface Case {
  readonly values: readonly (number | undefined)[];
  readonly incidents: readonly { readonly start: number; readonly length: number }[];
}

const cases: fc.Arbitrary<Case> = fc.record({
  values: fc.array(
    fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 9 }) }, fc.constant(undefined)),
    {
      minLength: 8,
      maxLength: 120,
    },
  ),
  incidents: fc.array(fc.record({ start: fc.nat(60), length: fc.integer({ min: 1, max: 40 }) }), {
    maxLength: 3,
  }),
});

function finding({ start, length }: Case["incidents"][number], index: number): Finding {
  const iso = (minute: number): string => new Date(START_MS + minute * MINUTE_MS).toISOString();
  return {
    id: `incident-${index}`,
    analyzer: "errors/server-error-spike",
    severity: index === 1 ? "warning" : "critical",
    target: "rest:orders/prod",
    route: null,
    title: `trouble ${index}`,
    summary: "",
    startedAt: iso(start),
    endedAt: iso(start + length),
    confidence: 0.9,
    impact: { requests: 3, share: 0.1 },
    cause: { kind: "unknown", detail: "" },
    evidence: [],
    actions: [],
    links: [],
  };
}

function backtest({ values, incidents }: Case): Backtest {
  const snapshot = alarmSnapshot(values.length, [seriesOf(values)]);
  const checked = toAlarmSet(
    [declaredAlarm({ EvaluationPeriods: 1, TreatMissingData: "notBreaching", AlarmActions: ["arn:page"] })],
    [],
  );
  const history = chooseHistory(snapshot, [checked.set], { lengthMs: null, endMs: null });
  if (!history) throw new Error("there is a history");
  return toBacktest({
    toolVersion: "1",
    snapshot,
    history,
    proposed: { label: "alarms.yaml", checked },
    against: null,
    findings: incidents.map(finding),
    limits: [],
    notes: [],
  });
}

/**
 * Minute by minute, from the definition: with one period of a minute the state at the end of minute i is that of the
 * newest value that is there among minutes i, i-1 and i-2 (the two points fetched beyond the one), or OK.
 */
function literal({ values, incidents }: Case) {
  const bad = (i: number): boolean => {
    for (const at of [i, i - 1, i - 2]) if (values[at] !== undefined) return (values[at] ?? 0) > THRESHOLD;
    return false;
  };
  const firings: { start: number; end: number; worst: number }[] = [];
  // The first minute is what the alarm looks back on; the replay begins at its end.
  for (let i = 1; i < values.length; i += 1) {
    if (!bad(i)) continue;
    const at = i + 1;
    const newest = values[i];
    const last = firings.at(-1);
    if (last && last.end === at) {
      last.end = at + 1;
      last.worst = Math.max(last.worst, newest ?? -1);
    } else {
      const seen = [values[i], values[i - 1], values[i - 2]].find((value) => value !== undefined);
      firings.push({ start: at, end: at + 1, worst: seen ?? -1 });
    }
  }
  for (const firing of firings) firing.end = Math.min(firing.end, values.length);
  const touching = (firing: { start: number; end: number }): number[] =>
    incidents.flatMap(({ start, length }, index) =>
      start < values.length && start + length > 1 && firing.start < start + length + 1 && firing.end > start
        ? [index]
        : [],
    );
  const isFalse = firings.filter((firing) => touching(firing).length === 0);
  const caught = incidents.flatMap(({ start }, index) => {
    const first = firings.find((firing) => touching(firing).includes(index));
    return first ? [{ incident: `incident-${index}`, afterMinutes: Math.max(0, first.start - start) }] : [];
  });
  return {
    firings,
    fired: firings.length,
    minutes: firings.reduce((sum, { start, end }) => sum + end - start, 0),
    longest: Math.max(0, ...firings.map(({ start, end }) => end - start)),
    flaps: firings.filter(({ start }, index) => index > 0 && start - (firings[index - 1]?.end ?? 0) <= FLAP)
      .length,
    falseFirings: isFalse.length,
    caught: caught.sort((left, right) => left.incident.localeCompare(right.incident)),
  };
}

describe("a backtest", () => {
  it("says of an alarm what a walk over its minutes says", () => {
    let fired = 0;
    let caught = 0;
    fc.assert(
      fc.property(cases, (one) => {
        const result = backtest(one);
        expect(backtestSchema.parse(result)).toEqual(result);
        const [alarm] = result.proposed.alarms;
        const expected = literal(one);
        if (!alarm) throw new Error("the alarm was replayed");
        fired += alarm.fired;
        caught += alarm.caught.length;
        const minuteOf = (iso: string): number => (Date.parse(iso) - START_MS) / MINUTE_MS;
        expect(alarm.firings.map(({ start, peak }) => [minuteOf(start), peak?.value])).toEqual(
          expected.firings.map(({ start, worst }) => [start, worst]),
        );
        // A firing that begins with the last evaluation has lasted for no time yet.
        expect(alarm.minutesInAlarm).toBe(expected.minutes);
        expect(alarm).toMatchObject({
          fired: expected.fired,
          pages: expected.fired,
          longestMinutes: expected.longest,
          flaps: expected.flaps,
          falseFirings: expected.falseFirings,
          falsePages: expected.falseFirings,
        });
        expect([...alarm.caught].sort((left, right) => left.incident.localeCompare(right.incident))).toEqual(
          expected.caught,
        );
        const weeks = (one.values.length - 1) / (7 * 1_440);
        expect(alarm.pagesPerWeek).toBeCloseTo(expected.fired / weeks, 2);
        expect(result.proposed.total.caught).toBe(expected.caught.length);
      }),
      { numRuns: 100 },
    );
    expect(fired).toBeGreaterThan(50);
    expect(caught).toBeGreaterThan(3);
  });
});
