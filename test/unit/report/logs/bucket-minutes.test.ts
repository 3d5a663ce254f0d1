import fc from "fast-check";
import { expect, it } from "vitest";

import { bucketMinutes } from "../../../../src/report/logs/bucket-minutes.ts";
import { logMinute } from "./log-report-fixture.ts";

const START_MS = Date.parse("2026-11-22T14:00:00Z");
const minuteAt = (minute: number, requests: number) =>
  logMinute(new Date(START_MS + minute * 60_000).toISOString(), { requests });

it("sums equal stretches of minutes, takes the worst p99, and leaves gaps", () => {
  const found = bucketMinutes(
    [
      logMinute("2026-11-22T14:00:00.000Z", { requests: 5, latencyMs: { p50: 1, p90: 2, p99: 90 } }),
      logMinute("2026-11-22T14:01:00.000Z", { requests: 7, latencyMs: { p50: 1, p90: 2, p99: 30 } }),
      logMinute("2026-11-22T14:05:00.000Z", { requests: 11, latencyMs: { p50: null, p90: null, p99: null } }),
    ],
    3,
  );
  expect(found).toMatchObject({ startMs: START_MS, endMs: START_MS + 6 * 60_000, minutesEach: 2 });
  expect(found?.buckets).toEqual([
    { startMs: START_MS, requests: 12, errors4xx: 4, errors5xx: 2, throttled: 0, worstP99Ms: 90 },
    null,
    { startMs: START_MS + 240_000, requests: 11, errors4xx: 2, errors5xx: 1, throttled: 0, worstP99Ms: null },
  ]);
  expect(bucketMinutes([], 3)).toBeUndefined();
});

it("loses no request, whatever the minutes and the room", () => {
  const minutes = fc
    .uniqueArray(fc.tuple(fc.nat({ max: 70_000_000 }), fc.integer({ min: 1, max: 1_000 })), {
      selector: ([minute]) => minute,
      minLength: 1,
    })
    .map((pairs) =>
      pairs.toSorted(([a], [b]) => a - b).map(([minute, requests]) => minuteAt(minute, requests)),
    );
  fc.assert(
    fc.property(minutes, fc.integer({ min: 1, max: 240 }), (some, most) => {
      const found = bucketMinutes(some, most);
      expect(found?.buckets.length).toBeLessThanOrEqual(most);
      const total = found?.buckets.reduce((sum, bucket) => sum + (bucket?.requests ?? 0), 0);
      expect(total).toBe(some.reduce((sum, { requests }) => sum + requests, 0));
    }),
  );
});
