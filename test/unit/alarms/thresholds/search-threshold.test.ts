import { describe, expect, it } from "vitest";

import { countFloor } from "../../../../src/alarms/thresholds/count-floor.ts";
import { mostPagesAMonth } from "../../../../src/alarms/thresholds/page-bound.ts";
import { roundNumbers } from "../../../../src/alarms/thresholds/round-numbers.ts";
import { searchThreshold, type SearchQuestion } from "../../../../src/alarms/thresholds/search-threshold.ts";
import { createRandom } from "../../../../src/core/random.ts";
import { metricAlarm, MINUTE_MS, seriesOf, START_MS } from "../../../support/alarm-series.ts";

const MINUTES = 600;
const AVERAGE = { stat: "Average" };
const window = { startMs: START_MS, endMs: START_MS + MINUTES * MINUTE_MS };
const random = createRandom(77);
/** Mostly below 9, single minutes of up to 40, a quarter of an hour of 90 from minute 300 on. */
const values = Array.from({ length: MINUTES }, (_, minute) =>
  minute >= 300 && minute < 315
    ? 90
    : random.next() < 0.03
      ? 20 + Math.floor(random.next() * 20)
      : Math.floor(random.next() * 9),
);
const history = { series: [seriesOf(values, AVERAGE)], window, incidents: [] };
const question: SearchQuestion = {
  alarm: metricAlarm({ Statistic: "Average" }),
  search: {
    side: "above",
    least: 1,
    most: 1_000,
    spans: [{ evaluationPeriods: 1, datapointsToAlarm: 1 }],
    catches: [],
  },
  history,
  noiseBudget: 0,
  drill: () => new Map(),
};

/** How many minutes in a row lie above: what one of one fires at, written down without an evaluator. */
function stretchesAbove(threshold: number, left: readonly number[] = values): number {
  return left.filter((value, index) => value > threshold && (left[index - 1] ?? 0) <= threshold).length;
}

describe("searchThreshold", () => {
  it("finds the lowest round number that stays quiet, and more where no catch is lost", () => {
    const lowest = roundNumbers(1, 1_000).find((threshold) => stretchesAbove(threshold) === 0);
    expect(lowest).toBe(100);
    const strict = searchThreshold({
      ...question,
      drill: ({ Threshold }) => new Map([["x", Threshold === 100 ? 3 : null]]),
    });
    expect(strict).toMatchObject({ noise: 0, headroom: 0, definition: { Threshold: 100 } });
    // Ten hours are two weeks halved five times: six steps, from 100 to 120, 150, 200, 250, 300 and 400.
    expect(searchThreshold(question)).toMatchObject({
      noise: 0,
      headroom: 6,
      definition: { Threshold: 400 },
    });
  });

  it("leaves known incidents out", () => {
    const incident = { startMs: START_MS + 300 * MINUTE_MS, endMs: START_MS + 315 * MINUTE_MS };
    const calm = values.filter((value) => value !== 90);
    const lowest = roundNumbers(1, 1_000).find((threshold) => stretchesAbove(threshold, calm) === 0);
    const found = searchThreshold({
      ...question,
      history: { ...history, incidents: [incident] },
      drill: ({ Threshold }) => new Map([["x", Threshold === lowest ? 3 : null]]),
    });
    expect(lowest).toBeLessThan(90);
    expect(found?.definition.Threshold).toBe(lowest);
  });

  it("does not take an alarm that is always on for a quiet one because an incident lies within", () => {
    const incident = { startMs: START_MS + 300 * MINUTE_MS, endMs: START_MS + 315 * MINUTE_MS };
    const found = searchThreshold({
      ...question,
      history: {
        ...history,
        series: [
          seriesOf(
            values.map((value) => value + 500),
            AVERAGE,
          ),
        ],
        incidents: [incident],
      },
    });
    // In calm time nothing is above 540; below 500 every threshold fires once, from the first minute to the last.
    expect(found).toMatchObject({ noise: 0 });
    expect(found?.definition.Threshold).toBeGreaterThanOrEqual(500);
  });

  it("obeys the budget, and says how noisy the least noisy is where none is quiet", () => {
    const budget = stretchesAbove(25);
    expect(budget).toBeGreaterThan(2);
    const drill: SearchQuestion["drill"] = ({ Threshold = 0 }) =>
      new Map([["x", Threshold <= 30 ? 3 : null]]);
    const within = searchThreshold({ ...question, noiseBudget: budget, drill });
    expect(stretchesAbove(within?.definition.Threshold ?? 0)).toBeLessThanOrEqual(budget);
    expect(within?.definition.Threshold).toBeLessThanOrEqual(30);
    const never = searchThreshold({ ...question, search: { ...question.search, most: 20 } });
    expect(never).toMatchObject({ noise: stretchesAbove(20), definition: { Threshold: 20 } });
  });

  it("takes the span that catches most, then the one that does so soonest", () => {
    const spans = [
      { evaluationPeriods: 3, datapointsToAlarm: 3 },
      { evaluationPeriods: 5, datapointsToAlarm: 4 },
      { evaluationPeriods: 20, datapointsToAlarm: 20 },
    ];
    const delays = (periods: number) =>
      new Map([
        ["x", { 3: 9, 5: 4, 20: 2 }[periods] ?? null],
        ["y", periods === 20 ? null : 7],
      ]);
    const found = searchThreshold({
      ...question,
      search: { ...question.search, spans },
      drill: ({ EvaluationPeriods }) => delays(EvaluationPeriods),
    });
    expect(found?.definition).toMatchObject({ EvaluationPeriods: 5, DatapointsToAlarm: 4 });
    // 4 of 5 above the threshold: only the quarter of an hour does that, twenty in a row nothing does.
    expect(found?.definition.Threshold).toBeGreaterThanOrEqual(90);
  });

  it("looks for the highest where too little is what alarms", () => {
    const found = searchThreshold({
      ...question,
      alarm: metricAlarm({ Statistic: "Average", ComparisonOperator: "LessThanThreshold" }),
      history: {
        ...history,
        series: [
          seriesOf(
            values.map((value) => value + 31),
            AVERAGE,
          ),
        ],
      },
      search: { ...question.search, side: "below", most: 500 },
      drill: ({ Threshold }) => new Map([["x", Threshold === 30 ? 2 : null]]),
    });
    // The least of all is 31.
    expect(found).toMatchObject({ noise: 0, definition: { Threshold: 30 } });
  });

  it("has no answer where the history does not hold the metric", () => {
    expect(searchThreshold({ ...question, alarm: metricAlarm({ MetricName: "Latency" }) })).toBeNull();
  });
});

describe("countFloor", () => {
  /** Ten hours with three errors an hour, at the full hour's minutes 7, 31 and 49. */
  const rare = Array.from({ length: MINUTES }, (_, minute) => ([7, 31, 49].includes(minute % 60) ? 1 : 0));
  const floor = (
    over: Parameters<typeof metricAlarm>[0],
    incidents: readonly { startMs: number; endMs: number }[] = [],
  ) => countFloor(metricAlarm({ Period: 3_600, ...over }), [seriesOf(rare)], window, incidents);

  it("is what chance alone reaches once a year or less", () => {
    const threshold = floor({});
    // By the definition: the negative binomial's own probabilities, summed up, with 8,760 hours in the year.
    expect(8_760 * negativeBinomialTail(threshold, 3, 10)).toBeLessThanOrEqual(1);
    // Chernoff's bound costs a few counts, not many.
    expect(8_760 * negativeBinomialTail(threshold - 4, 3, 10)).toBeGreaterThan(1);
  });

  it("is of calm time, of counts, and of alarms on too much", () => {
    const noon = { startMs: START_MS, endMs: START_MS + MINUTES * MINUTE_MS };
    expect(floor({}, [noon])).toBe(0);
    expect(floor({ Statistic: "Average" })).toBe(0);
    expect(floor({ ComparisonOperator: "LessThanThreshold" })).toBe(0);
    expect(floor({ MetricName: "4XXError" })).toBe(0);
  });
});

function negativeBinomialTail(least: number, mean: number, size: number): number {
  let probability = (size / (size + mean)) ** size;
  let below = 0;
  for (let count = 0; count < least; count += 1) {
    below += probability;
    probability *= ((count + size) / (count + 1)) * (mean / (size + mean));
  }
  return 1 - below;
}

describe("roundNumbers", () => {
  it("are what a person writes, within the bounds", () => {
    expect(roundNumbers(0.02, 0.05)).toEqual([0.02, 0.025, 0.03, 0.04, 0.05]);
    expect(roundNumbers(1, 13)).toEqual([1, 2, 3, 4, 5, 6, 8, 10, 12]);
    expect(roundNumbers(900, 2_100)).toEqual([1_000, 1_200, 1_500, 2_000]);
    expect(roundNumbers(7, 7.5)).toEqual([]);
  });
});

describe("mostPagesAMonth", () => {
  it("is the published upper limit of a Poisson count", () => {
    // Garwood's 95 % one-sided upper limits for 0, 1, 2, 5 and 10 events.
    const limits = [2.996, 4.744, 6.296, 10.513, 16.962];
    for (const [index, events] of [0, 1, 2, 5, 10].entries()) {
      expect(mostPagesAMonth(events, 30) / (limits[index] ?? 0)).toBeCloseTo(1, 2);
    }
    expect(mostPagesAMonth(0, 15)).toBeCloseTo(5.99, 2);
  });
});
