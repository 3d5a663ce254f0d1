const BARS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/**
 * A row of bars, one a value, the tallest being the greatest value. Null is a gap and stays blank; zero is
 * the lowest bar. Expects finite, non-negative values.
 */
export function sparkline(values: readonly (number | null)[]): string {
  const top = Math.max(0, ...values.map((value) => value ?? 0));
  return values
    .map((value) => {
      if (value === null) return " ";
      return BARS[top === 0 ? 0 : Math.round((value / top) * (BARS.length - 1))];
    })
    .join("");
}
