import { MINUTE_MS } from "../../core/window.ts";
import { areaPath, linePath } from "./line-path.ts";
import { markup, type Markup } from "./markup.ts";
import { PLOT_HEIGHT, PLOT_WIDTH, type Plot } from "./plot.ts";

/**
 * A trend the size of a word, from zero up. It stands beside its number, so it says nothing to those who cannot see it.
 *
 * @param least the upper edge at the least, so that what is next to nothing looks like it.
 */
export function sparklineSvg(trend: readonly (number | null)[], tone: string, least = 0): Markup {
  // Steps of any length: a trend has no times of its own.
  const points = trend.flatMap((value, step) =>
    value === null ? [] : [{ timeMs: step * MINUTE_MS, value }],
  );
  const top = points.reduce((most, { value }) => Math.max(most, value), least);
  const plot: Plot = {
    window: { startMs: 0, endMs: Math.max(1, trend.length - 1) * MINUTE_MS },
    stepMs: MINUTE_MS,
    top: top > 0 ? top : 1,
  };
  return markup`<svg class="sparkline" width="88" height="22" viewBox="0 -4 ${PLOT_WIDTH} ${PLOT_HEIGHT + 8}" preserveAspectRatio="none" aria-hidden="true"><path class="area" d="${areaPath(points, plot)}"/><path class="${tone}" d="${linePath(points, plot)}"/></svg>`;
}
