import type { BinarySign } from "./expression.ts";
import { emptyLine, setPoint, type Line } from "./line.ts";

const SIGNS: Readonly<Record<BinarySign, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => (right === 0 ? Number.NaN : left / right),
  "^": (left, right) => left ** right,
  "==": (left, right) => Number(left === right),
  "!=": (left, right) => Number(left !== right),
  "<=": (left, right) => Number(left <= right),
  ">=": (left, right) => Number(left >= right),
  "<": (left, right) => Number(left < right),
  ">": (left, right) => Number(left > right),
  AND: (left, right) => Number(left !== 0 && right !== 0),
  OR: (left, right) => Number(left !== 0 || right !== 0),
};

/** The value of an operator on two numbers; not finite where there is none. A comparison gives 1 or 0. */
export function applySign(sign: BinarySign, left: number, right: number): number {
  return Number.isNaN(left) || Number.isNaN(right) ? Number.NaN : SIGNS[sign](left, right);
}

/**
 * Two operands point by point, of which at least one is a line.
 *
 * A point that only one line has counts as 0 in the other; where no line has it there is none. A number has no
 * moments of its own: it brings no point into being. Division by zero drops the point.
 */
export function combine(sign: BinarySign, left: Line | number, right: Line | number, count: number): Line {
  const result = emptyLine(count);
  for (let index = 0; index < count; index += 1) {
    const hasLeft = typeof left !== "number" && left.present[index] === 1;
    const hasRight = typeof right !== "number" && right.present[index] === 1;
    if (!hasLeft && !hasRight) continue;
    const leftValue = typeof left === "number" ? left : hasLeft ? (left.values[index] ?? 0) : 0;
    const rightValue = typeof right === "number" ? right : hasRight ? (right.values[index] ?? 0) : 0;
    setPoint(result, index, applySign(sign, leftValue, rightValue));
  }
  return result;
}
