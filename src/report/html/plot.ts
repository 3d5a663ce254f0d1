import type { Window } from "../../core/window.ts";

/** What a chart's paths are drawn in: time across, values upwards from zero. */
export interface Plot {
  readonly window: Window;
  /** How long a point lasts. Points further apart have a gap between them. */
  readonly stepMs: number;
  /** The value at the upper edge. */
  readonly top: number;
}

export interface PlotPoint {
  /** When it begins. */
  readonly timeMs: number;
  readonly value: number;
}

/** Units of a plot, stretched to whatever room it gets. */
export const PLOT_WIDTH = 1_000;
export const PLOT_HEIGHT = 100;

export function xOf({ window }: Plot, timeMs: number): number {
  return ((timeMs - window.startMs) / (window.endMs - window.startMs)) * PLOT_WIDTH;
}

export function yOf({ top }: Plot, value: number): number {
  return PLOT_HEIGHT * (1 - value / top);
}

/** As short as a path can say it: a hundredth of a unit cannot be seen. */
export function coordinate(value: number): string {
  return String(Number(value.toFixed(2)));
}
