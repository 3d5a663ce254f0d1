import { MATH_FUNCTIONS } from "../catalog/math-functions.ts";
import { didYouMean } from "../core/did-you-mean.ts";
import { aggregateLine, aggregateLines, isAggregate } from "./aggregate.ts";
import type { CallArguments } from "./call-arguments.ts";
import { choose } from "./choose.ts";
import { fillLinear, fillRepeat, fillWith } from "./fill.ts";
import { lineOf, type Grid, type Line } from "./line.ts";
import { array, scalar, series, type MathValue } from "./math-value.ts";
import { momentFunction, stepFunction, valueFunction } from "./per-series.ts";
import { slice, sort } from "./sort-and-slice.ts";

/** What a function may know beside its arguments. */
export interface FunctionScope {
  readonly grid: Grid;
  readonly metrics: ReadonlyMap<string, Line>;
  readonly ids: readonly string[];
  /** Called where the result may change with the points asked for before and after it. */
  readonly dependsOnRange: () => void;
}

/** The value of a call. Errors: E_BAD_INPUT with the place of the argument that does not fit. */
export function callFunction(args: CallArguments, scope: FunctionScope): MathValue {
  const { name, at, args: given } = args.call;
  const [least, most] = MATH_FUNCTIONS[name] ?? [0, 0];
  if (given.length < least || given.length > most) {
    const expected = least === most ? String(least) : `${least} to ${most}`;
    throw args.error(at, `${name} takes ${expected} arguments and was given ${given.length}`);
  }
  if (isAggregate(name)) {
    const value = args.any(0);
    if (value.kind === "array") return series(aggregateLines(name, value.lines, scope.grid.count));
    scope.dependsOnRange();
    if (value.kind === "scalar") throw args.wrong(0, value, "a time series");
    return scalar(aggregateLine(name, value.line));
  }
  const ofValue = valueFunction(name);
  if (ofValue) return args.each(0, ofValue);
  const ofStep = stepFunction(name);
  if (ofStep) {
    scope.dependsOnRange();
    return args.each(0, (line) => ofStep(line, scope.grid));
  }
  const ofMoment = momentFunction(name);
  if (ofMoment) {
    args.line(0);
    return series(ofMoment(scope.grid));
  }
  return special(args, scope);
}

function special(args: CallArguments, scope: FunctionScope): MathValue {
  const { name, at } = args.call;
  switch (name) {
    case "IF":
      return ifValue(args, scope.grid);
    case "FILL":
      return fill(args, scope);
    case "METRICS":
      return metricsNamed(args, scope);
    case "PERIOD": {
      const [metric] = args.call.args;
      if (metric?.kind !== "id" || !scope.metrics.has(metric.name)) {
        throw args.error(metric?.at ?? at, "PERIOD takes the id of a metric");
      }
      return scalar(scope.grid.periodSeconds);
    }
    case "TIME_SERIES":
      return series(constant(scope.grid, args.scalar(0)));
    case "METRIC_COUNT":
      return scalar(args.lines(0).length);
    case "FIRST":
    case "LAST":
      return series(args.lines(0).at(name === "FIRST" ? 0 : -1) ?? nothing(scope.grid));
    case "REMOVE_EMPTY":
      scope.dependsOnRange();
      return array(args.lines(0).filter((line) => line.present.includes(1)));
    case "SORT":
      scope.dependsOnRange();
      return array(sort(args.lines(0), sortWords(args), args.optionalScalar(3)));
    case "SLICE":
      return array(slice(args.lines(0), args.scalar(1), args.optionalScalar(2)));
    default:
      throw args.error(at, `${name} stands alone, as the band of an anomaly detection alarm`);
  }
}

function ifValue(args: CallArguments, grid: Grid): MathValue {
  const condition = args.operand(0);
  const then = args.operand(1);
  const otherwise = args.has(2) ? args.operand(2) : undefined;
  if (typeof condition !== "number") return series(choose(condition, then, otherwise));
  // A condition that does not exist (1 / 0) chooses nothing.
  const chosen = Number.isNaN(condition) ? undefined : condition === 0 ? otherwise : then;
  if (typeof then === "number" && typeof otherwise !== "object")
    return scalar(chosen === undefined ? Number.NaN : Number(chosen));
  if (chosen === undefined) return series(nothing(grid));
  return series(typeof chosen === "number" ? constant(grid, chosen) : chosen);
}

function fill(args: CallArguments, scope: FunctionScope): MathValue {
  const [, how] = args.call.args;
  if (how?.kind === "word" && (how.name === "REPEAT" || how.name === "LINEAR")) {
    scope.dependsOnRange();
    return args.each(0, how.name === "REPEAT" ? fillRepeat : fillLinear);
  }
  const filler = args.operand(1, "a number, a series, REPEAT or LINEAR");
  return args.each(0, (line) => fillWith(line, filler));
}

function metricsNamed(args: CallArguments, { metrics, ids }: FunctionScope): MathValue {
  const [part] = args.call.args;
  if (part && part.kind !== "text") {
    throw args.error(part.at, "METRICS takes a text in quotes, which the ids contain");
  }
  const chosen = [...metrics].filter(([id]) => id.includes(part?.value ?? ""));
  if (chosen.length === 0) throw args.error(args.call.at, "METRICS finds no metric", didYouMean("", ids));
  return array(chosen.map(([, line]) => line));
}

function sortWords(args: CallArguments): { by: "AVG" | "MIN" | "MAX" | "SUM"; order: "ASC" | "DESC" } {
  const [, by, order] = args.call.args;
  const byName = by?.kind === "word" ? by.name : "";
  const orderName = order?.kind === "word" ? order.name : "";
  if (byName !== "AVG" && byName !== "MIN" && byName !== "MAX" && byName !== "SUM") {
    throw args.error(by?.at ?? args.call.at, "SORT goes by AVG, MIN, MAX or SUM");
  }
  if (orderName !== "ASC" && orderName !== "DESC") {
    throw args.error(order?.at ?? args.call.at, "the order of SORT is ASC or DESC");
  }
  return { by: byName, order: orderName };
}

const constant = ({ count }: Grid, value: number): Line => lineOf(count, () => value);
const nothing = ({ count }: Grid): Line => lineOf(count, () => undefined);
