import { describe, expect, it } from "vitest";

import { evaluateMetricAlarm } from "../../../../src/alarms/evaluate/evaluate-metric-alarm.ts";
import type { MetricAlarm } from "../../../../src/model/alarm-spec.ts";
import { metricAlarm, MINUTE_MS, seriesOf, START_MS } from "../../../support/alarm-series.ts";

const HOUR = 60;
const DAY = 24 * HOUR;

function run(alarm: Partial<MetricAlarm>, values: readonly number[], fromMinute = 0) {
  const result = evaluateMetricAlarm(metricAlarm(alarm), [seriesOf(values)], {
    startMs: START_MS + fromMinute * MINUTE_MS,
    endMs: START_MS + values.length * MINUTE_MS,
  });
  if (result.kind !== "metric") throw new Error(result.why);
  return result;
}
const minutesOf = (result: ReturnType<typeof run>): string[] =>
  result.transitions.map(({ atMs, to }) => `${(atMs - START_MS) / MINUTE_MS} ${to}`);

describe("an alarm that looks back more than a day", () => {
  it.each([
    [86_400, 1, MINUTE_MS],
    [3_600, 24, MINUTE_MS],
    [3_600, 25, HOUR * MINUTE_MS],
    [86_400, 2, HOUR * MINUTE_MS],
    [259_200, 1, HOUR * MINUTE_MS],
  ])("of %d s, %d times, is judged every %d ms", (Period, EvaluationPeriods, everyMs) => {
    expect(run({ Period, EvaluationPeriods }, [1, 2, 3]).everyMs).toBe(everyMs);
  });

  it("is judged at full hours, by the data up to them", () => {
    // One error at minute 30 of the second hour: from the third hour's beginning on, for three days.
    const values = Array.from({ length: 80 * HOUR }, (_, minute) => (minute === 90 ? 1 : 0));
    const result = run({ Period: 3 * DAY * 60, EvaluationPeriods: 1, Threshold: 0 }, values);
    expect(minutesOf(result)).toEqual(["60 OK", "120 ALARM", `${74 * HOUR} OK`]);
    expect(result.states).toHaveLength(80);
    // The window that ends at 74 h begins at 2 h, after the error; it was over at 73 h 31 m already.
  });

  it("waits for the next full hour when it is created between two", () => {
    const result = run(
      { Period: 3_600, EvaluationPeriods: 30 },
      Array.from({ length: 200 }, () => 1),
      17,
    );
    expect(result.firstMs).toBe(START_MS + HOUR * MINUTE_MS);
  });
});
