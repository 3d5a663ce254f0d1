import { coordinate, xOf, yOf, type Plot } from "./plot.ts";

/** A bar that stands on another one. */
export interface Bar {
  readonly timeMs: number;
  readonly from: number;
  readonly to: number;
}

/** The `d` of bars, each as wide as its step. What has no height is left out. */
export function barsPath(bars: readonly Bar[], plot: Plot): string {
  const { startMs, endMs } = plot.window;
  return bars
    .filter(({ from, to }) => to > from)
    .map(({ timeMs, from, to }) => {
      // A bar may begin before the window and end after it.
      const left = xOf(plot, Math.max(timeMs, startMs));
      const right = xOf(plot, Math.min(timeMs + plot.stepMs, endMs));
      const width = coordinate(right - left);
      return `M${coordinate(left)} ${coordinate(yOf(plot, from))}V${coordinate(yOf(plot, to))}h${width}V${coordinate(yOf(plot, from))}z`;
    })
    .join("");
}
