import { describe, expect, it } from "vitest";

import { checkMetricAlarm } from "../../../../src/alarms/evaluate/check-metric-alarm.ts";
import { evaluateMetricAlarm } from "../../../../src/alarms/evaluate/evaluate-metric-alarm.ts";
import { createRandom } from "../../../../src/core/random.ts";
import type { MetricAlarm } from "../../../../src/model/alarm-spec.ts";
import type { Series } from "../../../../src/model/series.ts";
import { metricAlarm, MINUTE_MS, seriesOf, START_MS } from "../../../support/alarm-series.ts";

const QUERY =
  'SELECT SUM("5XXError") FROM SCHEMA("AWS/ApiGateway", ApiName, Stage, Route) ' +
  "WHERE ApiName = 'orders' AND Stage = 'prod' GROUP BY Route ORDER BY SUM() DESC";
const MINUTES = 90;
const window = { startMs: START_MS, endMs: START_MS + MINUTES * MINUTE_MS };

function queryAlarm(expression = QUERY, over: Partial<MetricAlarm> = {}): MetricAlarm {
  return {
    AlarmName: "tail",
    Metrics: [{ Id: "q", Expression: expression, Period: 60, ReturnData: true }],
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    Threshold: 4,
    ComparisonOperator: "GreaterThanThreshold",
    TreatMissingData: "notBreaching",
    ...over,
  };
}

function route(name: string, values: readonly (number | undefined)[], stage = "prod"): Series {
  return { ...seriesOf(values), dimensions: { ApiName: "orders", Stage: stage, Route: name } };
}

function drawn(seed: number): (number | undefined)[] {
  const random = createRandom(seed);
  return Array.from({ length: MINUTES }, () =>
    random.next() < 0.2 ? undefined : Math.floor(random.next() * 8),
  );
}

describe("an alarm on a Metrics Insights query", () => {
  it("is in ALARM while any of its series would be by itself", () => {
    const names = ["GET /a", "GET /b", "POST /c"];
    const routes = names.map((name, index) => route(name, drawn(index + 3)));
    const strangers = [
      route(
        "GET /a",
        Array.from({ length: MINUTES }, () => 77),
        "test",
      ),
      seriesOf(drawn(9)),
    ];
    const whole = evaluateMetricAlarm(queryAlarm(), [...routes, ...strangers], window);
    const alone = routes.map((series) => {
      const dimensions = Object.entries(series.dimensions).map(([Name, Value]) => ({ Name, Value }));
      const over = {
        Dimensions: dimensions,
        DatapointsToAlarm: 2,
        TreatMissingData: "notBreaching",
      } as const;
      return evaluateMetricAlarm(metricAlarm(over), [series], window);
    });
    if (whole.kind !== "metric") throw new Error(whole.why);
    const states = alone.map((one) => (one.kind === "metric" ? one.states : []));
    expect(whole.states).toHaveLength(MINUTES);
    const expected = whole.states.map((_, at) => (states.some((of) => of[at] === "ALARM") ? "ALARM" : "OK"));
    expect(whole.states).toEqual(expected);
    // Each of them decides at some time, and not all of the time.
    expect(new Set(states.map((of) => of.join())).size).toBe(3);
    expect(new Set(whole.states)).toEqual(new Set(["ALARM", "OK"]));
  });

  it("says which series it was", () => {
    const calm = Array.from({ length: MINUTES }, () => 1);
    const failing = calm.map((value, minute) => (minute >= 20 && minute < 31 ? 9 : value));
    const result = evaluateMetricAlarm(
      queryAlarm(),
      [route("GET /a", calm), route("GET /b", failing)],
      window,
    );
    if (result.kind !== "metric") throw new Error(result.why);
    const fired = result.transitions.find(({ to }) => to === "ALARM");
    expect(fired?.atMs).toBe(START_MS + 22 * MINUTE_MS);
    expect(fired?.reason).toMatch(/^GET \/b: Threshold Crossed: 2 out of the last 3 datapoints \[9\.0/);
    expect(result.notes.join(" ")).toContain("the history has 2 of them");
  });

  it("is not judged by what its series cannot tell", () => {
    const why = (expression: string, history: readonly Series[]) => {
      const result = evaluateMetricAlarm(queryAlarm(expression), history, window);
      return result.kind === "not-evaluated" ? result.why : result.kind;
    };
    const two = [route("GET /a", [5]), route("GET /b", [7])];
    expect(why(QUERY, [seriesOf([3])])).toContain("no series that the query on 5XXError matches");
    expect(why(QUERY.replace("GROUP BY Route", ""), two)).toContain("one series of 2 metrics");
    expect(why(`${QUERY} LIMIT 2`, two)).toContain("LIMIT");
    expect(why(QUERY.replace("SUM(", "AVG("), two)).toMatch(/^GET \/a: .* cannot be made/);
  });

  it("is judged whatever its series are called, and where it makes one of one metric", () => {
    const long = "GET /".padEnd(600, "é\n");
    for (const [expression, name] of [
      [QUERY, long],
      [QUERY.replace("GROUP BY Route ", ""), "GET /a"],
    ] as const) {
      const result = evaluateMetricAlarm(queryAlarm(expression), [route(name, [9, 9, 9, 9])], window);
      if (result.kind !== "metric") throw new Error(result.why);
      expect(result.states).toContain("ALARM");
    }
  });

  it("is refused where CloudWatch refuses it, or has no data to judge it by", () => {
    expect(() => checkMetricAlarm(queryAlarm())).not.toThrow();
    const problems = (alarm: MetricAlarm) => {
      try {
        checkMetricAlarm(alarm);
      } catch (error) {
        return (error as { details: string[] }).details.join("; ");
      }
      return "";
    };
    const long = queryAlarm();
    const [query] = long.Metrics ?? [];
    expect(problems({ ...long, Metrics: [{ ...query, Id: "q", Period: 3_660 }] })).toContain(
      "10800 s of data",
    );
    expect(problems({ ...long, Metrics: [{ Id: "q", Expression: `${QUERY} ,`, Period: 60 }] })).toContain(
      "Metrics[0].Expression: cannot read",
    );
  });
});
