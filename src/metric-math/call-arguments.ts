import type { Expression } from "./expression.ts";
import type { Line } from "./line.ts";
import { mathError } from "./math-error.ts";
import { array, kindText, series, type MathValue } from "./math-value.ts";

export type Call = Extract<Expression, { kind: "call" }>;

/** The arguments of a call, each evaluated when it is asked for and refused where it is of another kind. */
export class CallArguments {
  readonly call: Call;
  readonly #source: string;
  readonly #evaluate: (expression: Expression) => MathValue;

  constructor(call: Call, source: string, evaluate: (expression: Expression) => MathValue) {
    this.call = call;
    this.#source = source;
    this.#evaluate = evaluate;
  }

  has(index: number): boolean {
    return index < this.call.args.length;
  }

  any(index: number): MathValue {
    const argument = this.call.args[index];
    if (!argument) throw this.error(this.call.at, `${this.call.name} misses argument ${index + 1}`);
    return this.#evaluate(argument);
  }

  /** A series or a number: what an operator takes. */
  operand(index: number, expected = "a series or a number"): Line | number {
    const value = this.any(index);
    if (value.kind === "array") throw this.wrong(index, value, expected);
    return value.kind === "scalar" ? value.value : value.line;
  }

  line(index: number): Line {
    const value = this.any(index);
    if (value.kind !== "series") throw this.wrong(index, value, "a time series");
    return value.line;
  }

  lines(index: number): readonly Line[] {
    const value = this.any(index);
    if (value.kind !== "array") throw this.wrong(index, value, "an array of time series");
    return value.lines;
  }

  scalar(index: number): number {
    const value = this.any(index);
    if (value.kind !== "scalar") throw this.wrong(index, value, "a single number");
    return value.value;
  }

  optionalScalar(index: number): number | undefined {
    return this.has(index) ? this.scalar(index) : undefined;
  }

  /** The series of an argument, or each of its array, made into another one. */
  each(index: number, apply: (line: Line) => Line): MathValue {
    const value = this.any(index);
    if (value.kind === "series") return series(apply(value.line));
    if (value.kind === "array") return array(value.lines.map(apply));
    throw this.error(this.call.at, "it takes time series, not a single number");
  }

  wrong(index: number, value: MathValue, expected: string): Error {
    const at = this.call.args[index]?.at ?? this.call.at;
    return this.error(
      at,
      `argument ${index + 1} of ${this.call.name} is ${kindText(value)}, not ${expected}`,
    );
  }

  error(at: number, problem: string, hint?: string): Error {
    return mathError(this.#source, at, problem, hint);
  }
}
