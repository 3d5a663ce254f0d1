import { describe, expect, it } from "vitest";

import { shareFloor, type ShareChance } from "../../../../src/alarms/thresholds/share-floor.ts";
import { usualShare } from "../../../../src/alarms/thresholds/usual-share.ts";
import { metricAlarm, MINUTE_MS, seriesOf, START_MS } from "../../../support/alarm-series.ts";

const MINUTES_A_YEAR = 525_600;
const chance: ShareChance = {
  usual: 0.0013,
  requests: 110,
  periodSeconds: 60,
  evaluationPeriods: 3,
  datapointsToAlarm: 2,
};

describe("shareFloor", () => {
  it("is the least share of whole errors that chance reaches once a year or less", () => {
    const floor = shareFloor(chance);
    const errors = Math.round(floor * 110);
    expect(floor).toBe(errors / 110);
    // Of three minutes two: three ways, each as likely as both.
    const timesAYear = (share: number) => 3 * MINUTES_A_YEAR * tailAbove(share * 110, 0.0013 * 110) ** 2;
    expect(timesAYear(floor)).toBeLessThanOrEqual(1);
    expect(timesAYear((errors - 1) / 110)).toBeGreaterThan(1);
  });

  it("is lower where more datapoints must agree, and where there are more requests", () => {
    const floors = [
      chance,
      { ...chance, datapointsToAlarm: 3 },
      { ...chance, evaluationPeriods: 10, datapointsToAlarm: 8 },
    ].map(shareFloor);
    expect([...floors].sort((left, right) => right - left)).toEqual(floors);
    expect(new Set(floors).size).toBeGreaterThan(1);
    expect(shareFloor({ ...chance, requests: 9_000 })).toBeLessThan(shareFloor(chance));
  });

  it("is nothing where nothing fails, and all where everything does", () => {
    expect(shareFloor({ ...chance, usual: 0 })).toBe(0);
    expect(shareFloor({ ...chance, requests: 7, usual: 0.97, datapointsToAlarm: 1 })).toBe(1);
  });
});

describe("usualShare", () => {
  const calm = { startMs: START_MS + 3 * MINUTE_MS, endMs: START_MS + 4 * MINUTE_MS };

  it("is the mean of an average outside of incidents, and one error more", () => {
    const history = [seriesOf([0.02, 0.03, 0.01, 0.9, 0.04], { stat: "Average" })];
    const usual = usualShare(metricAlarm({ Statistic: "Average" }), 50, history, [calm]);
    expect(usual).toBeCloseTo((0.02 + 0.03 + 0.01 + 0.04 + 1 / 50) / 4, 12);
  });

  it("is nobody's guess where the alarm watches no share or nothing was recorded", () => {
    expect(usualShare(metricAlarm({ Statistic: "Average" }), 50, [], [])).toBeNull();
    expect(usualShare(metricAlarm({ Statistic: "Sum" }), 50, [seriesOf([3, 8])], [])).toBeNull();
  });
});

/** P(more than `limit` errors), summed from above, of a negative binomial of that mean and size 10. */
function tailAbove(limit: number, mean: number): number {
  let probability = (10 / (10 + mean)) ** 10;
  let sum = 0;
  for (let errors = 0; errors < 2_000; errors += 1) {
    if (errors > limit + 1e-9) sum += probability;
    probability *= ((errors + 10) / (errors + 1)) * (mean / (10 + mean));
  }
  return sum;
}
