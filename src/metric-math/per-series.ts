/** The functions that make one series of one series. */
import { emptyLine, lineOf, pointAt, setPoint, type Grid, type Line } from "./line.ts";

const OF_A_VALUE: Readonly<Record<string, (value: number) => number>> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
  LOG: Math.log,
  LOG10: Math.log10,
};

/** Monday is 1, as in CloudWatch; all in UTC. */
const OF_A_MOMENT: Readonly<Record<string, (moment: Date) => number>> = {
  MINUTE: (moment) => moment.getUTCMinutes(),
  HOUR: (moment) => moment.getUTCHours(),
  DAY: (moment) => moment.getUTCDay() || 7,
  DATE: (moment) => moment.getUTCDate(),
  MONTH: (moment) => moment.getUTCMonth() + 1,
  YEAR: (moment) => moment.getUTCFullYear(),
  EPOCH: (moment) => moment.getTime() / 1_000,
};

/** From a value, the one before it, and the seconds between them; gaps are stepped over. */
const OF_A_STEP: Readonly<Record<string, (value: number, before: number, seconds: number) => number>> = {
  DIFF: (value, before) => value - before,
  DIFF_TIME: (_value, _before, seconds) => seconds,
  RATE: (value, before, seconds) => (value - before) / seconds,
};

/** Undefined for a function that is none of these. */
export function valueFunction(name: string): ((line: Line) => Line) | undefined {
  const apply = Object.hasOwn(OF_A_VALUE, name) ? OF_A_VALUE[name] : undefined;
  if (!apply) return undefined;
  return (line) =>
    lineOf(line.values.length, (index) => {
      const value = pointAt(line, index);
      return value === undefined ? undefined : apply(value);
    });
}

/** A value for each moment of the grid, whether or not the series has a point there. */
export function momentFunction(name: string): ((grid: Grid) => Line) | undefined {
  const apply = Object.hasOwn(OF_A_MOMENT, name) ? OF_A_MOMENT[name] : undefined;
  if (!apply) return undefined;
  return ({ startMs, stepMs, count }) => lineOf(count, (index) => apply(new Date(startMs + index * stepMs)));
}

/** Functions of a point and those before it: their result depends on where the range begins. */
export function stepFunction(name: string): ((line: Line, grid: Grid) => Line) | undefined {
  if (name === "RUNNING_SUM") return runningSum;
  const apply = Object.hasOwn(OF_A_STEP, name) ? OF_A_STEP[name] : undefined;
  if (!apply) return undefined;
  return (line, { stepMs, count }) => {
    const result = emptyLine(count);
    let before = -1;
    for (let index = 0; index < count; index += 1) {
      const value = pointAt(line, index);
      if (value === undefined) continue;
      const last = before === -1 ? undefined : pointAt(line, before);
      if (last !== undefined)
        setPoint(result, index, apply(value, last, ((index - before) * stepMs) / 1_000));
      before = index;
    }
    return result;
  };
}

function runningSum(line: Line): Line {
  let sum = 0;
  return lineOf(line.values.length, (index) => {
    const value = pointAt(line, index);
    if (value === undefined) return undefined;
    sum += value;
    return sum;
  });
}
