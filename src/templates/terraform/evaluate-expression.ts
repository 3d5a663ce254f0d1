import { expressionTokens, type ExpressionToken } from "./expression-tokens.ts";
import { Pending } from "./pending.ts";
import { TERRAFORM_FUNCTIONS } from "./terraform-functions.ts";

/** How names and string templates inside an expression get their values; Pending where they have none yet. */
export interface ExpressionContext {
  readonly reference: (text: string) => unknown;
  readonly template: (text: string) => unknown;
}

/*
 * Operators, conditionals, lists, objects and some functions of Terraform's language, by precedence climbing. An operand that is
 * not known makes the operation unknown, unless the other side settles it; of a conditional only the chosen side has to be
 * known. Whatever else stands in an expression (for, splats, other functions) makes all of it unknown.
 */

const PRECEDENCE: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};

const DEEPEST = 60;

/** Thrown inside alone. */
class NotFollowed extends Error {
  override readonly name = "NotFollowed";
}

/** Undefined where the value is known to Terraform alone. Does not throw. */
export function evaluateExpression(text: string, context: ExpressionContext): unknown {
  const tokens = expressionTokens(text);
  if (tokens === null || tokens.length === 0) return undefined;
  const reader = new ExpressionReader(tokens, context);
  try {
    const value = reader.conditional(0);
    return reader.isAtEnd() ? value : undefined;
  } catch (error) {
    if (error instanceof NotFollowed) return undefined;
    throw error;
  }
}

class ExpressionReader {
  readonly #tokens: readonly ExpressionToken[];
  readonly #context: ExpressionContext;
  #index = 0;

  constructor(tokens: readonly ExpressionToken[], context: ExpressionContext) {
    this.#tokens = tokens;
    this.#context = context;
  }

  isAtEnd(): boolean {
    return this.#index === this.#tokens.length;
  }

  conditional(depth: number): unknown {
    if (depth > DEEPEST) throw new NotFollowed();
    const condition = this.#operation(0, depth);
    if (!this.#accept("?")) return condition;
    const whenTrue = this.conditional(depth + 1);
    this.#expect(":");
    const whenFalse = this.conditional(depth + 1);
    return typeof condition === "boolean" ? (condition ? whenTrue : whenFalse) : undefined;
  }

  #operation(least: number, depth: number): unknown {
    let left = this.#operand(depth);
    for (;;) {
      const token = this.#tokens[this.#index];
      const precedence = token?.kind === "sign" ? PRECEDENCE[token.text] : undefined;
      if (token?.kind !== "sign" || precedence === undefined || precedence <= least) return left;
      this.#index += 1;
      left = applied(token.text, left, this.#operation(precedence, depth));
    }
  }

  #operand(depth: number): unknown {
    if (depth > DEEPEST) throw new NotFollowed();
    if (this.#accept("!")) {
      const value = this.#operand(depth + 1);
      return typeof value === "boolean" ? !value : undefined;
    }
    if (this.#accept("-")) {
      const value = this.#operand(depth + 1);
      return typeof value === "number" ? -value : undefined;
    }
    if (this.#accept("(")) {
      const value = this.conditional(depth + 1);
      this.#expect(")");
      return value;
    }
    if (this.#accept("[")) return this.#list("]", depth);
    if (this.#accept("{")) return this.#object(depth);
    const token = this.#tokens[this.#index];
    this.#index += 1;
    if (token?.kind === "number") return token.value;
    if (token?.kind === "string") return this.#context.template(token.text);
    if (token?.kind !== "name") throw new NotFollowed();
    if (this.#accept("(")) return called(token.text, this.#list(")", depth));
    if (token.text === "true" || token.text === "false") return token.text === "true";
    return token.text === "null" ? null : this.#context.reference(token.text);
  }

  #list(end: string, depth: number): unknown[] {
    const items: unknown[] = [];
    while (!this.#accept(end)) {
      items.push(this.conditional(depth + 1));
      if (!this.#accept(",") && this.#peek() !== end) throw new NotFollowed();
    }
    return items;
  }

  #object(depth: number): unknown {
    const members: [string, unknown][] = [];
    while (!this.#accept("}")) {
      const key = this.#tokens[this.#index];
      this.#index += 1;
      if (key?.kind !== "name" && key?.kind !== "string") throw new NotFollowed();
      if (!this.#accept("=")) this.#expect(":");
      members.push([key.text, this.conditional(depth + 1)]);
      this.#accept(",");
    }
    return Object.fromEntries(members);
  }

  #peek(): string | undefined {
    const token = this.#tokens[this.#index];
    return token?.kind === "sign" ? token.text : undefined;
  }

  #accept(sign: string): boolean {
    if (this.#peek() !== sign) return false;
    this.#index += 1;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#accept(sign)) throw new NotFollowed();
  }
}

function called(name: string, values: readonly unknown[]): unknown {
  const known = Object.hasOwn(TERRAFORM_FUNCTIONS, name) ? TERRAFORM_FUNCTIONS[name] : undefined;
  if (known === undefined) throw new NotFollowed();
  return values.includes(undefined) ? undefined : known(values);
}

function applied(sign: string, left: unknown, right: unknown): unknown {
  if (sign === "&&" && (left === false || right === false)) return false;
  if (sign === "||" && (left === true || right === true)) return true;
  if ([left, right].some((value) => value === undefined || value instanceof Pending)) return undefined;
  if (sign === "==" || sign === "!=") {
    // Of lists and objects Terraform compares the types as well.
    const isPlain = [left, right].every((value) => typeof value !== "object" || value === null);
    return isPlain ? (left === right) === (sign === "==") : undefined;
  }
  if (typeof left === "boolean" && typeof right === "boolean") {
    if (sign === "&&") return left && right;
    return sign === "||" ? left || right : undefined;
  }
  return typeof left === "number" && typeof right === "number" ? calculated(sign, left, right) : undefined;
}

function calculated(sign: string, left: number, right: number): unknown {
  switch (sign) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0 ? undefined : left / right;
    case "%":
      return right === 0 ? undefined : left % right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    default:
      return undefined;
  }
}
