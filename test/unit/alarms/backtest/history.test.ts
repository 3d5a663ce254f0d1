import { describe, expect, it } from "vitest";

import { alarmNeeds } from "../../../../src/alarms/backtest/alarm-needs.ts";
import { deriveCounts } from "../../../../src/alarms/backtest/derive-counts.ts";
import { chooseHistory } from "../../../../src/alarms/backtest/history.ts";
import type { Snapshot } from "../../../../src/model/snapshot.ts";
import { metricAlarm, MINUTE_MS, seriesOf, START_MS } from "../../../support/alarm-series.ts";
import { alarmSnapshot } from "../../../support/declared-alarms.ts";

const setOf = (...metric: ReturnType<typeof metricAlarm>[]) => ({ metric, composite: [], muteRules: [] });
const average = metricAlarm({ Statistic: "Average" });
const { Statistic: _sum, ...withoutStatistic } = metricAlarm();

describe("what alarms need", () => {
  const needs = (...alarms: ReturnType<typeof metricAlarm>[]) =>
    alarmNeeds(alarms, 60).map(({ key, stat, periodSeconds }) => `${key.metric} ${stat} ${periodSeconds}`);

  it("is asked for in minutes where a longer period can be put together of them", () => {
    expect(needs(metricAlarm({ Period: 300 }), metricAlarm())).toEqual(["5XXError Sum 60"]);
    expect(needs({ ...average, Period: 300 })).toEqual(["5XXError SampleCount 60", "5XXError Sum 60"]);
    expect(needs(average)).toEqual(["5XXError Average 60"]);
  });

  it("is asked for in the alarm's own period where it cannot", () => {
    const slow = { ...withoutStatistic, MetricName: "Latency", ExtendedStatistic: "p90", Period: 300 };
    expect(needs(slow)).toEqual(["Latency p90 300"]);
    expect(needs({ ...slow, EvaluateLowSampleCountPercentile: "ignore" })).toEqual([
      "Latency SampleCount 60",
      "Latency p90 300",
    ]);
  });

  it("is nothing where CloudWatch has nothing so fine, or nothing so fine any more", () => {
    expect(needs(metricAlarm({ Period: 10 }))).toEqual([]);
    expect(alarmNeeds([metricAlarm()], 300)).toEqual([]);
    expect(alarmNeeds([metricAlarm({ Period: 600 })], 300)).toHaveLength(1);
  });
});

describe("counts that follow from sums", () => {
  it("are those by which API Gateway's averages are defined", () => {
    const derived = deriveCounts([
      seriesOf([3, 0, undefined, 1]),
      seriesOf([70, 60, undefined, 50], { metric: "Count" }),
      seriesOf([5], { metric: "IntegrationError" }),
    ]);
    expect(derived.map(({ metric, stat, runs }) => ({ metric, stat, runs }))).toEqual([
      {
        metric: "5XXError",
        stat: "SampleCount",
        runs: [
          [START_MS, [70, 60]],
          [START_MS + 3 * MINUTE_MS, [50]],
        ],
      },
      {
        metric: "Count",
        stat: "SampleCount",
        runs: [
          [START_MS, [70, 60]],
          [START_MS + 3 * MINUTE_MS, [50]],
        ],
      },
    ]);
  });

  it("are not made up where requests were not counted at the same place and period, or are there already", () => {
    expect(
      deriveCounts([seriesOf([3]), seriesOf([9], { metric: "Count", periodSeconds: 300 })]),
    ).toHaveLength(1);
    expect(deriveCounts([seriesOf([3], { stat: "SampleCount" }), seriesOf([2])])).toEqual([]);
  });
});

describe("the history that is replayed", () => {
  /** Ten hours at 300 s, of which the last hour also at 60 s. */
  function recorded(): Snapshot {
    const fine = seriesOf([...Array<undefined>(540).fill(undefined), ...Array<number>(60).fill(2)]);
    const coarse = seriesOf(Array<number>(120).fill(7), { periodSeconds: 300 });
    const endMs = START_MS + 600 * MINUTE_MS;
    const startMs = START_MS + 540 * MINUTE_MS;
    return {
      ...alarmSnapshot(600, []),
      alarmHistory: undefined,
      window: { startMs, endMs },
      baseline: { startMs: START_MS, endMs: startMs },
      series: [fine, coarse],
    };
  }
  const minutes = (ms: number): number => (ms - START_MS) / MINUTE_MS;
  const choose = (snapshot: Snapshot, alarm = metricAlarm(), lengthMs: number | null = null) =>
    chooseHistory(snapshot, [setOf(alarm)], { lengthMs, endMs: null });

  it("is where the alarms can be judged, rather than the longest", () => {
    const history = choose(recorded());
    expect(history?.covered).toBe(1);
    // Three periods of a minute are looked back on.
    expect(minutes(history?.window.startMs ?? 0)).toBe(543);
    expect(minutes(history?.window.endMs ?? 0)).toBe(600);
  });

  it("is the longest of those in which they can", () => {
    const history = choose(recorded(), metricAlarm({ Period: 300, EvaluationPeriods: 2 }));
    expect(minutes(history?.window.startMs ?? 0)).toBe(10);
    // The minutes are not used: outside of their hour nobody looked, and that is no silence.
    expect(history?.series.map(({ periodSeconds }) => periodSeconds)).toEqual([300]);
  });

  it("is cut to what was asked for, and says what of that is not there", () => {
    const half = choose(recorded(), metricAlarm(), 30 * MINUTE_MS);
    expect(minutes(half?.window.startMs ?? 0)).toBe(570);
    expect(half?.lacks).toBeNull();
    const more = choose(recorded(), metricAlarm(), 90 * MINUTE_MS);
    expect(minutes(more?.lacks?.startMs ?? 0)).toBe(510);
    expect(minutes(more?.lacks?.endMs ?? 0)).toBe(543);
  });

  it("leaves out what has not settled", () => {
    const snapshot = { ...recorded(), settledMs: START_MS + 598 * MINUTE_MS };
    expect(minutes(choose(snapshot)?.window.endMs ?? 0)).toBe(598);
  });

  it("is not there before the recording begins", () => {
    const wanted = { lengthMs: null, endMs: START_MS - MINUTE_MS };
    expect(chooseHistory(recorded(), [setOf(metricAlarm())], wanted)).toBeNull();
  });
});
