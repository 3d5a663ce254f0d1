/**
 * The functions of CloudWatch metric math that can be evaluated from datapoints alone, and how many arguments each
 * takes: least and most.
 *
 * Source: CloudWatch User Guide, "Using math expressions with CloudWatch metrics", tables of functions (2026).
 */
export const MATH_FUNCTIONS: Readonly<Record<string, readonly [least: number, most: number]>> = Object.freeze(
  {
    ANOMALY_DETECTION_BAND: [1, 2],
    ABS: [1, 1],
    AVG: [1, 1],
    CEIL: [1, 1],
    DATAPOINT_COUNT: [1, 1],
    DATE: [1, 1],
    DAY: [1, 1],
    DIFF: [1, 1],
    DIFF_TIME: [1, 1],
    EPOCH: [1, 1],
    FILL: [2, 2],
    FIRST: [1, 1],
    FLOOR: [1, 1],
    HOUR: [1, 1],
    IF: [2, 3],
    LAST: [1, 1],
    LOG: [1, 1],
    LOG10: [1, 1],
    MAX: [1, 1],
    METRICS: [0, 1],
    METRIC_COUNT: [1, 1],
    MIN: [1, 1],
    MINUTE: [1, 1],
    MONTH: [1, 1],
    PERIOD: [1, 1],
    RATE: [1, 1],
    REMOVE_EMPTY: [1, 1],
    RUNNING_SUM: [1, 1],
    SLICE: [2, 3],
    SORT: [3, 4],
    STDDEV: [1, 1],
    SUM: [1, 1],
    TIME_SERIES: [1, 1],
    YEAR: [1, 1],
  },
);

/** Words in capitals that stand as an argument: how to FILL, and what SORT goes by. */
export const MATH_WORDS: readonly string[] = Object.freeze([
  "REPEAT",
  "LINEAR",
  "ASC",
  "DESC",
  "AVG",
  "MIN",
  "MAX",
  "SUM",
]);

/** Functions that CloudWatch has and that datapoints alone cannot answer, with the reason. */
export const NOT_EVALUATED: Readonly<Record<string, string>> = Object.freeze({
  SEARCH: "an alarm cannot be based on it, and what it finds lies outside the history",
  INSIGHT_RULE_METRIC: "the rule's own data are not part of the history",
  SERVICE_QUOTA: "the quota is not part of the history",
  DB_PERF_INSIGHTS: "the counters are not part of the history",
  LAMBDA: "it calls a function of the account",
});
