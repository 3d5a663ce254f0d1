import { expect, test } from "vitest";

import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../src/core/window.ts";
import { hashNormal, smoothNoise } from "../../../src/simulate/noise.ts";
import { trafficAt } from "../../../src/simulate/traffic.ts";

const CALM = { requestsPerMinute: 240, dailySwing: 0.6, weekendDip: 0.35, peakHour: 14, burstiness: 0 };
const FRIDAY_MS = Date.UTC(2026, 10, 20);

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

test("over weeks the rate is the plan's, bursts included", () => {
  const rates = Array.from({ length: 12 * 7 * 288 }, (_, block) =>
    trafficAt({ ...CALM, burstiness: 0.15 }, 1, "a", FRIDAY_MS + block * 300_000),
  );
  expect(Math.abs(mean(rates) / 240 - 1)).toBeLessThan(0.02);
});

test("days peak at the peak hour, weekends are quieter", () => {
  const dayMean = (day: number): number =>
    mean(
      Array.from({ length: 288 }, (_, block) =>
        trafficAt(CALM, 1, "a", FRIDAY_MS + day * DAY_MS + block * 300_000),
      ),
    );
  const at = (hour: number): number => trafficAt(CALM, 1, "a", FRIDAY_MS + hour * HOUR_MS);
  expect(Math.abs(at(14) / at(2) / (1.6 / 0.4) - 1)).toBeLessThan(0.15);
  // Days drift by some percent of their own.
  expect(Math.abs(dayMean(1) / dayMean(0) - 0.65)).toBeLessThan(0.08);
  expect(Math.abs(dayMean(2) / dayMean(0) - 0.65)).toBeLessThan(0.08);
  expect(Math.abs(dayMean(3) / dayMean(0) - 1)).toBeLessThan(0.12);
});

test("is constant within five minutes and bursts between them, as much as was asked", () => {
  const at = (minute: number, burstiness: number): number =>
    trafficAt({ ...CALM, burstiness }, 1, "a", FRIDAY_MS + minute * MINUTE_MS);
  expect(at(4, 0.2)).toBe(at(0, 0.2));
  expect(at(5, 0.2)).not.toBe(at(4, 0.2));
  const noise = Array.from({ length: 4_000 }, (_, block) => Math.log(at(5 * block, 0.2) / at(5 * block, 0)));
  const center = mean(noise);
  const variance = mean(noise.map((value) => (value - center) ** 2));
  const together = mean(noise.slice(1).map((value, index) => (value - center) * (noise[index]! - center)));
  expect(Math.sqrt(variance)).toBeCloseTo(0.2, 1.8);
  expect(together / variance).toBeGreaterThan(0.3);
  expect(together / variance).toBeLessThan(0.5);
});

test("other seeds and other stages have other bursts", () => {
  const bursty = { ...CALM, burstiness: 0.2 };
  const rates = [
    trafficAt(bursty, 1, "a", FRIDAY_MS),
    trafficAt(bursty, 2, "a", FRIDAY_MS),
    trafficAt(bursty, 1, "b", FRIDAY_MS),
  ];
  expect(new Set(rates).size).toBe(3);
});

test("noise is standard normal at every place and fades over its unit", () => {
  const single = Array.from({ length: 20_000 }, (_, index) => hashNormal(9, index - 7_000));
  expect(Math.abs(mean(single))).toBeLessThan(0.03);
  expect(mean(single.map((value) => value * value))).toBeCloseTo(1, 1);
  const smooth = Array.from({ length: 20_000 }, (_, index) => smoothNoise(4, index * 1.37));
  expect(mean(smooth.map((value) => value * value))).toBeCloseTo(1, 1);
  const near = mean(smooth.map((value, index) => value * smoothNoise(4, index * 1.37 + 0.05)));
  const far = mean(smooth.map((value, index) => value * smoothNoise(4, index * 1.37 + 2.5)));
  expect(near).toBeGreaterThan(0.9);
  expect(Math.abs(far)).toBeLessThan(0.05);
});
