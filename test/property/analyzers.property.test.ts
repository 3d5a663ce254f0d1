import fc from "fast-check";
import { expect, test } from "vitest";

import { analyze } from "../../src/analyzers/run.ts";
import { findingId } from "../../src/analyzers/finding-id.ts";
import { replayShare } from "../../src/analyzers/shared/replay-share.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/core/window.ts";
import { DEFAULT_SETTINGS } from "../../src/model/config.ts";
import { dayAndNight, madeSnapshot, madeTarget, minutesAgo } from "../support/analyzers-snapshot.ts";

const sick = madeTarget({
  api: "sick",
  days: 2,
  routes: ["GET /p", "PUT /q"],
  at: (timeMs, route) => ({
    requests: 84,
    serverErrorRatio: route === "PUT /q" && timeMs >= minutesAgo(39) ? 0.3 : 0.003,
    integrationMs: timeMs >= minutesAgo(88) && timeMs < minutesAgo(52) ? 300 : 65,
  }),
});
const healthy = [3, 11].map((seed) =>
  madeTarget({
    api: `well${seed}`,
    days: 2,
    seed,
    at: (timeMs) => ({
      requests: dayAndNight(timeMs, 40 * seed),
      clientErrorRatio: 0.03,
      serverErrorRatio: 0.002,
      integrationMs: 55,
    }),
  }),
);
const alone = analyze(madeSnapshot([sick], { days: 2 }), () => DEFAULT_SETTINGS).findings;

test("healthy targets beside it, and any order, change no finding", () => {
  expect(alone.map(({ analyzer }) => analyzer).sort()).toEqual([
    "errors/server-error-spike",
    "latency/integration-regression",
  ]);
  const all = madeSnapshot([sick, ...healthy], { days: 2 });
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...all.targets], { minLength: 3 }),
      fc.shuffledSubarray([...all.series], { minLength: all.series.length }),
      (targets, series) => {
        expect(analyze({ ...all, targets, series }, () => DEFAULT_SETTINGS).findings).toEqual(alone);
      },
    ),
    { numRuns: 4 },
  );
});

test("a whole number of weeks later it is the same, but for its dates", () => {
  const made = madeSnapshot([sick], { days: 2 });
  const byMs = 3 * 7 * 24 * HOUR_MS;
  const later = {
    ...made,
    window: { startMs: made.window.startMs + byMs, endMs: made.window.endMs + byMs },
    baseline: { startMs: made.baseline.startMs + byMs, endMs: made.baseline.endMs + byMs },
    settledMs: made.settledMs + byMs,
    series: made.series.map((series) => ({
      ...series,
      runs: series.runs.map(([start, values]): [number, readonly number[]] => [start + byMs, values]),
    })),
  };
  const moved = analyze(later, () => DEFAULT_SETTINGS).findings;
  expect(moved.map(({ summary, confidence, impact }) => ({ summary, confidence, impact }))).toEqual(
    alone.map(({ summary, confidence, impact }) => ({ summary, confidence, impact })),
  );
  expect(moved.map(({ startedAt }) => Date.parse(startedAt) - byMs)).toEqual(
    alone.map(({ startedAt }) => Date.parse(startedAt)),
  );
});

test("an id depends on where and roughly when, not on the minute", () => {
  const somewhere = { analyzer: "a/b", target: "rest:x/y", route: null };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 359 }), fc.integer({ min: 0, max: 359 }), (one, other) => {
      const at = (minute: number): string =>
        findingId({
          ...somewhere,
          startedAt: new Date(Date.UTC(2026, 4, 6, 6) + minute * MINUTE_MS).toISOString(),
        });
      expect(at(one)).toBe(at(other));
      expect(at(one)).not.toBe(at(one + 360));
    }),
  );
  const startedAt = "2026-05-06T08:00:00.000Z";
  expect(findingId({ ...somewhere, startedAt })).not.toBe(
    findingId({ ...somewhere, route: "GET /", startedAt }),
  );
});

test("a share that only chance moves is left alone", () => {
  let windows = 0;
  let alarms = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(0.2, 3, 40, 900),
      fc.constantFrom(0, 0.004, 0.05),
      fc.integer({ min: 1, max: 1_000_000 }),
      (rate, ratio, seed) => {
        const made = madeTarget({
          days: 0.9,
          seed,
          windowHours: 3,
          at: () => ({ requests: rate, serverErrorRatio: ratio }),
        });
        const { findings } = analyze(madeSnapshot([made], { days: 0.9 }), () => DEFAULT_SETTINGS);
        windows += 1;
        alarms += findings.length;
      },
    ),
    { numRuns: 60, seed: 17 },
  );
  expect(windows).toBe(60);
  expect(alarms).toBe(0);
});

test("stretches of a raised share reach into the window, in order, apart, and hold what they say", () => {
  let stretches = 0;
  const share = fc.record({ whole: fc.nat({ max: 400 }), ratio: fc.constantFrom(0, 0, 0, 0.01, 0.2, 1) });
  fc.assert(
    fc.property(fc.array(share, { minLength: 20, maxLength: 120 }), (cells) => {
      const whole = Float64Array.from(cells, (cell) => cell.whole);
      const window = {
        startMs: 50 * HOUR_MS,
        periodMs: MINUTE_MS,
        whole,
        part: Float64Array.from(cells, (cell) => Math.floor(cell.whole * cell.ratio)),
      };
      const calm = new Float64Array(288).fill(200);
      const before = {
        startMs: 26 * HOUR_MS,
        periodMs: 300_000,
        whole: calm,
        part: calm.map((_, index) => (index % 5 === 0 ? 1 : 0)),
      };
      const gates = { minParts: 3, minRise: 0.02, unlearnedNats: 16, extraNats: 0, shares: 1 };
      const found = replayShare(before, window, gates);
      stretches += found.length;
      const requests = window.whole.reduce((sum, count) => sum + count, 0);
      const errors = window.part.reduce((sum, count) => sum + count, 0);
      let previousMs = window.startMs - 12 * HOUR_MS;
      for (const { startMs, endMs, seenUntilMs, part, whole: seen, expected } of found) {
        expect(startMs).toBeGreaterThanOrEqual(previousMs);
        expect(seenUntilMs).toBeGreaterThan(Math.max(startMs, window.startMs));
        expect(seenUntilMs).toBeLessThanOrEqual(window.startMs + cells.length * MINUTE_MS);
        expect(endMs ?? seenUntilMs).toBe(seenUntilMs);
        expect(part).toBeGreaterThan(Math.max(expected, 2.9));
        if (startMs >= window.startMs) {
          expect(part).toBeLessThanOrEqual(errors + 0.01);
          expect(seen).toBeLessThanOrEqual(requests + 0.01);
        }
        previousMs = seenUntilMs;
      }
    }),
    { numRuns: 60 },
  );
  expect(stretches).toBeGreaterThan(20);
});
