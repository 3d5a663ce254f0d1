import { didYouMean } from "../core/did-you-mean.ts";
import { CallArguments } from "./call-arguments.ts";
import { callFunction } from "./call-function.ts";
import { applySign, combine } from "./combine.ts";
import type { Expression } from "./expression.ts";
import type { Grid, Line } from "./line.ts";
import { mathError } from "./math-error.ts";
import { array, scalar, series, type MathValue } from "./math-value.ts";

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
        return this.#negate(this.value(expression.operand));
      case "binary":
        return this.#binary(expression);
      case "call":
        return callFunction(new CallArguments(expression, this.#source, this.value.bind(this)), {
          ...this.#scope,
          dependsOnRange: () => {
            this.dependsOnRange = true;
          },
        });
      case "text":
      case "word":
        break;
    }
    throw this.#error(expression.at, "a text or a word stands where a number or a series should be");
  }

  get #count(): number {
    return this.#scope.grid.count;
  }

  #negate(value: MathValue): MathValue {
    if (value.kind === "scalar") return scalar(-value.value);
    const negated = (line: Line): Line => combine("*", line, -1, this.#count);
    return value.kind === "series" ? series(negated(value.line)) : array(value.lines.map(negated));
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

  #error(at: number, problem: string, hint?: string): Error {
    return mathError(this.#source, at, problem, hint);
  }
}

/** The callers have refused arrays; one that came through would be a mistake in this file. */
function operandOf(value: MathValue): Line | number {
  if (value.kind === "array") throw new TypeError("an array of series where a series or a number should be");
  return value.kind === "scalar" ? value.value : value.line;
}
