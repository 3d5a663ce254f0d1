import { describe, expect, it } from "vitest";

import { ToolError } from "../../../src/core/errors.ts";
import { evaluateExpression } from "../../../src/metric-math/evaluate-expression.ts";
import { lineOf, pointAt, type Line } from "../../../src/metric-math/line.ts";
import { parseExpression } from "../../../src/metric-math/parse-expression.ts";

/** Five minutes from Tuesday 7 April 2026, 12:58 UTC. */
const GRID = { startMs: Date.UTC(2026, 3, 7, 12, 58), stepMs: 60_000, count: 5, periodSeconds: 60 };

const line = (text: string): Line => {
  const points = text.split(" ");
  return lineOf(points.length, (index) => (points[index] === "-" ? undefined : Number(points[index])));
};
const text = (points: Line): string =>
  [...points.values.keys()].map((index) => pointAt(points, index) ?? "-").join(" ");

/** Metrics of AWS's own examples, and three of ours. */
const METRICS = new Map([
  ["metric1", line("1 1 0 0 -")],
  ["metric2", line("30 - 0 0 30")],
  ["metric3", line("0 0 20 - 20")],
  ["m1", line("4 - 10 - 7")],
  ["m2", line("- - 5 2 0")],
  ["a1", line("30 20 0 0 -")],
  ["a2", line("20 - 20 - -")],
  ["errors", line("1.5 -2 0.5 - 9")],
]);

function evaluate(source: string): { result: string; dependsOnRange: boolean } {
  const { value, dependsOnRange } = evaluateExpression(parseExpression(source), source, {
    grid: GRID,
    metrics: METRICS,
    resultOf: () => undefined,
    ids: [...METRICS.keys()],
  });
  if (value.kind === "scalar") return { result: `= ${value.value}`, dependsOnRange };
  const lines = value.kind === "series" ? [value.line] : value.lines;
  return { result: lines.map(text).join(" | "), dependsOnRange };
}

describe("metric math", () => {
  it.each([
    // AWS's tables of IF.
    ["IF(metric1, metric2, metric3)", "30 0 20 - -"],
    ["IF(metric1, 5, metric3)", "5 5 20 - -"],
    ["IF(metric1, metric2, 5)", "30 0 5 5 -"],
    ["IF(metric1, metric2)", "30 0 - - -"],
    ["IF(1, m1, m2)", "4 - 10 - 7"],
    ["IF(0, m1)", "- - - - -"],
    ["IF(0, m1, 3)", "3 3 3 3 3"],
    // AWS's table of comparisons.
    ["a1 < a2", "0 0 1 0 -"],
    ["a1 >= 30", "1 0 0 0 -"],
    ["a1 > 15 AND a2 > 15", "1 0 0 0 -"],
    // A point that one side lacks is 0; dividing by it drops the point; a number brings no point into being.
    ["m1 + m2", "4 - 15 2 7"],
    ["m1 / m2", "- - 2 0 -"],
    ["100 * m1", "400 - 1000 - 700"],
    ["1 / m2", "- - 0.2 0.5 -"],
    ["m1 - 1 / 0", "- - - - -"],
    ["m1 > m2", "1 - 1 0 1"],
    ["m1 >= 7 AND m2 < 5", "0 - 0 0 1"],
    ["m1 == 4 || m2 != 5", "1 - 0 1 1"],
    ["-m1 ^ 2", "-16 - -100 - -49"],
    ["2 ^ 3 ^ 2", "= 512"],
    ["10 - 4 - 3", "= 3"],
    ["1 + 2 * 3 > 6 AND 0 == 0", "= 1"],
    ["[m1, m2] * 2", "8 - 20 - 14 | - - 10 4 0"],
    ["m1 / [m2, m1]", "- - 2 0 - | 1 - 1 - 1"],
    // Over one series a number, over an array a series.
    ["SUM(m1)", "= 21"],
    ["AVG(m1)", "= 7"],
    ["MIN(m2)", "= 0"],
    ["DATAPOINT_COUNT(m1)", "= 3"],
    ["SUM([m1, m2])", "4 - 15 2 7"],
    ["AVG([m1, m2])", "2 - 7.5 1 3.5"],
    ["MAX([m1, m2])", "4 - 10 2 7"],
    ["STDDEV([m1, m2])", "0 - 2.5 0 3.5"],
    ["DATAPOINT_COUNT([m1, m2])", "1 - 2 1 2"],
    ['SUM(METRICS("metric"))', "31 1 20 0 50"],
    ["METRIC_COUNT(METRICS())", "= 8"],
    ["ABS(errors)", "1.5 2 0.5 - 9"],
    ["CEIL(errors)", "2 -2 1 - 9"],
    ["FLOOR(errors)", "1 -2 0 - 9"],
    ["LOG10(m2 * 20)", `- - 2 ${Math.log10(40)} -`],
    ["FILL(m1, 0)", "4 0 10 0 7"],
    ["FILL(m2, REPEAT)", "- - 5 2 0"],
    ["FILL(m1, REPEAT)", "4 4 10 10 7"],
    ["FILL(m1, LINEAR)", "4 7 10 8.5 7"],
    ["FILL(m1, m2)", "4 - 10 2 7"],
    ["FILL([m1, m2], 1)", "4 1 10 1 7 | 1 1 5 2 0"],
    ["DIFF(m1)", "- - 6 - -3"],
    ["DIFF_TIME(m1)", "- - 120 - 120"],
    ["RATE(m1)", "- - 0.05 - -0.025"],
    ["RUNNING_SUM(m1)", "4 - 14 - 21"],
    ["m1 / PERIOD(m1) * 60", "4 - 10 - 7"],
    ["TIME_SERIES(5)", "5 5 5 5 5"],
    ["HOUR(m2) * 100 + MINUTE(m2)", "1258 1259 1300 1301 1302"],
    ["DAY(m2) + 10 * DATE(m2) + 1000 * MONTH(m2)", "4072 4072 4072 4072 4072"],
    ["YEAR(m1)", "2026 2026 2026 2026 2026"],
    ["FIRST(SORT([m1, m2, errors], MAX, DESC))", "4 - 10 - 7"],
    ["LAST(SORT([m1, m2], SUM, DESC))", "- - 5 2 0"],
    ["SORT([m1, m2, metric2], AVG, ASC, 1)", "- - 5 2 0"],
    ["SLICE([m1, m2, metric1], 1, 2)", "- - 5 2 0"],
    ["REMOVE_EMPTY([IF(0, m1), m1])", "4 - 10 - 7"],
    ["SUM([METRICS(“m1”), METRICS('m2')])", "4 - 15 2 7"],
  ])("%s", (source, expected) => expect(evaluate(source).result).toBe(expected));

  it.each([
    ["IF(FILL(m1, 0) > 3, 100 * m2 / m1, 0)", false],
    ["SUM([m1, m2]) / HOUR(m1)", false],
    ["m1 - AVG(m1)", true],
    ["FILL(m1, REPEAT) + 1", true],
    ["RATE(m1) > 0", true],
  ])("knows whether %s depends on the range: %s", (source, expected) => {
    expect(evaluate(source).dependsOnRange).toBe(expected);
  });

  it.each([
    ["m1 +", "at its end: an operand is missing"],
    ["m1 m2", 'at character 4: "m2" where an operator'],
    ["(m1", 'at its end: the end where ")" should close the bracket of character 1'],
    ["m1 $ 2", 'at character 4: "$"'],
    ["SUMM([m1])", 'at character 1: there is no function "SUMM"'],
    ["avg(m1)", 'there is no function "avg"'],
    ["SEARCH('x', 'Sum')", "at character 1: SEARCH cannot be evaluated: an alarm cannot be based on it"],
    ["m1 + m9", 'at character 6: nothing has the id "m9"'],
    ["M1 + 1", '"M1" is neither an id nor a call'],
    ["IF(m1)", "IF takes 2 to 3 arguments and was given 1"],
    ["[m1] > 1", "not an array of series"],
    ["[m1] + [m2]", "one array of series at most"],
    ["[m1, 2]", "a list holds time series"],
    ["ABS(3)", "not a single number"],
    ["FIRST(m1)", "argument 1 of FIRST is a time series, not an array of time series"],
    ["PERIOD(m1 + 1)", "PERIOD takes the id of a metric"],
    ["ANOMALY_DETECTION_BAND(m1) + 1", "stands alone"],
    ['METRICS("zz")', "METRICS finds no metric"],
    ["SORT([m1], MEDIAN, ASC)", '"MEDIAN" is neither an id'],
    ["'text' + 1", "a text or a word stands where"],
    [`${"(".repeat(300)}m1${")".repeat(300)}`, "nested more than"],
  ])("refuses %.40s", (source, expected) => expect(() => evaluate(source)).toThrow(expected));

  it("shows the place and what was probably meant", () => {
    try {
      evaluate("100 * SUMM([m1])");
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      expect(error.hint).toMatch(/^Did you mean "SUM"\?/);
      expect(error.details).toEqual(["100 * SUMM([m1])", "      ^"]);
    }
  });
});
