import type { MetricAlarm } from "../../src/model/alarm-spec.ts";

/**
 * The alarm evaluator written for reading: every evaluation goes back to the minutes of the history, makes its windows
 * one by one and tells the rules in AWS's order. Minutes are by their number from the start; Sum, Minimum or Maximum.
 */
export function referenceStates(
  alarm: MetricAlarm,
  minutes: ReadonlyMap<number, number>,
  evaluations: number,
  { extraPoints, youngBreaching }: { extraPoints: number; youngBreaching: "keep" | "ok" },
): string[] {
  const { Period = 60, EvaluationPeriods: n, DatapointsToAlarm: m = n, TreatMissingData = "missing" } = alarm;
  const width = Period / 60;
  const states: string[] = [];
  let state = "INSUFFICIENT_DATA";
  for (let now = 1; now <= evaluations; now += 1) {
    const range: (number | "gap")[] = [];
    for (let point = 0; point < n + extraPoints; point += 1) {
      const end = now - point * width;
      const within: number[] = [];
      for (let minute = end - width; minute < end; minute += 1) {
        const value = minutes.get(minute);
        if (value !== undefined) within.push(value);
      }
      range.push(within.length === 0 ? "gap" : statistic(alarm.Statistic ?? "Sum", within));
    }
    state = judge();
    states.push(state);

    function judge(): string {
      const real = range.filter((point) => point !== "gap");
      if (real.length >= n) {
        return real.slice(0, n).filter((value) => breaches(alarm, value)).length >= m ? "ALARM" : "OK";
      }
      const bad = real.filter((value) => breaches(alarm, value)).length;
      const short = n - real.length;
      if (TreatMissingData === "breaching") return bad + short >= m ? "ALARM" : "OK";
      if (TreatMissingData === "notBreaching") return bad >= m ? "ALARM" : "OK";
      if (real.length === 0) return TreatMissingData === "missing" ? "INSUFFICIENT_DATA" : state;
      if (bad >= m) return "ALARM";
      if (bad < real.length) return "OK";
      const ages = range.flatMap((point, index) => (point === "gap" ? [] : [index + 1]));
      if (Math.max(...ages) >= m) return TreatMissingData === "missing" ? "ALARM" : state;
      return youngBreaching === "ok" ? "OK" : state;
    }
  }
  return states;
}

function statistic(name: string, values: readonly number[]): number {
  if (name === "Minimum") return Math.min(...values);
  if (name === "Maximum") return Math.max(...values);
  return values.reduce((sum, value) => sum + value, 0);
}

function breaches({ ComparisonOperator, Threshold = 0 }: MetricAlarm, value: number): boolean {
  if (ComparisonOperator === "GreaterThanThreshold") return value > Threshold;
  if (ComparisonOperator === "GreaterThanOrEqualToThreshold") return value >= Threshold;
  if (ComparisonOperator === "LessThanThreshold") return value < Threshold;
  return value <= Threshold;
}
