import { expect, test } from "vitest";

import { analyze } from "../../../src/analyzers/run.ts";
import { DEFAULT_SETTINGS } from "../../../src/model/config.ts";
import { minutesAgo, snapshotOf } from "../../support/analyzers-snapshot.ts";

test("a cache collapse is told once, and explains the latency that comes with it", () => {
  const { findings } = analyze(
    snapshotOf({
      at: (timeMs) => {
        const isCold = timeMs >= minutesAgo(71);
        return {
          requests: 240,
          missRatio: isCold ? 0.88 : 0.17,
          reached: isCold ? 0.88 : 0.17,
          integrationMs: isCold ? 160 : 31,
        };
      },
    }),
    () => DEFAULT_SETTINGS,
  );
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ analyzer: "cache/hit-ratio-collapse", cause: { kind: "cache" } });
  expect(findings[0]?.evidence[0]).toMatchObject({ label: "Cache hit ratio" });
  expect(findings[0]?.evidence[0]?.baseline).toBeCloseTo(0.83, 1);
  expect(findings[0]?.evidence[0]?.observed).toBeCloseTo(0.12, 1);
  expect(Math.abs(Date.parse(findings[0]?.startedAt ?? "") - minutesAgo(71)) / 60_000).toBeLessThanOrEqual(1);
});

test("a collapse that lasts is told as one that lasts, whatever peak in it is over", () => {
  const missRatio = (timeMs: number): number => {
    if (timeMs >= minutesAgo(110) && timeMs < minutesAgo(90)) return 1;
    return timeMs >= minutesAgo(150) ? 0.48 : 0.2;
  };
  const { findings } = analyze(
    snapshotOf({ days: 7, seed: 3, at: (timeMs) => ({ requests: 2, missRatio: missRatio(timeMs) }) }),
    () => DEFAULT_SETTINGS,
  );
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ analyzer: "cache/hit-ratio-collapse", endedAt: null });
});

test("a dip of the hit ratio below the setting stays silent", () => {
  const { findings } = analyze(
    snapshotOf({ at: (timeMs) => ({ requests: 240, missRatio: timeMs >= minutesAgo(71) ? 0.29 : 0.17 }) }),
    () => DEFAULT_SETTINGS,
  );
  expect(findings).toEqual([]);
});

test("each kind of WebSocket error has its own finding", () => {
  const made = snapshotOf({
    kind: "websocket",
    at: (timeMs) => ({ requests: 210, serverErrorRatio: timeMs >= minutesAgo(36) ? 0.12 : 0.004 }),
  });
  const renamed = {
    ...made,
    series: made.series.map((series) =>
      series.metric === "IntegrationError" ? { ...series, metric: "ExecutionError" } : series,
    ),
  };
  const told = [made, renamed].map((snapshot) =>
    analyze(snapshot, () => DEFAULT_SETTINGS).findings.map(({ analyzer, startedAt }) => ({
      analyzer,
      isOnTime: Math.abs(Date.parse(startedAt) - minutesAgo(36)) <= 120_000,
    })),
  );
  expect(told).toEqual([
    [{ analyzer: "websocket/integration-errors", isOnTime: true }],
    [{ analyzer: "websocket/execution-errors", isOnTime: true }],
  ]);
});

test("connections that are turned away are the callers'", () => {
  const { findings } = analyze(
    snapshotOf({
      kind: "websocket",
      at: (timeMs) => ({ requests: 160, clientErrorRatio: timeMs >= minutesAgo(27) ? 0.4 : 0.02 }),
    }),
    () => DEFAULT_SETTINGS,
  );
  expect(findings.map(({ analyzer }) => analyzer)).toEqual(["websocket/client-errors"]);
});
