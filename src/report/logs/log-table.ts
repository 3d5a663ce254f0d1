import { padLeft, padTo } from "../text/width.ts";

/** A table in plain text: the first column to the left, numbers to the right, columns as wide as they need. */
export function logTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  widest: number,
): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, at) => Math.max(...all.map((row) => (row[at] ?? "").length)));
  const others = widths.slice(1).reduce((sum, width) => sum + width + 2, 0);
  const first = Math.max(12, Math.min(widths[0] ?? 0, widest - others));
  return all.map((row) => {
    const cells = row.slice(1).map((cell, at) => padLeft(cell, widths[at + 1] ?? 0));
    const name = row[0] ?? "";
    // A name that is too long gets a line of its own: two that differ at their end must not look alike.
    const begin = name.length > first ? `${name}\n${" ".repeat(first)}` : padTo(name, first);
    return `${begin}  ${cells.join("  ")}`.trimEnd();
  });
}
