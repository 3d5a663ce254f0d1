import { describe, expect, it } from "vitest";

import { dropCeiling } from "../../../../src/alarms/thresholds/drop-ceiling.ts";

describe("dropCeiling", () => {
  it("is fallen below by chance once a year or less, in all datapoints that it takes", () => {
    const ceiling = dropCeiling({ requests: 41, periodSeconds: 3_600, datapointsToAlarm: 1 });
    expect(ceiling).toBeGreaterThan(1);
    expect(8_760 * tailBelow(ceiling, 41)).toBeLessThanOrEqual(1);
    // Chernoff's bound costs a few requests, not many.
    expect(8_760 * tailBelow(ceiling + 5, 41)).toBeGreaterThan(1);
    const minutes = dropCeiling({ requests: 90, periodSeconds: 60, datapointsToAlarm: 5 });
    expect(525_600 * tailBelow(minutes, 90) ** 5).toBeLessThanOrEqual(1);
  });

  it("is higher where more datapoints must agree, never above what is usual and never below one", () => {
    const after = (datapointsToAlarm: number, requests = 90) =>
      dropCeiling({ requests, periodSeconds: 60, datapointsToAlarm });
    expect(after(10)).toBeGreaterThan(after(5));
    expect(after(5)).toBeGreaterThan(after(1));
    expect(after(10)).toBeLessThan(90);
    expect(after(1, 0.3)).toBe(1);
  });
});

/** P(fewer than `limit`) of a negative binomial of that mean and size 10. */
function tailBelow(limit: number, mean: number): number {
  let probability = (10 / (10 + mean)) ** 10;
  let sum = 0;
  for (let count = 0; count < limit; count += 1) {
    sum += probability;
    probability *= ((count + 10) / (count + 1)) * (mean / (10 + mean));
  }
  return sum;
}
