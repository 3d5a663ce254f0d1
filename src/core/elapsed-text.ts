/** A length of time without a loss, as parseDurationMs reads it: 0m, 12m, 1h30m, 2d, 40s. */
export function elapsedText(afterMs: number): string {
  const seconds = Math.round(afterMs / 1_000);
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3_600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "m"],
    [seconds % 60, "s"],
  ] as const;
  return parts.map(([count, unit]) => (count === 0 ? "" : `${count}${unit}`)).join("") || "0m";
}
