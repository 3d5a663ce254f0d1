import { displayWidth, padLeft, padTo } from "./width.ts";

/** A name narrower than this would be broken too often. */
const LEAST_NAME = 12;

/** A table in plain text: the first column to the left, numbers to the right, columns as wide as they need. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  widest: number,
): string[] {
  const [first = 0, ...widths] = tableWidths(head, rows, widest);
  return [head, ...rows].map((row) => {
    const cells = row.slice(1).map((cell, at) => padLeft(cell, widths[at] ?? 0));
    const name = row[0] ?? "";
    // A name that is too long gets a line of its own: two that differ at their end must not look alike.
    const begin = displayWidth(name) > first ? `${name}\n${" ".repeat(first)}` : padTo(name, first);
    return `${begin}  ${cells.join("  ")}`.trimEnd();
  });
}

/** Columns that each of the table's columns takes, without the two between them. */
export function tableWidths(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  widest: number,
): number[] {
  const widths = head.map((text, at) =>
    rows.reduce((most, row) => Math.max(most, displayWidth(row[at] ?? "")), displayWidth(text)),
  );
  const [first = 0, ...others] = widths;
  const room = widest - others.reduce((sum, width) => sum + width + 2, 0);
  return [Math.max(LEAST_NAME, Math.min(first, room)), ...others];
}
