import fc from "fast-check";
import { expect, test } from "vitest";

import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/core/window.ts";
import { createAccount } from "../../src/simulate/create-account.ts";
import type { PlannedIncident } from "../../src/simulate/plan.ts";
import { INCIDENTS } from "../../src/simulate/incidents/registry.ts";
import { SIMULATE_NOW_MS, simulatePlan, simulateRoute, simulateStage } from "../support/simulate-plan.ts";

const incident = fc
  .record({
    at: fc.nat(INCIDENTS.length - 1),
    startMinutes: fc.integer({ min: 5, max: 170 }),
    lasts: fc.integer({ min: 1, max: 90 }),
  })
  .map(({ at, startMinutes, lasts }): PlannedIncident => ({
    name: INCIDENTS[at]!.name,
    target: "rest:things/prod",
    route: null,
    startMs: SIMULATE_NOW_MS - startMinutes * MINUTE_MS,
    endMs: SIMULATE_NOW_MS - (startMinutes - lasts) * MINUTE_MS,
  }));

const plan = fc
  .record({
    seed: fc.nat(1_000_000),
    requestsPerMinute: fc.constantFrom(0, 0.02, 3, 150, 4_000),
    burstiness: fc.double({ min: 0, max: 0.5, noNaN: true }),
    detailedMetrics: fc.boolean(),
    incidents: fc.array(incident, { maxLength: 2 }),
    byRequest: fc.boolean(),
  })
  .map(({ seed, requestsPerMinute, burstiness, detailedMetrics, incidents, byRequest }) =>
    simulatePlan(
      [
        simulateStage({
          traffic: { requestsPerMinute, dailySwing: 0.7, weekendDip: 0.5, peakHour: 9, burstiness },
          routes: [
            simulateRoute({ key: "GET /a", weight: 0.8, cacheHitRatio: 0.5 }),
            simulateRoute({ key: "PUT /a", weight: 0.2 }),
          ],
          detailedMetrics,
          cacheSizeGb: "0.5",
          requestWindow:
            byRequest && requestsPerMinute < 1_000
              ? { startMs: SIMULATE_NOW_MS - 30 * MINUTE_MS, endMs: SIMULATE_NOW_MS - 20 * MINUTE_MS }
              : null,
        }),
      ],
      { seed, incidents },
    ),
  );

const METRICS = [
  "Count",
  "4XXError",
  "5XXError",
  "CacheHitCount",
  "CacheMissCount",
  "Latency",
  "IntegrationLatency",
];

test("any plan: periods add up, errors fit into requests, values are finite, gaps are gaps", () => {
  let datapoints = 0;
  fc.assert(
    fc.property(plan, fc.nat(9 * 24), (ofPlan, hoursAgo) => {
      const account = createAccount(ofPlan);
      const endMs = SIMULATE_NOW_MS - hoursAgo * HOUR_MS;
      const window = { startMs: endMs - HOUR_MS, endMs };
      const dimensions = account.targets[0]!.dimensions;
      const ask = (metric: string, stat: string, period: number) =>
        account.query({ namespace: "AWS/ApiGateway", metric, dimensions }, stat, period, window);
      const counts = new Map(ask("Count", "Sum", 60).map(({ timeMs, value }) => [timeMs, value]));
      expect([...counts.values()].filter((value) => !(value >= 1 && Number.isInteger(value)))).toEqual([]);
      for (const metric of METRICS) {
        const fine = ask(metric, "Sum", 60);
        const sum = fine.reduce((total, { value }) => total + value, 0);
        datapoints += fine.length;
        const hour = ask(metric, "Sum", 3_600)[0]?.value ?? 0;
        expect(Math.abs(sum - hour)).toBeLessThan(1e-6 * (1 + hour));
        const most = (timeMs: number) =>
          metric.includes("Latency") ? Number.MAX_VALUE : (counts.get(timeMs) ?? 0);
        expect(
          fine.filter(({ timeMs, value }) => !counts.has(timeMs) || !(value >= 0 && value <= most(timeMs))),
        ).toEqual([]);
      }
      expect(ask("Latency", "p99", 300).filter(({ value }) => !(value < 60_000))).toEqual([]);
    }),
    { numRuns: 40 },
  );
  expect(datapoints).toBeGreaterThan(1_000);
});

test("the same plan gives the same answers in any order of questions", () => {
  fc.assert(
    fc.property(plan, fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (ofPlan, order) => {
      const questions = [60, 300].flatMap((period) =>
        [0, 6 * HOUR_MS, 3 * DAY_MS].map((agoMs) => ({ period, endMs: SIMULATE_NOW_MS - agoMs })),
      );
      const answer = (account: ReturnType<typeof createAccount>, index: number) => {
        const { period, endMs } = questions[index]!;
        return account.query(
          { namespace: "AWS/ApiGateway", metric: "Latency", dimensions: account.targets[0]!.dimensions },
          "p90",
          period,
          { startMs: endMs - 20 * MINUTE_MS, endMs },
        );
      };
      const first = createAccount(ofPlan);
      const second = createAccount(ofPlan);
      const inOrder = questions.map((_, index) => answer(first, index));
      for (const index of order) expect(answer(second, index)).toEqual(inOrder[index]);
    }),
    { numRuns: 25 },
  );
});
