/**
 * Reads the AlarmRule of a composite alarm:
 *
 *   rule   := term ("OR" term)*        term := factor ("AND" factor)*
 *   factor := "NOT" factor | "(" rule ")" | "TRUE" | "FALSE" | call
 *   call   := state "(" alarm ")"
 *           | "AT_LEAST" "(" count ["%"] "," ["NOT"] state "," "(" alarm ("," alarm)* ")" ")"
 *   state  := "ALARM" | "OK" | "INSUFFICIENT_DATA"        alarm := a name or ARN, bare or in quotes
 *
 * Source: CloudWatch User Guide, "Create a composite alarm" (2026). That NOT binds more tightly than AND, and AND than
 * OR, it does not say; it is what every such language does.
 */
import { ALARM_LIMITS } from "../../catalog/alarm-limits.ts";
import { scanTokens } from "../../core/scan-tokens.ts";
import { ToolError } from "../../core/errors.ts";
import { alarmsOf, type AlarmRule } from "./alarm-rule.ts";
import type { AlarmState } from "./alarm-state.ts";

const TOKEN = /\s*(?:([(),])|"((?:[^"\\]|\\.)*)"|([^\s(),"]+))/y;
const MAX_DEPTH = 200;

interface Token {
  readonly kind: "sign" | "quoted" | "word" | "end";
  readonly value: string;
  readonly at: number;
}

/** Errors: E_BAD_INPUT with the place, or with the limit that is exceeded. */
export function parseAlarmRule(source: string): AlarmRule {
  return new RuleParser(source).parse();
}

class RuleParser {
  readonly #source: string;
  readonly #tokens: Token[] = [];
  #next = 0;
  #depth = 0;
  /** Alarms, constants and brackets, as CloudWatch counts them. */
  #elements = 0;

  constructor(source: string) {
    this.#source = source;
    const refuse = (at: number) =>
      this.#error(at, `${source.slice(at, at + 20)} is a quote that does not end`);
    for (const { groups, at } of scanTokens(source, TOKEN, refuse)) {
      const [sign, quoted, word] = groups;
      if (sign !== undefined) this.#tokens.push({ kind: "sign", value: sign, at });
      else if (word !== undefined) this.#tokens.push({ kind: "word", value: word, at });
      else this.#tokens.push({ kind: "quoted", value: (quoted ?? "").replaceAll(/\\(.)/g, "$1"), at });
    }
  }

  parse(): AlarmRule {
    const rule = this.#rule();
    const rest = this.#peek();
    if (rest.kind !== "end") throw this.#error(rest.at, `"${rest.value}" where AND, OR or the end should be`);
    const { compositeChildren, compositeElements } = ALARM_LIMITS;
    const children = alarmsOf(rule).length;
    if (children > compositeChildren) {
      throw this.#error(0, `it refers to ${children} alarms, at most ${compositeChildren} can be`);
    }
    if (this.#elements > compositeElements) {
      throw this.#error(0, `it has ${this.#elements} elements, at most ${compositeElements} can be`);
    }
    return rule;
  }

  #rule(): AlarmRule {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH)
      throw this.#error(this.#peek().at, `it is nested more than ${MAX_DEPTH} deep`);
    let left = this.#term();
    while (this.#accept("OR")) left = { kind: "or", left, right: this.#term() };
    this.#depth -= 1;
    return left;
  }

  #term(): AlarmRule {
    let left = this.#factor();
    while (this.#accept("AND")) left = { kind: "and", left, right: this.#factor() };
    return left;
  }

  #factor(): AlarmRule {
    let isNegated = false;
    while (this.#accept("NOT")) isNegated = !isNegated;
    const rule = this.#operand();
    return isNegated ? { kind: "not", rule } : rule;
  }

  #operand(): AlarmRule {
    const token = this.#take();
    this.#elements += 1;
    if (token.kind === "sign" && token.value === "(") {
      const rule = this.#rule();
      this.#expect(")");
      return rule;
    }
    if (token.kind === "word" && (token.value === "TRUE" || token.value === "FALSE")) {
      return { kind: "constant", value: token.value === "TRUE" };
    }
    if (token.kind === "word" && token.value === "AT_LEAST") return this.#atLeast();
    const state = this.#stateOf(
      token,
      "ALARM(...), OK(...), INSUFFICIENT_DATA(...), AT_LEAST(...), TRUE or FALSE",
    );
    this.#expect("(");
    const name = this.#alarm();
    this.#expect(")");
    return { kind: "state", state, name };
  }

  #atLeast(): AlarmRule {
    this.#expect("(");
    const { value, at } = this.#take();
    const found = /^(\d+)(%?)$/.exec(value);
    const amount = Number(found?.[1]);
    if (!found || amount < 1 || (found[2] === "%" && amount > 100)) {
      throw this.#error(at, `"${value}" where AT_LEAST has a number from 1, or a percentage to 100%`);
    }
    this.#expect(",");
    const isNegated = this.#accept("NOT");
    const state = this.#stateOf(this.#take(), "ALARM, OK or INSUFFICIENT_DATA");
    this.#expect(",");
    this.#expect("(");
    const names = [this.#alarm()];
    while (this.#accept(",")) names.push(this.#alarm());
    this.#expect(")");
    this.#expect(")");
    this.#elements += names.length - 1;
    const least = found[2] === "%" ? { percent: amount } : { count: amount };
    return { kind: "at-least", least, isNegated, state, names };
  }

  #alarm(): string {
    const { kind, value, at } = this.#take();
    if ((kind !== "word" && kind !== "quoted") || value === "") {
      throw this.#error(
        at,
        `${kind === "end" ? "the end" : `"${value}"`} where the name of an alarm should be`,
      );
    }
    return toAlarmName(value);
  }

  #stateOf({ value, at, kind }: Token, expected: string): AlarmState {
    if (kind === "word" && (value === "ALARM" || value === "OK" || value === "INSUFFICIENT_DATA"))
      return value;
    throw this.#error(at, `${kind === "end" ? "the end" : `"${value}"`} where ${expected} should be`);
  }

  #accept(value: string): boolean {
    const token = this.#peek();
    if (token.kind === "quoted" || token.value !== value) return false;
    this.#next += 1;
    return true;
  }

  #expect(sign: string): void {
    const { kind, value, at } = this.#peek();
    if (!this.#accept(sign)) {
      throw this.#error(at, `${kind === "end" ? "the end" : `"${value}"`} where "${sign}" should be`);
    }
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: "end", value: "", at: this.#source.length };
  }

  #take(): Token {
    const token = this.#peek();
    this.#next += 1;
    return token;
  }

  #error(at: number, problem: string): ToolError {
    const place = at >= this.#source.length ? "at its end" : `at character ${at + 1}`;
    return new ToolError("E_BAD_INPUT", `cannot read the alarm rule ${place}: ${problem}`, {
      details: [this.#source, `${" ".repeat(Math.min(at, this.#source.length))}^`],
    });
  }
}

/** The name in an alarm's ARN; anything else is a name already. */
export function toAlarmName(nameOrArn: string): string {
  return /^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(nameOrArn)?.[1] ?? nameOrArn;
}
