import { didYouMean } from "../core/did-you-mean.ts";
import { MATH_FUNCTIONS, MATH_WORDS, NOT_EVALUATED } from "../catalog/math-functions.ts";
import type { BinarySign, Expression } from "./expression.ts";
import { mathError } from "./math-error.ts";
import { readTokens, type Token } from "./tokens.ts";

/**
 * Reads a metric math expression by precedence climbing.
 *
 * Weakest first: OR, AND, comparison, + and -, * and /, the sign of a number, ^. AWS states no order; this is the
 * one of nearly every language. All operators group from the left but ^, which groups from the right.
 */
const STRENGTH: Readonly<Record<BinarySign, number>> = {
  OR: 1,
  AND: 2,
  "==": 3,
  "!=": 3,
  "<=": 3,
  ">=": 3,
  "<": 3,
  ">": 3,
  "+": 4,
  "-": 4,
  "*": 5,
  "/": 5,
  "^": 7,
};
const NEGATION_STRENGTH = 6;

/** Deeper than any expression of 2,048 characters that a person writes, and far from the end of the stack. */
const MAX_DEPTH = 200;

/** Errors: E_BAD_INPUT with the place: no expression, an unknown function, a bracket left open. */
export function parseExpression(source: string): Expression {
  return new ExpressionParser(source).parse();
}

function isBinarySign(text: string): text is BinarySign {
  return Object.hasOwn(STRENGTH, text);
}

class ExpressionParser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = readTokens(source);
  }

  parse(): Expression {
    const expression = this.#expression(0);
    const rest = this.#peek();
    if (rest.kind !== "end")
      throw this.#error(rest, `"${rest.value}" where an operator or the end should be`);
    return expression;
  }

  #expression(weakest: number): Expression {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw this.#error(this.#peek(), `it is nested more than ${MAX_DEPTH} levels deep`);
    }
    let left = this.#operand();
    for (;;) {
      const { kind, value, at } = this.#peek();
      if (kind !== "sign" || !isBinarySign(value)) break;
      const strength = STRENGTH[value];
      if (strength < weakest) break;
      this.#next += 1;
      const right = this.#expression(value === "^" ? strength : strength + 1);
      left = { kind: "binary", sign: value, left, right, at };
    }
    this.#depth -= 1;
    return left;
  }

  #operand(): Expression {
    const token = this.#take();
    const { kind, value, at } = token;
    switch (kind) {
      case "number":
        return { kind, value: Number(value), at };
      case "text":
        return { kind, value, at };
      case "id":
        return this.#id(token);
      case "word":
        return this.#word(token);
      case "end":
        throw this.#error(token, "an operand is missing");
      case "sign":
        break;
    }
    if (value === "-") return { kind: "negate", operand: this.#expression(NEGATION_STRENGTH), at };
    if (value === "(") {
      const inner = this.#expression(0);
      this.#expect(")", at);
      return inner;
    }
    if (value === "[") return { kind: "list", items: this.#items("]", at), at };
    throw this.#error(token, `"${value}" where a number, an id, a function or a bracket should be`);
  }

  #id({ value, at }: Token): Expression {
    if (this.#peek().value !== "(") return { kind: "id", name: value, at };
    const hint = `Functions are written in capitals. ${didYouMean(value.toUpperCase(), Object.keys(MATH_FUNCTIONS))}`;
    throw mathError(this.#source, at, `there is no function "${value}"`, hint);
  }

  #word({ value, at }: Token): Expression {
    const open = this.#peek();
    const isFunction = Object.hasOwn(MATH_FUNCTIONS, value);
    if (open.value !== "(" || open.kind !== "sign") {
      if (MATH_WORDS.includes(value)) return { kind: "word", name: value, at };
      const known = didYouMean(value, [...Object.keys(MATH_FUNCTIONS), ...MATH_WORDS]);
      const hint = isFunction
        ? `Write ${value}(...).`
        : `Ids begin with a small letter, only functions with a capital. ${known}`;
      throw mathError(this.#source, at, `"${value}" is neither an id nor a call of a function`, hint);
    }
    const reason = NOT_EVALUATED[value];
    if (reason !== undefined) throw mathError(this.#source, at, `${value} cannot be evaluated: ${reason}`);
    if (!isFunction) {
      const hint = didYouMean(value, Object.keys(MATH_FUNCTIONS));
      throw mathError(this.#source, at, `there is no function "${value}"`, hint);
    }
    this.#next += 1;
    return { kind: "call", name: value, args: this.#items(")", open.at), at };
  }

  /** What stands between brackets, separated by commas; the opening one, at `openedAt`, is already taken. */
  #items(close: ")" | "]", openedAt: number): Expression[] {
    const items: Expression[] = [];
    if (this.#peek().value === close && this.#peek().kind === "sign") {
      this.#next += 1;
      return items;
    }
    for (;;) {
      items.push(this.#expression(0));
      if (this.#peek().kind !== "sign" || this.#peek().value !== ",") break;
      this.#next += 1;
    }
    this.#expect(close, openedAt);
    return items;
  }

  #expect(sign: string, openedAt: number): void {
    const token = this.#take();
    if (token.kind === "sign" && token.value === sign) return;
    const seen = token.kind === "end" ? "the end" : `"${token.value}"`;
    throw this.#error(token, `${seen} where "${sign}" should close the bracket of character ${openedAt + 1}`);
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: "end", value: "", at: this.#source.length };
  }

  #take(): Token {
    const token = this.#peek();
    this.#next += 1;
    return token;
  }

  #error(token: Token, problem: string): Error {
    return mathError(this.#source, token.at, problem);
  }
}
