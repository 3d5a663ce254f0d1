import type { FilterOp } from "./filter.ts";

type TextTest = Extract<FilterOp, { op: "equals" | "matches" }>;

const COMPILED = new Map<string, RegExp>();

/** Whether a text passes one test of a filter. A missing value is the empty text. */
export function matchesFilter(test: TextTest, text: string): boolean {
  if (test.op === "equals") return text === test.text;
  let pattern = COMPILED.get(test.pattern);
  if (!pattern) COMPILED.set(test.pattern, (pattern = new RegExp(test.pattern)));
  return pattern.test(text);
}
