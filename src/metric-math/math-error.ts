import { ToolError } from "../core/errors.ts";

/** E_BAD_INPUT that shows the expression and, below it, the place. `at` is an offset from 0; people count from 1. */
export function mathError(source: string, at: number, problem: string, hint?: string): ToolError {
  const place = at >= source.length ? "at its end" : `at character ${at + 1}`;
  return new ToolError("E_BAD_INPUT", `cannot read the metric math expression ${place}: ${problem}`, {
    ...(hint === undefined ? {} : { hint }),
    details: [source, `${" ".repeat(Math.min(at, source.length))}^`],
  });
}
