import { METRICS } from "../../catalog/metrics.ts";

/**
 * Whether CloudWatch knows a statistic by that name.
 *
 * Source: CloudWatch User Guide, "CloudWatch statistics definitions" (Statistics-definitions.html).
 */
export function isStatistic(name: string): boolean {
  return BASIC.has(name) || isExtendedStatistic(name);
}

/** Whether it is a percentile, a trimmed statistic or a percentile rank. */
export function isExtendedStatistic(name: string): boolean {
  const upTo = /^(?:p|tm|wm|tc|ts)(\d{1,3}(?:\.\d{1,10})?)$/.exec(name);
  return name === "IQM" || (upTo ? Number(upTo[1]) <= 100 : RANGE.test(name));
}

const BASIC: ReadonlySet<string> = new Set(["SampleCount", "Sum", "Average", "Minimum", "Maximum"]);
const RANGE =
  /^(?:(?:TM|WM|TC|TS)\((?:\d+(?:\.\d+)?%?)?:(?:\d+(?:\.\d+)?%?)?\)|PR\((?:\d+(?:\.\d+)?)?:(?:\d+(?:\.\d+)?)?\))$/;

/** The unit that API Gateway publishes a metric in, or undefined for a metric that is not its own. */
export function publishedUnit(metric: string): string | undefined {
  return METRICS.find((row) => row.metric === metric)?.unit;
}
