import { describe, expect, test } from "vitest";

import { integrationRegression } from "../../../src/analyzers/latency/integration-regression.ts";
import { overheadRegression } from "../../../src/analyzers/latency/overhead-regression.ts";
import { regression } from "../../../src/analyzers/latency/regression.ts";
import { analyze } from "../../../src/analyzers/run.ts";
import { DEFAULT_SETTINGS } from "../../../src/model/config.ts";
import type { Finding } from "../../../src/model/finding.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import { dayAndNight, minutesAgo, snapshotOf, type Minute } from "../../support/analyzers-snapshot.ts";

function findings(snapshot: Snapshot): readonly Finding[] {
  const { findings: found, failures } = analyze(snapshot, () => DEFAULT_SETTINGS, [
    integrationRegression,
    overheadRegression,
    regression,
  ]);
  expect(failures).toEqual([]);
  return found;
}

const during = (from: number, to: number, normal: Minute, incident: Partial<Minute>) => (timeMs: number) =>
  timeMs >= minutesAgo(from) && timeMs < minutesAgo(to) ? { ...normal, ...incident } : normal;

const NORMAL: Minute = { requests: 140, integrationMs: 90, overheadMs: 12, tail: 4 };

function started(finding: Finding | undefined): number {
  return (Date.parse(finding?.startedAt ?? "") - minutesAgo(0)) / -60_000;
}

describe("which side", () => {
  test("a slower integration is the integration's", () => {
    const [found, ...others] = findings(snapshotOf({ at: during(72, 0, NORMAL, { integrationMs: 139 }) }));
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      analyzer: "latency/integration-regression",
      endedAt: null,
      cause: { kind: "integration" },
    });
    expect(Math.abs(started(found) - 72)).toBeLessThanOrEqual(3);
    expect(found?.summary).toContain("not only the slow ones");
  });

  test("a slower gateway is the gateway's, with the exact mean as proof", () => {
    const [found, ...others] = findings(snapshotOf({ at: during(50, 0, NORMAL, { overheadMs: 75 }) }));
    expect(others).toEqual([]);
    expect(found).toMatchObject({ analyzer: "latency/overhead-regression", cause: { kind: "gateway" } });
    expect(Math.abs(started(found) - 50)).toBeLessThanOrEqual(3);
    const mean = found?.evidence.find(({ label }) => label.includes(" - "));
    expect(mean?.baseline).toBeCloseTo(12, 0);
    expect(mean?.observed).toBeCloseTo(75, 0);
  });

  test("a gateway slowdown on a stage whose requests do not all reach the integration is less sure, and says so", () => {
    const [sure] = findings(snapshotOf({ at: during(50, 0, NORMAL, { overheadMs: 160 }) }));
    const [found] = findings(
      snapshotOf({ at: during(50, 0, { ...NORMAL, reached: 0.7 }, { overheadMs: 160 }) }),
    );
    expect(found).toMatchObject({ analyzer: "latency/overhead-regression" });
    expect(found?.evidence.every(({ label }) => !label.includes(" - "))).toBe(true);
    expect(found?.summary).toContain("not measured over the same requests");
    expect(found?.confidence).toBeLessThan(sure?.confidence ?? 0);
  });

  test("where the share that reaches the integration changes, nobody can say which side", () => {
    const found = findings(
      snapshotOf({ at: during(50, 0, { ...NORMAL, reached: 0.6 }, { overheadMs: 190, reached: 0.9 }) }),
    );
    expect(found.map(({ analyzer }) => analyzer)).toEqual(["latency/regression"]);
  });

  test("without integration latency the side is unknown", () => {
    const snapshot = snapshotOf({ at: during(41, 0, NORMAL, { integrationMs: 260 }) });
    const [found, ...others] = findings({
      ...snapshot,
      series: snapshot.series.filter(({ metric }) => metric !== "IntegrationLatency"),
    });
    expect(others).toEqual([]);
    expect(found).toMatchObject({ analyzer: "latency/regression", cause: { kind: "unknown" } });
  });

  test("a WebSocket API has no latency but the integration's", () => {
    const [found, ...others] = findings(
      snapshotOf({ kind: "websocket", at: during(61, 0, NORMAL, { integrationMs: 175 }) }),
    );
    expect(others).toEqual([]);
    expect(found).toMatchObject({ analyzer: "latency/integration-regression" });
  });
});

describe("what is told", () => {
  test("a slow tail is told as such", () => {
    const [found, ...others] = findings(snapshotOf({ at: during(66, 0, NORMAL, { tail: 16 }) }));
    expect(others).toEqual([]);
    expect(found?.title).toContain("tail only");
    expect(found?.evidence[0]?.label).toMatch(/p9\d$/);
    expect(found?.severity).toBe("warning");
  });

  test("one slow route is named", () => {
    const found = findings(
      snapshotOf({
        routes: ["GET /a", "GET /b"],
        at: (timeMs, route) =>
          route === "GET /b" && timeMs >= minutesAgo(58)
            ? { ...NORMAL, integrationMs: 290 }
            : { ...NORMAL, integrationMs: route === "GET /b" ? 110 : 84 },
      }),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ route: "GET /b", analyzer: "latency/integration-regression" });
  });

  test("a slowdown of a few requests that ranks cannot judge yet, after four hours of baseline", () => {
    const few: Minute = { requests: 2, integrationMs: 100, overheadMs: 7, tail: 3 };
    const snapshot = snapshotOf({ days: 4 / 24, at: during(60, 0, few, { integrationMs: 2_000 }) });
    const found = findings(snapshot);
    expect(found.map(({ analyzer }) => analyzer)).toEqual(["latency/integration-regression"]);
    expect(Math.abs(started(found[0]) - 60)).toBeLessThanOrEqual(5);
  });

  test("an incident that is over has an end", () => {
    const [found] = findings(snapshotOf({ at: during(110, 61, NORMAL, { integrationMs: 205 }) }));
    expect(Math.abs(started(found) - 110)).toBeLessThanOrEqual(3);
    expect(Math.abs((Date.parse(found?.endedAt ?? "") - minutesAgo(61)) / 60_000)).toBeLessThanOrEqual(3);
  });

  test("an incident that the window opens with is followed back", () => {
    const [found] = findings(snapshotOf({ at: during(245, 0, NORMAL, { integrationMs: 240 }) }));
    expect(Math.abs(started(found) - 245)).toBeLessThanOrEqual(5);
  });
});

describe("what stays silent", () => {
  test.each<[string, (timeMs: number, route: string | null) => Minute, string[]?]>([
    ["a quiet stage", () => NORMAL],
    ["a faster integration", during(70, 0, NORMAL, { integrationMs: 41 })],
    ["a rise below the setting", during(70, 0, NORMAL, { integrationMs: 103 })],
    ["a blip of five minutes that is over", during(70, 65, NORMAL, { integrationMs: 400 })],
    ["every afternoon is slower", (timeMs) => ({ ...NORMAL, integrationMs: dayAndNight(timeMs, 100, 0.4) })],
    [
      "three requests an hour, of any latency",
      (timeMs) => ({ ...NORMAL, requests: 0.05, integrationMs: 40 + ((timeMs / 60_000) % 97) * 9 }),
    ],
    [
      "a slow route only gets more of the requests",
      (timeMs, route) =>
        route === "GET /slow"
          ? { ...NORMAL, integrationMs: 610, requests: timeMs >= minutesAgo(50) ? 400 : 20 }
          : NORMAL,
      ["GET /fast", "GET /slow"],
    ],
  ])("%s", (_, at, routes) => {
    const snapshot = snapshotOf({ at, ...(routes === undefined ? {} : { routes }) });
    expect(
      snapshot.series.some(({ metric, runs }) => metric === "IntegrationLatency" && runs.length > 0),
    ).toBe(true);
    expect(findings(snapshot)).toEqual([]);
  });

  test("nothing is said without a baseline", () => {
    const options = { at: during(70, 0, NORMAL, { integrationMs: 500 }), days: 0 };
    expect(findings(snapshotOf(options))).toEqual([]);
  });
});
