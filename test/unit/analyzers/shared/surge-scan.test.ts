import { expect, test } from "vitest";

import { scanSurge } from "../../../../src/analyzers/shared/surge-scan.ts";
import { fitTraffic } from "../../../../src/analyzers/shared/traffic-model.ts";
import { createRandom } from "../../../../src/core/random.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../../src/core/window.ts";

const PERIOD_MS = 5 * MINUTE_MS;
const START_MS = Date.UTC(2026, 2, 2);
const WEEK = 7 * 288;

/** A week of requests that come by chance, so many an hour. */
function past(perHour: number, seed: number) {
  const random = createRandom(seed);
  const values = Float64Array.from({ length: WEEK }, () => (random.next() < perHour / 12 ? 1 : 0));
  return { startMs: START_MS, periodMs: PERIOD_MS, values };
}

/** Three hours with that many requests, evenly. */
function now(count: number) {
  const values = Float64Array.from(
    { length: 36 },
    (_, at) => Math.floor(((at + 1) * count) / 36) - Math.floor((at * count) / 36),
  );
  return { startMs: START_MS + 7 * DAY_MS, periodMs: PERIOD_MS, values };
}

function surgeIn(count: number, perHour: number, seed = 67) {
  const baseline = past(perHour, seed);
  const model = fitTraffic(baseline);
  if (model === null) throw new Error("a week is enough to learn from");
  return scanSurge(now(count), baseline, model, 1);
}

test("eleven where one was due every four hours are a surge, and six are none", () => {
  expect(surgeIn(11, 0.25)).toMatchObject({ came: 11 });
  expect(surgeIn(6, 0.25)).toBeNull();
});

test("what was learned from a request or two is no certainty", () => {
  // Two in a week: nearly all places expect nothing at all.
  expect(surgeIn(9, 2 / 168)?.nats ?? 0).toBeLessThan(30);
});

test("under chance alone at three an hour, one window of three hours in a thousand at most", () => {
  const random = createRandom(71);
  let wrong = 0;
  let looked = 0;
  for (let seed = 0; seed < 40; seed += 1) {
    const baseline = past(3, 101 + seed);
    const model = fitTraffic(baseline);
    if (model === null) throw new Error("a week is enough to learn from");
    for (let window = 0; window < 25; window += 1) {
      const values = Float64Array.from({ length: 36 }, () => (random.next() < 0.25 ? 1 : 0));
      const startMs = START_MS + 7 * DAY_MS + window * HOUR_MS;
      wrong += scanSurge({ startMs, periodMs: PERIOD_MS, values }, baseline, model, 1) === null ? 0 : 1;
      looked += 1;
    }
  }
  expect(looked).toBe(1_000);
  expect(wrong).toBeLessThanOrEqual(1);
});

test.each([
  ["each of two Mondays is none of the third", [0, 1], false],
  ["one of two Mondays is one of the third", [1], true],
])("a job that brought six times the traffic on %s", (_, weeks, isTold) => {
  const jobAt = 9.5 * 12;
  const fromMs = START_MS + 8 * HOUR_MS;
  const random = createRandom(83);
  const count = (period: number, isJob: boolean): number =>
    Math.round((isJob ? 720 : 120) * (0.95 + 0.1 * random.next())) + (period % 3);
  const values = Float64Array.from({ length: 2 * WEEK }, (__, period) => {
    const ofWeek = period % WEEK;
    return count(period, weeks.includes(Math.floor(period / WEEK)) && ofWeek >= jobAt && ofWeek < jobAt + 12);
  });
  const baseline = { startMs: START_MS, periodMs: PERIOD_MS, values };
  const model = fitTraffic(baseline);
  const window = Float64Array.from({ length: 36 }, (__, at) => count(at, at >= 18 && at < 30));
  if (model === null) throw new Error("two weeks are enough to learn from");
  const grid = { startMs: fromMs + 14 * DAY_MS, periodMs: PERIOD_MS, values: window };
  expect(scanSurge(grid, baseline, model, 1) !== null).toBe(isTold);
});
