/**
 * The statistics of metric math: over all points of one series they give a number, over an array they give a series,
 * moment by moment.
 *
 * A moment that only some series of an array have: SUM and AVG count the others as 0 (so AVG divides by the number of
 * series, as the User Guide states for missing values), MIN, MAX and STDDEV look at what is there. STDDEV is that of a
 * population; AWS does not say which.
 */
import { lineOf, pointAt, type Line } from "./line.ts";

export type Aggregate = "AVG" | "MIN" | "MAX" | "SUM" | "STDDEV" | "DATAPOINT_COUNT";

export function isAggregate(name: string): name is Aggregate {
  return ["AVG", "MIN", "MAX", "SUM", "STDDEV", "DATAPOINT_COUNT"].includes(name);
}

/** Over the points of one line; NaN (no number) for an empty one, but a count of 0. */
export function aggregateLine(name: Aggregate, line: Line): number {
  const values = [...line.values].filter((_, index) => line.present[index] === 1);
  return aggregateValues(name, values, values.length);
}

/** Moment by moment over several lines. */
export function aggregateLines(name: Aggregate, lines: readonly Line[], count: number): Line {
  return lineOf(count, (index) => {
    const values = lines.map((line) => pointAt(line, index)).filter((value) => value !== undefined);
    if (values.length === 0) return undefined;
    return aggregateValues(name, values, lines.length);
  });
}

function aggregateValues(name: Aggregate, values: readonly number[], divisor: number): number {
  if (name === "DATAPOINT_COUNT") return values.length;
  if (values.length === 0) return Number.NaN;
  const sum = values.reduce((total, value) => total + value, 0);
  if (name === "SUM") return sum;
  if (name === "AVG") return sum / divisor;
  if (name === "MIN") return values.reduce((least, value) => Math.min(least, value));
  if (name === "MAX") return values.reduce((most, value) => Math.max(most, value));
  const mean = sum / values.length;
  return Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length);
}
