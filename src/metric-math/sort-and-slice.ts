import { aggregateLine } from "./aggregate.ts";
import type { Line } from "./line.ts";

/** Lines in the order of one of their statistics; lines without a point come last, ties keep their order. */
export function sort(
  lines: readonly Line[],
  { by, order }: { readonly by: "AVG" | "MIN" | "MAX" | "SUM"; readonly order: "ASC" | "DESC" },
  limit = lines.length,
): Line[] {
  const direction = order === "ASC" ? 1 : -1;
  const ranked = lines.map((line) => ({ line, rank: aggregateLine(by, line) * direction }));
  ranked.sort((left, right) => {
    if (Number.isNaN(left.rank) || Number.isNaN(right.rank)) {
      return Number(Number.isNaN(left.rank)) - Number(Number.isNaN(right.rank));
    }
    return left.rank - right.rank;
  });
  return ranked.slice(0, Math.max(0, limit)).map(({ line }) => line);
}

/** Lines `[start, end)`, counted from 0. */
export function slice(lines: readonly Line[], start: number, end = lines.length): Line[] {
  return lines.slice(Math.max(0, start), Math.max(0, end));
}
