import { describe, expect, it } from "vitest";

import { MINUTE_MS } from "../../src/core/window.ts";
import { expectTheTruth, watchThrough, type Mishaps } from "../support/lambda-day.ts";
import { throttling } from "../support/lambda-mishaps.ts";

// An hour of test/long/agent-day for every run of the tests: the function's handler as Lambda calls it, around one incident.

const FROM_MS = Date.UTC(2026, 10, 20, 14);
const at = (minute: number): number => FROM_MS + minute * MINUTE_MS;
const STRETCH = {
  apis: { orders: 131 },
  planned: [
    {
      name: "integration-errors-after-deployment",
      api: "orders",
      startMs: at(12),
      endMs: at(32),
      magnitude: 0.3,
    },
  ],
  fromMs: FROM_MS,
  untilMs: at(70),
  everyMs: 10 * MINUTE_MS,
};
const MISHAPS: Mishaps = {
  isDelayed: (run) => run === 0,
  isDeadly: (run) => run === 2 || run === 5,
  deaths: [
    { step: "s3:PutObject state #2", when: "before", ofNews: true },
    { step: "sns:Publish", when: "after", ofNews: true },
    { step: "webhook", when: "before", ofNews: true },
  ],
  isDoubled: (run) => run === 3,
  isRepeated: (run) => run === 4,
  isWebhookDown: (nowMs) => nowMs < at(35),
  faults: (run) => (run === 6 ? throttling(run) : () => null),
};

describe("an hour with an incident", () => {
  it("is told once by the function, whatever happens to it", async () => {
    const stretch = await watchThrough(STRETCH, MISHAPS);
    const { outcomes, host } = stretch;
    expectTheTruth(stretch, STRETCH);
    expect(host.deaths).toHaveLength(3);
    expect(host.loopback.requests.some(({ fault }) => fault === "throttle")).toBe(true);
    for (const outcome of ["done", "failed", "repeated", "overlapped", "late"])
      expect(outcomes[outcome] ?? 0).toBeGreaterThan(0);
  });
});
