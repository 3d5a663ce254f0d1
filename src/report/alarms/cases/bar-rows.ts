import type { CaseTimeline } from "../../../model/alarm-case-result.ts";

export interface BarRow {
  /** What the row stands for on the scale; null where it has no label. */
  readonly label: number | null;
  readonly cells: string;
}

const EIGHTHS = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;
const [ABOVE, BELOW] = [3, 2];

/**
 * Datapoints as bars, a column each. Where the limit is one number it is a row of its own, which only bars beyond it
 * cross, and the rows above and below it have a scale each, so that neither a great outage nor a far limit hides the
 * other. A moving limit (a band) is drawn into rows of one scale. None where there is no datapoint.
 */
export function barRows({ values, lower, upper }: CaseTimeline): BarRow[] {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return [];
  const limits = [...new Set([...lower, ...upper].filter((value) => value !== null))];
  const [limit, ...others] = limits;
  const least = Math.min(...known, ...limits);
  const high = Math.max(...known, ...limits);
  // From zero, where that costs no detail.
  const low = least > 0 && (limits.length === 1 || least <= high / 2) ? 0 : least;
  if (limit === undefined || others.length > 0) {
    return scaled(values, low, high, ABOVE + BELOW, (index, from, to) =>
      [lower[index], upper[index]].some((edge) => typeof edge === "number" && edge >= from && edge < to),
    );
  }
  const above = high > limit ? scaled(values, limit, high, ABOVE) : [];
  const below = low < limit ? scaled(values, low, limit, BELOW) : [];
  // With nothing below it the limit is where gaps have to show.
  const isBottom = below.length === 0;
  const rule = values
    .map((value) => (value === null ? (isBottom ? " " : "-") : value > limit ? "█" : "-"))
    .join("");
  return [
    ...above.map((row, index) => (index === above.length - 1 ? { ...row, label: null } : row)),
    { label: limit, cells: rule },
    ...below.map((row, index) => (index === 0 ? { ...row, label: null } : row)),
  ];
}

function scaled(
  values: readonly (number | null)[],
  low: number,
  high: number,
  rows: number,
  hasEdge: (index: number, from: number, to: number) => boolean = () => false,
): BarRow[] {
  const span = high - low || 1;
  return Array.from({ length: rows }, (_, fromTop) => {
    const row = rows - 1 - fromTop;
    const [from, to] = [low + (span * row) / rows, low + (span * (row + 1)) / rows];
    const cells = values.map((value, index) => {
      const level = value === null ? 0 : Math.round(((value - low) / span) * rows * 8);
      // The lowest bar is a bar: a blank is a gap. What is below this scale has its bar elsewhere.
      const filled =
        value === null || value < low ? 0 : Math.max(row === 0 && value > low ? 1 : 0, level - row * 8);
      const isZero = row === 0 && value !== null && value === low && low <= 0;
      if (filled > 0 || isZero) return EIGHTHS[Math.max(1, Math.min(8, filled))];
      return hasEdge(index, from, row === rows - 1 ? Infinity : to) ? "-" : " ";
    });
    return { label: row === rows - 1 ? high : row === 0 ? low : null, cells: cells.join("") };
  });
}
