// A filter as a program for a stack of answers, one bit each. Tests of texts are the host's, once for each text.
import { derivedLength, deriveText, PREDICATES } from "./derived";
import { findText, textAt, textLength } from "./group";
import { reserve } from "./memory";
import { wholeNumber } from "./numbers";

const NUMBER: i32 = 0;
const TEXT: i32 = 1;
const AND: i32 = 2;
const OR: i32 = 3;
const NOT: i32 = 4;

const MAX_OPS: i32 = 256;
/** 0 operation, 4 dimension, 8 comparison or predicate, 16 number. */
const OP: usize = 24;
const program: usize = reserve(<usize>MAX_OPS * OP);
let opCount: i32 = 0;

/** False where there is room for no more. */
export function setFilterOp(operation: i32, dimension: i32, code: i32, value: f64): bool {
  if (opCount == MAX_OPS) return false;
  const op = program + <usize>opCount * OP;
  store<i32>(op, operation);
  store<i32>(op + 4, dimension);
  store<i32>(op + 8, code);
  store<f64>(op + 16, value);
  opCount++;
  return true;
}

/** Whether there is a filter at all; without one each record passes. */
// @inline
export function isFiltering(): bool {
  return opCount > 0;
}

/** Whether the record passes. */
export function passes(): bool {
  let stack: u64 = 1;
  for (let number = 0; number < opCount; number++) {
    const op = program + <usize>number * OP;
    const operation = load<i32>(op);
    const top = stack & 1;
    if (operation == AND) stack = (stack >> 1) & (top | ~(<u64>1));
    else if (operation == OR) stack = (stack >> 1) | top;
    else if (operation == NOT) stack ^= 1;
    else stack = (stack << 1) | (<u64>(operation == NUMBER ? comparesTo(op) : answers(op)));
  }
  return (stack & 1) == 1;
}

/** 0 equal, 1 not equal, 2 less, 3 at most, 4 greater, 5 at least. No value is not equal to any, and nothing else. */
function comparesTo(op: usize): bool {
  const value = wholeNumber(load<i32>(op + 4));
  const other = load<f64>(op + 16);
  const code = load<i32>(op + 8);
  if (value < 0) return code == 1;
  const number = <f64>value;
  if (code == 0) return number == other;
  if (code == 1) return number != other;
  if (code == 2) return number < other;
  if (code == 3) return number <= other;
  return code == 4 ? number > other : number >= other;
}

function answers(op: usize): bool {
  findText(load<i32>(op + 4));
  deriveText(PREDICATES + load<i32>(op + 8), textAt, textLength);
  return derivedLength > 0;
}
