import { describe, expect, test } from "vitest";

import { analyze } from "../../../src/analyzers/run.ts";
import { drop } from "../../../src/analyzers/traffic/drop.ts";
import { routeVanished } from "../../../src/analyzers/traffic/route-vanished.ts";
import { surge } from "../../../src/analyzers/traffic/surge.ts";
import { DEFAULT_SETTINGS } from "../../../src/model/config.ts";
import type { Finding } from "../../../src/model/finding.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import {
  dayAndNight,
  madeSnapshot,
  madeTarget,
  minutesAgo,
  snapshotOf,
  type MadeOptions,
} from "../../support/analyzers-snapshot.ts";

function findings(snapshot: Snapshot, analyzers = [drop]): readonly Finding[] {
  const { findings: found, failures } = analyze(snapshot, () => DEFAULT_SETTINGS, analyzers);
  expect(failures).toEqual([]);
  return found;
}

function started(finding: Finding | undefined): number {
  return (Date.parse(finding?.startedAt ?? "") - minutesAgo(0)) / -60_000;
}

describe("a drop", () => {
  test("to nothing is found although no datapoint says so", () => {
    const snapshot = snapshotOf({
      at: (timeMs) => ({ requests: timeMs >= minutesAgo(43) ? 0 : dayAndNight(timeMs, 75) }),
      days: 8,
    });
    const [found, ...others] = findings(snapshot);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ severity: "critical", endedAt: null, cause: { kind: "unknown" } });
    expect(found?.summary).toContain("Nothing at all arrived");
    expect(Math.abs(started(found) - 43)).toBeLessThanOrEqual(2);
    expect(found?.evidence[1]).toMatchObject({ unit: "requests/min", observed: 0 });
  });

  test("to a quarter, on a busy afternoon, is found and dated", () => {
    const [found] = findings(
      snapshotOf({
        at: (timeMs) => ({ requests: dayAndNight(timeMs, 640) * (timeMs >= minutesAgo(64) ? 0.24 : 1) }),
        days: 8,
        kind: "http",
      }),
    );
    expect(Math.abs(started(found) - 64)).toBeLessThanOrEqual(3);
    expect(found?.impact.share).toBeGreaterThan(0.65);
  });

  test("of one route is the route's", () => {
    const found = findings(
      snapshotOf({
        routes: ["GET /a", "POST /b"],
        at: (timeMs, route) => ({
          requests: route === "POST /b" ? (timeMs >= minutesAgo(55) ? 0 : 87) : 230,
        }),
      }),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ route: "POST /b" });
  });
});

test("a stage that is four days old in a longer baseline is judged by those days", () => {
  const born = minutesAgo(180 + 4 * 1_440);
  const snapshot = snapshotOf({
    at: (timeMs) => ({
      requests: timeMs < born || timeMs >= minutesAgo(51) ? 0 : dayAndNight(timeMs, 77),
    }),
    days: 11,
  });
  const [found, ...others] = findings(snapshot);
  expect(others).toEqual([]);
  expect(Math.abs(started(found) - 51)).toBeLessThanOrEqual(2);
});

describe("a total outage", () => {
  test("of a stage with hardly more than four requests an hour is found within three hours", () => {
    const snapshot = snapshotOf({
      at: (timeMs) => ({ requests: timeMs >= minutesAgo(181) ? 0 : 0.071 }),
      days: 9,
    });
    const [found, ...others] = findings(snapshot);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ severity: "warning", endedAt: null, impact: { share: 1 } });
  });
});

describe("a silence that began before the window", () => {
  const HOUR = 60;
  /** Four requests an hour until six hours ago, none for the next hours, and on again. */
  const quiet = (untilHoursAgo: number, extra = (_timeMs: number): number => 0): MadeOptions => ({
    at: (timeMs) => ({
      requests:
        timeMs < minutesAgo(6 * HOUR) || timeMs >= minutesAgo(untilHoursAgo * HOUR) ? 0.071 : extra(timeMs),
      integrationMs: 31,
    }),
    days: 4,
  });
  /** Without the datapoints of some metrics in the six hours before the window. */
  const holed = (
    snapshot: Snapshot,
    isLost: (target: string | null, metric: string) => boolean,
  ): Snapshot => ({
    ...snapshot,
    series: snapshot.series.map((series) => ({
      ...series,
      runs: !isLost(series.target, series.metric)
        ? series.runs
        : series.runs.flatMap(([startMs, values]): [number, number[]][] =>
            values.flatMap((value, at): [number, number[]][] => {
              const timeMs = startMs + at * series.periodSeconds * 1_000;
              const isIn = timeMs >= minutesAgo(9 * HOUR) && timeMs < minutesAgo(3 * HOUR);
              return isIn ? [] : [[timeMs, [value]]];
            }),
          ),
    })),
  });

  test("is none where a request came between the last period of the baseline and the window", () => {
    const cutAt = (snapshot: Snapshot, startMs: number): Snapshot => ({
      ...snapshot,
      window: { ...snapshot.window, startMs },
      baseline: { ...snapshot.baseline, endMs: startMs },
    });
    const windowMs = minutesAgo(3 * HOUR - 4);
    const silent = cutAt(snapshotOf(quiet(0)), windowMs);
    expect(started(findings(silent)[0])).toBeGreaterThan(6 * HOUR - 2);
    const isHeard = (timeMs: number): boolean => timeMs === minutesAgo(3 * HOUR - 2);
    const heard = cutAt(snapshotOf(quiet(0, (timeMs) => (isHeard(timeMs) ? 7 : 0))), windowMs);
    expect(findings(heard)).toEqual([]);
  });

  test("is none where nothing was read of any target", () => {
    // Silent for an hour and a half of the window: no silence by itself.
    const made = madeTarget({ ...quiet(1.5), seed: 8 });
    const busy = madeTarget({ api: "busy", at: () => ({ requests: 40, integrationMs: 31 }), days: 4 });
    const whole = madeSnapshot([made, busy], { days: 4 });
    expect(whole.series.length).toBeGreaterThan(4);
    const own = findings(holed(whole, (target) => target === made.target.id));
    expect(own.map(({ target }) => target)).toEqual([made.target.id]);
    expect(findings(holed(whole, () => true))).toEqual([]);
  });

  test("is none where requests of then have a latency and no count", () => {
    const options = {
      ...quiet(1.5),
      at: (timeMs: number) => ({ requests: isOn(timeMs) ? 0.071 : 0, integrationMs: 31 }),
    };
    const isOn = (timeMs: number): boolean =>
      timeMs < minutesAgo(3 * HOUR) || timeMs >= minutesAgo(1.5 * HOUR);
    const whole = snapshotOf(options);
    expect(findings(holed(whole, () => true))).toHaveLength(1);
    expect(findings(holed(whole, (_, metric) => metric === "Count"))).toEqual([]);
  });
});

describe("a surge", () => {
  const surging = (factor: number, seed: number): Snapshot =>
    snapshotOf({
      at: (timeMs) => ({ requests: dayAndNight(timeMs, 210) * (timeMs >= minutesAgo(37) ? factor : 1) }),
      days: 6,
      seed,
    });

  test("is found, dated and counted", () => {
    const [found, ...others] = findings(surging(6.5, 3), [surge]);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ severity: "warning", route: null, endedAt: null });
    expect(Math.abs(started(found) - 37)).toBeLessThanOrEqual(2);
    expect(found?.impact.share).toBeCloseTo(5.5 / 6.5, 1);
  });

  test("of less than twice the usual traffic is a good day", () => {
    expect(findings(surging(2.9, 4), [surge])).toHaveLength(1);
    expect(findings(surging(1.8, 4), [surge])).toEqual([]);
  });
});

describe("a route without requests", () => {
  const made = (stageFactor: number, routeFactor: number): Snapshot =>
    snapshotOf({
      routes: ["GET /a", "POST /b"],
      at: (timeMs, route) => {
        const isLate = timeMs >= minutesAgo(52);
        const usual = dayAndNight(timeMs, route === "POST /b" ? 34 : 190);
        return { requests: isLate ? usual * stageFactor * (route === "POST /b" ? routeFactor : 1) : usual };
      },
      days: 5,
    });

  test("is told once, whatever else sees it", () => {
    const found = findings(made(1, 0), [drop, routeVanished]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ analyzer: "traffic/route-vanished", route: "POST /b", endedAt: null });
    expect(Math.abs(started(found[0]) - 52)).toBeLessThanOrEqual(2);
  });

  test("while the whole stage lost as much is no news of the route", () => {
    expect(findings(made(0.06, 1), [drop])).not.toEqual([]);
    expect(findings(made(0.06, 1), [routeVanished])).toEqual([]);
  });
});

describe("no drop", () => {
  test.each<[string, (timeMs: number) => number]>([
    ["the evening of every day", (timeMs) => dayAndNight(timeMs + 7 * 3_600_000, 120, 0.95)],
    ["three requests an hour", () => 0.05],
    ["a surge that ends", (timeMs) => (timeMs < minutesAgo(100) && timeMs > minutesAgo(400) ? 420 : 140)],
  ])("%s", (_, requests) => {
    const snapshot = snapshotOf({ at: (timeMs) => ({ requests: requests(timeMs) }), days: 7 });
    expect(snapshot.series.length).toBeGreaterThan(0);
    expect(findings(snapshot)).toEqual([]);
  });

  test("less than a day of baseline knows no night", () => {
    const options = { at: (timeMs: number) => ({ requests: timeMs >= minutesAgo(40) ? 0 : 90 }), days: 0.5 };
    expect(findings(snapshotOf(options))).toEqual([]);
  });

  test("a read that was cut short is not silence", () => {
    const snapshot = snapshotOf({ at: (timeMs) => ({ requests: timeMs >= minutesAgo(43) ? 0 : 75 }) });
    expect(findings(snapshot)).toHaveLength(1);
    const spot = { source: "metrics", target: snapshot.targets[0]?.id ?? "", code: "PARTIAL_DATA", hint: "" };
    expect(findings({ ...snapshot, blindSpots: [spot] })).toEqual([]);
    const exported = { ...spot, source: "files", target: null };
    expect(findings({ ...snapshot, blindSpots: [exported] })).toEqual([]);
  });

  test.each(["SHARED_SERIES", "CANARY_NOT_READ"])("what was read whole is judged: %s", (code) => {
    const snapshot = snapshotOf({ at: (timeMs) => ({ requests: timeMs >= minutesAgo(43) ? 0 : 75 }) });
    const spot = { source: "metrics", target: snapshot.targets[0]?.id ?? "", code, hint: "" };
    expect(findings({ ...snapshot, blindSpots: [spot] })).toHaveLength(1);
  });

  test("requests that have a latency and no count are no silence", () => {
    const whole = snapshotOf({ at: () => ({ requests: 75, integrationMs: 31 }) });
    const isLost = (metric: string, timeMs: number): boolean =>
      metric === "Count" && timeMs >= minutesAgo(43);
    const holed = {
      ...whole,
      series: whole.series.map((series) => ({
        ...series,
        runs: series.runs.map(([startMs, values]): [number, number[]] => [
          startMs,
          values.filter((_, at) => !isLost(series.metric, startMs + at * series.periodSeconds * 1_000)),
        ]),
      })),
    };
    expect(findings(holed)).toEqual([]);
    const silent = { ...holed, series: holed.series.filter(({ metric }) => metric === "Count") };
    expect(findings(silent)).toHaveLength(1);
  });
});
