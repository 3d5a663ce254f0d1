import { describe, expect, test } from "vitest";

import { clientErrorSpike } from "../../../src/analyzers/errors/client-error-spike.ts";
import { serverErrorSpike } from "../../../src/analyzers/errors/server-error-spike.ts";
import { analyze } from "../../../src/analyzers/run.ts";
import { DEFAULT_SETTINGS } from "../../../src/model/config.ts";
import type { Finding } from "../../../src/model/finding.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import { dayAndNight, minutesAgo, snapshotOf, type Minute } from "../../support/analyzers-snapshot.ts";

function findings(snapshot: Snapshot): readonly Finding[] {
  const { findings: found, failures } = analyze(snapshot, () => DEFAULT_SETTINGS, [
    serverErrorSpike,
    clientErrorSpike,
  ]);
  expect(failures).toEqual([]);
  return found;
}

function offMinutes(finding: Finding | undefined, agoMinutes: number): number {
  return Math.abs(Date.parse(finding?.startedAt ?? "") - minutesAgo(agoMinutes)) / 60_000;
}

const during = (from: number, to: number, normal: Minute, incident: Partial<Minute>) => (timeMs: number) =>
  timeMs >= minutesAgo(from) && timeMs < minutesAgo(to) ? { ...normal, ...incident } : normal;

describe("server errors", () => {
  test("three requests an hour: one error is nothing", () => {
    const found = findings(
      snapshotOf({
        at: (timeMs) => ({
          requests: 0.05,
          // One failing request, an hour ago.
          serverErrorRatio: timeMs === minutesAgo(61) ? 1 : 0,
        }),
        days: 7,
      }),
    );
    expect(found).toEqual([]);
  });

  test("a dozen requests an hour, of which nearly all fail for an hour", () => {
    const [found, ...others] = findings(
      snapshotOf({
        at: during(61, 0, { requests: 0.2, serverErrorRatio: 0 }, { serverErrorRatio: 0.97 }),
        days: 7,
        seed: 23,
      }),
    );
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      analyzer: "errors/server-error-spike",
      severity: "critical",
      endedAt: null,
    });
    expect(offMinutes(found, 61)).toBeLessThanOrEqual(15);
    expect(found?.impact.share).toBeGreaterThan(0.6);
  });

  test("half a percentage point at thousands a second is found and dated", () => {
    const normal = { requests: 150_000, serverErrorRatio: 0.0011 };
    const [found, ...others] = findings(
      snapshotOf({ at: during(47, 0, normal, { serverErrorRatio: 0.0071 }) }),
    );
    expect(others).toEqual([]);
    expect(found).toMatchObject({ severity: "warning", endedAt: null });
    expect(offMinutes(found, 47)).toBeLessThanOrEqual(1);
    expect(found?.evidence[0]).toMatchObject({ label: "5XX ratio", unit: "ratio", source: "metrics" });
    expect(found?.evidence[0]?.observed).toBeCloseTo(0.0071, 3);
    expect(found?.evidence[0]?.baseline).toBeCloseTo(0.0011, 3);
  });

  test("a smaller rise than the settings ask for stays silent", () => {
    const normal = { requests: 150_000, serverErrorRatio: 0.0011 };
    expect(findings(snapshotOf({ at: during(47, 0, normal, { serverErrorRatio: 0.0026 }) }))).toEqual([]);
  });

  test("two in a thousand that become five are found at a hundred thousand requests a minute", () => {
    const normal = { requests: 100_000, serverErrorRatio: 0.002 };
    const [found, ...others] = findings(
      snapshotOf({ at: during(33, 0, normal, { serverErrorRatio: 0.005 }) }),
    );
    expect(others).toEqual([]);
    expect(found).toMatchObject({ analyzer: "errors/server-error-spike", endedAt: null });
    expect(offMinutes(found, 33)).toBeLessThanOrEqual(1);
  });

  test("an incident that is over has an end", () => {
    const normal = { requests: 190, serverErrorRatio: 0.002 };
    const [found] = findings(snapshotOf({ at: during(90, 52, normal, { serverErrorRatio: 0.13 }) }));
    expect(offMinutes(found, 90)).toBeLessThanOrEqual(2);
    expect(Math.abs(Date.parse(found?.endedAt ?? "") - minutesAgo(52)) / 60_000).toBeLessThanOrEqual(2);
  });

  test("a surge of traffic at the same error ratio is no incident", () => {
    const normal = { requests: 130, serverErrorRatio: 0.004, clientErrorRatio: 0.03 };
    expect(findings(snapshotOf({ at: during(70, 20, normal, { requests: 1_100 }) }))).toEqual([]);
  });

  test("one route that fails is named, and told once", () => {
    const found = findings(
      snapshotOf({
        routes: ["GET /items", "POST /items"],
        at: (timeMs, route) =>
          route === "POST /items" && timeMs >= minutesAgo(38)
            ? { requests: 41, serverErrorRatio: 0.22 }
            : { requests: route === "POST /items" ? 41 : 160, serverErrorRatio: 0.003 },
      }),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ route: "POST /items" });
    expect(offMinutes(found[0], 38)).toBeLessThanOrEqual(2);
  });

  test("routes that fail together are the stage's", () => {
    const found = findings(
      snapshotOf({
        routes: ["GET /items", "POST /items", "GET /health"],
        at: (timeMs, route) => ({
          requests: route === "GET /items" ? 130 : 90,
          serverErrorRatio: timeMs >= minutesAgo(33) ? 0.19 : 0.002,
        }),
      }),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ route: null });
    expect(found[0]?.summary).toContain("GET /items");
  });

  test("an incident of the past does not hide one of today", () => {
    const normal = { requests: 110, serverErrorRatio: 0.003 };
    const found = findings(
      snapshotOf({
        at: (timeMs) =>
          timeMs >= minutesAgo(41) || (timeMs >= minutesAgo(2_000) && timeMs < minutesAgo(1_700))
            ? { ...normal, serverErrorRatio: 0.09 }
            : normal,
      }),
    );
    expect(found).toHaveLength(1);
  });

  test("a deployment just before is named, and the side stays the integration's", () => {
    const configuration = {
      routes: [],
      detailedMetrics: false,
      cache: null,
      throttle: null,
      tracing: false,
      accessLog: null,
      executionLogLevel: null,
      deploymentId: "d7",
      deployments: [
        { id: "d7", createdMs: minutesAgo(44), description: null },
        { id: "d6", createdMs: minutesAgo(9_999), description: null },
      ],
      canary: null,
      usagePlans: [],
      webAclArn: null,
    };
    const normal = { requests: 210, serverErrorRatio: 0.001 };
    const [found] = findings(
      snapshotOf({ configuration, at: during(42, 0, normal, { serverErrorRatio: 0.3 }) }),
    );
    expect(found?.cause).toMatchObject({ kind: "integration" });
    expect(found?.cause.detail).toContain("d7");
    expect(found?.cause.detail).not.toContain("d6");
  });

  test("starts before the window where the window opens with it", () => {
    const normal = { requests: 170, serverErrorRatio: 0.002 };
    const [found] = findings(snapshotOf({ at: during(212, 0, normal, { serverErrorRatio: 0.11 }) }));
    expect(offMinutes(found, 212)).toBeLessThanOrEqual(5);
  });
});

describe("client errors", () => {
  test("a burst of rejected callers is told with its share, on a noisy day too", () => {
    const at = (timeMs: number): Minute => ({
      requests: dayAndNight(timeMs, 260),
      clientErrorRatio: timeMs >= minutesAgo(57) ? 0.31 : 0.043,
      serverErrorRatio: 0.0007,
    });
    const found = findings(snapshotOf({ at, kind: "http" }));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ analyzer: "errors/client-error-spike", cause: { kind: "client" } });
    expect(offMinutes(found[0], 57)).toBeLessThanOrEqual(1);
  });
});

test("errors told as a ratio, as exports often hold them, give the same incident", () => {
  const snapshot = snapshotOf({
    at: during(45, 0, { requests: 95, serverErrorRatio: 0.001 }, { serverErrorRatio: 0.2 }),
  });
  const counts = new Map(
    snapshot.series
      .filter(({ metric }) => metric === "Count")
      .map((series) => [
        series.periodSeconds,
        new Map(
          series.runs.flatMap(([start, values]) =>
            values.map((value, index) => [start + index * series.periodSeconds * 1_000, value] as const),
          ),
        ),
      ]),
  );
  const ratios = {
    ...snapshot,
    series: snapshot.series.map((series) =>
      series.metric === "5XXError"
        ? {
            ...series,
            stat: "Average",
            runs: series.runs.map(([start, values]): [number, readonly number[]] => [
              start,
              values.map(
                (value, index) =>
                  value /
                  (counts.get(series.periodSeconds)?.get(start + index * series.periodSeconds * 1_000) ?? 1),
              ),
            ]),
          }
        : series,
    ),
  };
  const expected = findings(snapshot);
  expect(expected).toHaveLength(1);
  expect(findings(ratios)).toEqual(expected);
});

describe("without a past", () => {
  const newStage = (serverErrorRatio: number, requests: number): readonly Finding[] =>
    findings(
      snapshotOf({
        days: 0,
        at: (timeMs) => (timeMs >= minutesAgo(90) ? { requests, serverErrorRatio } : { requests: 0 }),
      }),
    );

  test("a new API of which a third fails is an outage, whatever is usual there", () => {
    const [found] = newStage(0.3, 11);
    expect(found).toMatchObject({ analyzer: "errors/server-error-spike", endedAt: null });
    expect(offMinutes(found, 90)).toBeLessThanOrEqual(5);
  });

  test("a few per cent, or a handful of requests, say nothing yet", () => {
    expect(newStage(0.04, 12)).toEqual([]);
    expect(newStage(0.35, 0.07)).toEqual([]);
  });

  const broken = snapshotOf({ at: () => ({ requests: 190, serverErrorRatio: 0.93 }), days: 1 });
  const fresh = {
    ...broken,
    series: broken.series.map((series) => ({
      ...series,
      runs: series.runs.flatMap(([startMs, values]): [number, number[]][] => {
        const periodMs = series.periodSeconds * 1_000;
        const skip = Math.max(0, Math.ceil((minutesAgo(90) - startMs) / periodMs));
        return skip < values.length ? [[startMs + skip * periodMs, values.slice(skip)]] : [];
      }),
    })),
  };

  test("no number is given for what is usual", () => {
    const [found, ...others] = findings(fresh);
    expect(others).toEqual([]);
    expect(found?.title).toMatch(/^Server errors: 9[34] % of requests$/);
    expect(found?.summary).toContain("no traffic before the window to compare with");
    expect(found?.evidence.map(({ baseline }) => baseline)).toEqual([null, null, null]);
    expect(found?.confidence).toBeLessThan(0.9);
  });
});

test("counts of each minute serve errors of each five minutes", () => {
  const normal = { requests: 140, serverErrorRatio: 0.004 };
  const both = snapshotOf({ at: during(45, 0, normal, { serverErrorRatio: 0.23 }), windowHours: 30 });
  const series = both.series.filter(
    ({ metric, periodSeconds }) => periodSeconds === (metric === "Count" ? 60 : 300),
  );
  const { endMs } = both.window;
  const window = { startMs: minutesAgo(180), endMs };
  const mixed = { ...both, series, window, baseline: { startMs: minutesAgo(1_800), endMs: window.startMs } };
  const [found, ...others] = findings(mixed);
  expect(others).toEqual([]);
  expect(found).toMatchObject({ analyzer: "errors/server-error-spike", severity: "critical" });
  // What is usual follows the last hours, and so their chance.
  expect(found?.evidence[0]?.baseline).toBeGreaterThan(0.0032);
  expect(found?.evidence[0]?.baseline).toBeLessThan(0.0048);
  expect(offMinutes(found, 45)).toBeLessThanOrEqual(5);
});

test("what is disabled explains nothing away", () => {
  const snapshot = snapshotOf({
    at: during(
      60,
      0,
      { requests: 210, serverErrorRatio: 0.001, integrationMs: 52 },
      {
        serverErrorRatio: 0.37,
        integrationMs: 470,
      },
    ),
    days: 4,
  });
  const analyzers = (disable: string[]): string[] =>
    analyze(snapshot, () => ({ ...DEFAULT_SETTINGS, disable })).findings.map(({ analyzer }) => analyzer);
  expect(analyzers([])).toEqual(["errors/server-error-spike"]);
  expect(analyzers(["errors/*"])).toEqual([expect.stringMatching(/^latency\//)]);
});
