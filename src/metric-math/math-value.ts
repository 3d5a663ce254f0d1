import type { Line } from "./line.ts";

/**
 * What an expression comes to. A scalar of NaN is one that does not exist (the average of nothing, 1 / 0): whatever
 * is computed with it does not exist either.
 */
export type MathValue =
  | { readonly kind: "scalar"; readonly value: number }
  | { readonly kind: "series"; readonly line: Line }
  | { readonly kind: "array"; readonly lines: readonly Line[] };

export const scalar = (value: number): MathValue => ({ kind: "scalar", value });
export const series = (line: Line): MathValue => ({ kind: "series", line });
export const array = (lines: readonly Line[]): MathValue => ({ kind: "array", lines });

/** How messages name it. */
export function kindText({ kind }: MathValue): string {
  if (kind === "scalar") return "a single number";
  return kind === "series" ? "a time series" : "an array of time series";
}
