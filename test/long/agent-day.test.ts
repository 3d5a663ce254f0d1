import { describe, expect, it } from "vitest";

import { HOUR_MS, MINUTE_MS } from "../../src/core/window.ts";
import { expectTheTruth, watchThrough, type Mishaps, type PlannedTrouble } from "../support/lambda-day.ts";
import { everyMishap, NEWS_STEPS, QUIET_STEPS, throttling } from "../support/lambda-mishaps.ts";

// The function's handler as Lambda calls it, every five minutes of a simulated day, with its state in S3 and everything read and
// sent over HTTP and through the real SDK. In the account three things go wrong; with the function itself, everything that can.

const FROM_MS = Date.UTC(2026, 10, 20);
const at = (hour: number, minute = 0): number => FROM_MS + hour * HOUR_MS + minute * MINUTE_MS;

const PLANNED: readonly PlannedTrouble[] = [
  {
    name: "integration-errors-after-deployment",
    api: "orders",
    startMs: at(6, 20),
    endMs: at(7, 40),
    magnitude: 0.05,
    worse: { fromMs: at(7, 15), magnitude: 0.4 },
  },
  { name: "backend-slowdown-step", api: "search", startMs: at(11, 40), endMs: at(12, 50) },
  { name: "traffic-drop", api: "carts", startMs: at(18), endMs: at(19) },
];
const DAY = {
  apis: { orders: 393, search: 72, carts: 43 },
  planned: PLANNED,
  fromMs: FROM_MS,
  untilMs: at(23, 55),
  everyMs: 5 * MINUTE_MS,
};
const RUNS = 288;
/** Half a minute where nothing else is done. */
const SLOWEST_MS = 15 * MINUTE_MS;

const DOWN = [
  { fromMs: FROM_MS, toMs: at(9) },
  { fromMs: at(18), toMs: at(20) },
];
const MUTE = [{ fromMs: at(11), toMs: at(13) }];

describe("a day with three incidents", () => {
  it(
    "is told once, whatever happens to the one who tells it",
    async () => {
      const mishaps = everyMishap(DOWN, MUTE);
      const day = await watchThrough(DAY, mishaps);
      expectTheTruth(day, DAY);
      const { outcomes, host } = day;
      const steps = [...new Set([...QUIET_STEPS, ...NEWS_STEPS])];
      expect(new Set(host.deaths.map(({ step }) => step))).toEqual(new Set(steps));
      expect(host.deaths.length).toBeGreaterThan(1.5 * steps.length);
      const throttled = host.loopback.requests.filter(({ fault }) => fault === "throttle");
      expect(throttled.length).toBeGreaterThan(50);
      for (const service of ["s3", "sts", "apigateway", "cloudwatch"])
        expect(throttled.map((request) => request.service)).toContain(service);
      expect(outcomes["done"]).toBeLessThanOrEqual(RUNS);
      for (const outcome of ["failed", "repeated", "overlapped", "late"])
        expect(outcomes[outcome] ?? 0).toBeGreaterThan(10);
    },
    SLOWEST_MS,
  );

  it.skipIf(process.env["GATEWATCH_JUDGE_ALL"] !== "1").each<[string, Mishaps]>([
    ["nothing", {}],
    ["every run three times at once", { isDoubled: () => true }],
    ["every run once more", { isRepeated: () => true }],
    ["every second event after the next", { isDelayed: (run) => run % 2 === 1 }],
    ["a channel that is down until evening", { isWebhookDown: (nowMs) => nowMs < at(20) }],
    ["throttling in every third run", { faults: (run) => (run % 3 === 1 ? throttling(run) : () => null) }],
  ])(
    "is told once, with one kind of trouble: %s (GATEWATCH_JUDGE_ALL=1)",
    async (_name, mishaps) => {
      const day = await watchThrough(DAY, mishaps);
      expectTheTruth(day, DAY);
      // Nobody died: where nothing failed either, not even a repetition with the same id.
      if (mishaps.faults !== undefined) return;
      const told = day.host.told.map(({ channel, event }) => `${channel} ${event.id}`);
      expect(new Set(told).size).toBe(told.length);
    },
    SLOWEST_MS,
  );
});

describe.skipIf(process.env["GATEWATCH_JUDGE_ALL"] !== "1")(
  "its first incident (GATEWATCH_JUDGE_ALL=1)",
  () => {
    // It ends with a run that is taken up by its own second attempt.
    const MORNING = { ...DAY, planned: PLANNED.slice(0, 1), fromMs: at(6), untilMs: at(8, 55) };
    const deaths = [...new Set([...QUIET_STEPS, ...NEWS_STEPS])].flatMap((step) =>
      (["before", "after"] as const).map((when) => [when, step] as const),
    );
    it.each(deaths)(
      "is told once by one who dies %s %s in every run",
      async (when, step) => {
        const morning = await watchThrough(MORNING, { death: { when, step } });
        expect(morning.host.deaths.length).toBeGreaterThan(0);
        expectTheTruth(morning, MORNING);
      },
      SLOWEST_MS,
    );
  },
);
