import { ToolError } from "../../../core/errors.ts";
import type { Dimension, FilterOp, FilterProgram } from "../../../logs/filter/filter.ts";
import { matchesFilter } from "../../../logs/filter/matches-filter.ts";
import { qlLiteralPattern, qlPattern, qlString } from "./ql-text.ts";

/** A condition, or its outcome where that is the same for every line. */
export type Condition = string | boolean;

/**
 * A filter of the log engine as a condition of `filter`. A value that a line does not have, or has as "-", is the empty
 * text and no number, as it is there; each test first asks whether it is there, so that its negation is one.
 *
 * @param nameOf the column of a dimension; undefined where the lines do not carry it.
 *
 * Errors: E_USAGE for what the language has no words for.
 */
export function qlFilter(
  program: FilterProgram,
  nameOf: (dimension: Dimension) => string | undefined,
): Condition {
  const stack: Condition[] = [];
  const pop = (): Condition => stack.pop() ?? true;
  for (const step of program) {
    switch (step.op) {
      case "not":
        stack.push(negate(pop()));
        break;
      case "and":
      case "or": {
        const right = pop();
        stack.push(join(pop(), step.op, right));
        break;
      }
      case "number":
      case "equals":
      case "matches":
        stack.push(test(step, nameOf));
    }
  }
  return pop();
}

function negate(condition: Condition): Condition {
  return typeof condition === "boolean" ? !condition : `not ${condition}`;
}

function join(left: Condition, op: "and" | "or", right: Condition): Condition {
  const decisive = op === "or";
  if (left === decisive || right === decisive) return decisive;
  if (typeof left === "boolean") return right;
  return typeof right === "boolean" ? left : `(${left} ${op} ${right})`;
}

type Test = Extract<FilterOp, { op: "number" | "equals" | "matches" }>;

function test(step: Test, nameOf: (dimension: Dimension) => string | undefined): Condition {
  const dimension = step.op === "number" ? step.field : step.of;
  if (dimension === "userAgentFamily" || dimension === "messagePattern") {
    const name = dimension === "userAgentFamily" ? "user-agent" : "error";
    throw new ToolError(
      "E_USAGE",
      `--filter by ${name} cannot be asked of CloudWatch Logs Insights: what lines have in common is found after they are read`,
      { hint: "Filter by another name, or read the log with --engine local." },
    );
  }
  const name = nameOf(dimension);
  if (step.op === "number") return compareNumber(step, name);
  if (name === undefined) return matchesFilter(step, "");
  if (step.op === "matches") return matchPattern(step, name);
  if (step.text === "") return absent(name);
  if (step.text === "-") return false;
  // A text that looks like a number would be compared as one.
  const isNumber = step.text.trim() !== "" && !Number.isNaN(Number(step.text));
  return isNumber
    ? `(ispresent(${name}) and ${name} like /^${qlLiteralPattern(step.text)}$/)`
    : `(ispresent(${name}) and ${name} = ${qlString(step.text)})`;
}

function absent(name: string): string {
  return `(not ispresent(${name}) or ${name} = "-" or ${name} = "")`;
}

function compareNumber(
  { comparison, value }: Extract<FilterOp, { op: "number" }>,
  name: string | undefined,
): Condition {
  const isDifferent = comparison === "!=";
  if (name === undefined) return isDifferent;
  if (!/^-?\d{1,15}(\.\d+)?$/.test(String(value))) {
    throw new ToolError("E_USAGE", `--filter cannot ask CloudWatch Logs Insights about the number ${value}`, {
      hint: "Write it with at most 15 digits.",
    });
  }
  const isNumber = `ispresent(${name}) and ${name} like /^[0-9]{1,15}$/`;
  // What is logged is never negative.
  if (value < 0) return isDifferent || (comparison.startsWith(">") ? `(${isNumber})` : false);
  if (isDifferent) return `not (${isNumber} and ${name} = ${value})`;
  return `(${isNumber} and ${name} ${comparison === "==" ? "=" : comparison} ${value})`;
}

function matchPattern(step: Extract<FilterOp, { op: "matches" }>, name: string): Condition {
  const like = `${name} like /${qlPattern(step.pattern)}/`;
  if (step.pattern === "") return true;
  return matchesFilter(step, "") ? `(${absent(name)} or ${like})` : `(not ${absent(name)} and ${like})`;
}
