import { MATH_FUNCTIONS } from "../catalog/math-functions.ts";
import { didYouMean } from "../core/did-you-mean.ts";
import { aggregateLine, aggregateLines, isAggregate } from "./aggregate.ts";
import { choose } from "./choose.ts";
import { applySign, combine } from "./combine.ts";
import type { Expression } from "./expression.ts";
import { fillLinear, fillRepeat, fillWith } from "./fill.ts";
import { lineOf, type Grid, type Line } from "./line.ts";
import { mathError } from "./math-error.ts";
import { array, kindText, scalar, series, type MathValue } from "./math-value.ts";
import { momentFunction, stepFunction, valueFunction } from "./per-series.ts";
import { slice, sort } from "./sort-and-slice.ts";

type Call = Extract<Expression, { kind: "call" }>;

/** What an expression may refer to. */
export interface MathScope {
  readonly grid: Grid;
  /** The metrics of the request by id, in its order: what METRICS() gives. All lines lie on the grid. */
  readonly metrics: ReadonlyMap<string, Line>;
  /** Another expression's result by its id; undefined where there is none of that id. */
  readonly resultOf: (id: string) => MathResult | undefined;
  /** All ids, to propose the one that was probably meant. */
  readonly ids: readonly string[];
}

export interface MathResult {
  readonly value: MathValue;
  /**
   * True where a point of the result may change with the points asked for before and after it (a sum over all points
   * of a series, the difference to the point before, FILL with REPEAT or LINEAR).
   */
  readonly dependsOnRange: boolean;
}

/**
 * The value of an expression over a grid. `source` is the text it was read from, for messages.
 *
 * Errors: E_BAD_INPUT with the place, for an unknown id and for arguments of a kind that the function does not take.
 */
export function evaluateExpression(expression: Expression, source: string, scope: MathScope): MathResult {
  const evaluator = new Evaluator(source, scope);
  const value = evaluator.value(expression);
  return { value, dependsOnRange: evaluator.dependsOnRange };
}

class Evaluator {
  dependsOnRange = false;
  readonly #source: string;
  readonly #scope: MathScope;

  constructor(source: string, scope: MathScope) {
    this.#source = source;
    this.#scope = scope;
  }

  value(expression: Expression): MathValue {
    switch (expression.kind) {
      case "number":
        return scalar(expression.value);
      case "id":
        return this.#id(expression.name, expression.at);
      case "list":
        return this.#list(expression.items);
      case "negate":
        return this.#negate(this.value(expression.operand), expression.at);
      case "binary":
        return this.#binary(expression);
      case "call":
        return this.#call(expression);
      case "text":
      case "word":
        break;
    }
    throw this.#error(expression.at, "a text or a word stands where a number or a series should be");
  }

  get #count(): number {
    return this.#scope.grid.count;
  }

  #negate(value: MathValue, at: number): MathValue {
    if (value.kind === "scalar") return scalar(-value.value);
    return this.#each(value, at, (line) => combine("*", line, -1, this.#count));
  }

  #id(name: string, at: number): MathValue {
    const metric = this.#scope.metrics.get(name);
    if (metric) return series(metric);
    const result = this.#scope.resultOf(name);
    if (!result) {
      throw mathError(this.#source, at, `nothing has the id "${name}"`, didYouMean(name, this.#scope.ids));
    }
    if (result.dependsOnRange) this.dependsOnRange = true;
    return result.value;
  }

  #list(items: readonly Expression[]): MathValue {
    const lines = items.flatMap((item): readonly Line[] => {
      const value = this.value(item);
      if (value.kind === "series") return [value.line];
      if (value.kind === "array") return value.lines;
      throw this.#error(item.at, "a list holds time series, not single numbers", "Write TIME_SERIES(...).");
    });
    return array(lines);
  }

  #binary({ sign, left, right, at }: Extract<Expression, { kind: "binary" }>): MathValue {
    const [one, other] = [this.value(left), this.value(right)];
    if (one.kind === "scalar" && other.kind === "scalar")
      return scalar(applySign(sign, one.value, other.value));
    const isArithmetic = "+-*/^".includes(sign);
    if (one.kind === "array" || other.kind === "array") {
      if (!isArithmetic)
        throw this.#error(at, `${sign} compares two series or numbers, not an array of series`);
      if (one.kind === other.kind) throw this.#error(at, `${sign} takes one array of series at most`);
    }
    if (one.kind === "array") {
      return array(one.lines.map((line) => combine(sign, line, operandOf(other), this.#count)));
    }
    if (other.kind === "array") {
      return array(other.lines.map((line) => combine(sign, operandOf(one), line, this.#count)));
    }
    return series(combine(sign, operandOf(one), operandOf(other), this.#count));
  }

  #call(call: Call): MathValue {
    const { name, args, at } = call;
    const [least, most] = MATH_FUNCTIONS[name] ?? [0, 0];
    if (args.length < least || args.length > most) {
      const expected = least === most ? String(least) : `${least} to ${most}`;
      throw this.#error(at, `${name} takes ${expected} arguments and was given ${args.length}`);
    }
    if (isAggregate(name)) {
      const value = this.#argument(call, 0);
      if (value.kind === "array") return series(aggregateLines(name, value.lines, this.#count));
      this.dependsOnRange = true;
      return scalar(aggregateLine(name, this.#series(value, call, 0)));
    }
    const ofValue = valueFunction(name);
    if (ofValue) return this.#each(this.#argument(call, 0), at, ofValue);
    const ofStep = stepFunction(name);
    if (ofStep) {
      this.dependsOnRange = true;
      return this.#each(this.#argument(call, 0), at, (line) => ofStep(line, this.#scope.grid));
    }
    const ofMoment = momentFunction(name);
    if (ofMoment) {
      this.#series(this.#argument(call, 0), call, 0);
      return series(ofMoment(this.#scope.grid));
    }
    return this.#special(call);
  }

  #special(call: Call): MathValue {
    switch (call.name) {
      case "IF":
        return this.#if(call);
      case "FILL":
        return this.#fill(call);
      case "METRICS":
        return this.#metrics(call);
      case "PERIOD": {
        const [metric] = call.args;
        if (metric?.kind !== "id" || !this.#scope.metrics.has(metric.name)) {
          throw this.#error(metric?.at ?? call.at, "PERIOD takes the id of a metric");
        }
        return scalar(this.#scope.grid.periodSeconds);
      }
      case "TIME_SERIES":
        return series(this.#constant(this.#scalar(call, 0)));
      case "METRIC_COUNT":
        return scalar(this.#array(call, 0).length);
      case "FIRST":
      case "LAST": {
        const line = this.#array(call, 0).at(call.name === "FIRST" ? 0 : -1);
        return series(line ?? lineOf(this.#count, () => undefined));
      }
      case "REMOVE_EMPTY":
        this.dependsOnRange = true;
        return array(this.#array(call, 0).filter((line) => line.present.includes(1)));
      case "SORT":
        this.dependsOnRange = true;
        return array(sort(this.#array(call, 0), this.#words(call), this.#optionalScalar(call, 3)));
      case "SLICE":
        return array(slice(this.#array(call, 0), this.#scalar(call, 1), this.#optionalScalar(call, 2)));
      default:
        throw this.#error(call.at, `${call.name} stands alone, as the band of an anomaly detection alarm`);
    }
  }

  #if(call: Call): MathValue {
    const condition = this.#argument(call, 0);
    const then = this.#argument(call, 1);
    const otherwise = call.args.length > 2 ? this.#argument(call, 2) : undefined;
    for (const [index, value] of [condition, then, otherwise].entries()) {
      if (value?.kind === "array") throw this.#wrong(call, index, value, "a series or a number");
    }
    if (condition.kind === "series") {
      return series(choose(condition.line, operandOf(then), otherwise && operandOf(otherwise)));
    }
    const isTrue = condition.kind === "scalar" && condition.value !== 0 && !Number.isNaN(condition.value);
    const isAbsent = condition.kind === "scalar" && Number.isNaN(condition.value);
    const chosen = isAbsent ? undefined : isTrue ? then : otherwise;
    if (then.kind === "scalar" && (otherwise === undefined || otherwise.kind === "scalar")) {
      return chosen ?? scalar(Number.NaN);
    }
    if (chosen === undefined) return series(lineOf(this.#count, () => undefined));
    return chosen.kind === "scalar" ? series(this.#constant(chosen.value)) : chosen;
  }

  #fill(call: Call): MathValue {
    const [, how] = call.args;
    const filled = this.#argument(call, 0);
    if (how?.kind === "word" && (how.name === "REPEAT" || how.name === "LINEAR")) {
      this.dependsOnRange = true;
      return this.#each(filled, call.at, how.name === "REPEAT" ? fillRepeat : fillLinear);
    }
    const filler = this.#argument(call, 1);
    if (filler.kind === "array") throw this.#wrong(call, 1, filler, "a number, a series, REPEAT or LINEAR");
    return this.#each(filled, call.at, (line) => fillWith(line, operandOf(filler)));
  }

  #metrics({ args: [part], at }: Call): MathValue {
    if (part && part.kind !== "text") {
      throw this.#error(part.at, "METRICS takes a text in quotes, which the ids contain");
    }
    const chosen = [...this.#scope.metrics].filter(([id]) => id.includes(part?.value ?? ""));
    if (chosen.length === 0)
      throw this.#error(at, "METRICS finds no metric", didYouMean("", this.#scope.ids));
    return array(chosen.map(([, line]) => line));
  }

  #words(call: Call): { by: "AVG" | "MIN" | "MAX" | "SUM"; order: "ASC" | "DESC" } {
    const [, by, order] = call.args;
    const byName = by?.kind === "word" ? by.name : "";
    const orderName = order?.kind === "word" ? order.name : "";
    if (byName !== "AVG" && byName !== "MIN" && byName !== "MAX" && byName !== "SUM") {
      throw this.#error(by?.at ?? call.at, "SORT goes by AVG, MIN, MAX or SUM");
    }
    if (orderName !== "ASC" && orderName !== "DESC") {
      throw this.#error(order?.at ?? call.at, "the order of SORT is ASC or DESC");
    }
    return { by: byName, order: orderName };
  }

  #each(value: MathValue, at: number, apply: (line: Line) => Line): MathValue {
    if (value.kind === "series") return series(apply(value.line));
    if (value.kind === "array") return array(value.lines.map(apply));
    throw this.#error(at, "it takes time series, not a single number");
  }

  #constant(value: number): Line {
    return lineOf(this.#count, () => value);
  }

  #argument(call: Call, index: number): MathValue {
    const argument = call.args[index];
    if (!argument) throw this.#error(call.at, `${call.name} misses argument ${index + 1}`);
    return this.value(argument);
  }

  #series(value: MathValue, call: Call, index: number): Line {
    if (value.kind !== "series") throw this.#wrong(call, index, value, "a time series");
    return value.line;
  }

  #array(call: Call, index: number): readonly Line[] {
    const value = this.#argument(call, index);
    if (value.kind !== "array") throw this.#wrong(call, index, value, "an array of time series");
    return value.lines;
  }

  #scalar(call: Call, index: number): number {
    const value = this.#argument(call, index);
    if (value.kind !== "scalar") throw this.#wrong(call, index, value, "a single number");
    return value.value;
  }

  #optionalScalar(call: Call, index: number): number | undefined {
    return call.args.length > index ? this.#scalar(call, index) : undefined;
  }

  #wrong(call: Call, index: number, value: MathValue, expected: string): Error {
    const at = call.args[index]?.at ?? call.at;
    return this.#error(at, `argument ${index + 1} of ${call.name} is ${kindText(value)}, not ${expected}`);
  }

  #error(at: number, problem: string, hint?: string): Error {
    return mathError(this.#source, at, problem, hint);
  }
}

/** The callers have refused arrays; one that came through would be a mistake in this file. */
function operandOf(value: MathValue): Line | number {
  if (value.kind === "array") throw new TypeError("an array of series where a series or a number should be");
  return value.kind === "scalar" ? value.value : value.line;
}
