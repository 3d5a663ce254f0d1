import type { Window } from "../../core/window.ts";
import { markup, type Markup } from "./markup.ts";
import { PLOT_HEIGHT, PLOT_WIDTH } from "./plot.ts";
import { timeTicks } from "./time-ticks.ts";

interface ChartParts {
  readonly title: string;
  /** What it shows, for those who cannot see it. */
  readonly description: string;
  readonly legend: readonly LegendEntry[];
  readonly window: Window;
  /** Ascending from zero; the last is the upper edge. */
  readonly ticks: readonly number[];
  readonly formatTick: (value: number) => string;
  /** Paths in the plot's units, the lowest first. */
  readonly layers: readonly Markup[];
  /** What a place says when it is pointed at. */
  readonly hints: readonly ChartHint[];
  /** Pixels. */
  readonly height: number;
  /** Time labels that there is room for. */
  readonly mostTimes: number;
}

interface LegendEntry {
  readonly label: string;
  /** The class that colours both the layer and its sign. */
  readonly tone: string;
}

interface ChartHint {
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
}

/** Above the plot, so that the uppermost label has room. */
const HEAD = 16;
const FOOT = 20;

/**
 * A chart without a script: as wide as its place, its text never stretched. The paths lie in an inner drawing that is
 * stretched; all that is written has its place in percent.
 */
export function chart(parts: ChartParts): Markup {
  const { height, window, ticks } = parts;
  const top = ticks.at(-1) ?? 1;
  const yOf = (value: number): string => (HEAD + (height - HEAD - FOOT) * (1 - value / top)).toFixed(1);
  const percent = (timeMs: number): string =>
    `${(((timeMs - window.startMs) / (window.endMs - window.startMs)) * 100).toFixed(2)}%`;
  const width = (startMs: number, endMs: number): string =>
    `${(((endMs - startMs) / (window.endMs - window.startMs)) * 100).toFixed(2)}%`;
  const lines = ticks.map(
    (value) => markup`<line class="grid" x1="0" x2="100%" y1="${yOf(value)}" y2="${yOf(value)}"/>`,
  );
  const labels = ticks
    .slice(1)
    .map((value) => markup`<text x="2" y="${Number(yOf(value)) - 3}">${parts.formatTick(value)}</text>`);
  const times = timeTicks(window, parts.mostTimes).map(
    ({ timeMs, label }) =>
      markup`<text class="time" x="${percent(timeMs)}" y="${height - 5}">${label}</text>`,
  );
  const hints = parts.hints.map(
    ({ startMs, endMs, text }) =>
      markup`<rect class="hint" x="${percent(startMs)}" y="${HEAD}" width="${width(startMs, endMs)}" height="${height - HEAD - FOOT}"><title>${text}</title></rect>`,
  );
  return markup`<figure>
<figcaption><b>${parts.title}</b>${legend(parts.legend)}</figcaption>
<svg class="chart" width="100%" height="${height}" role="img" aria-label="${parts.description}">
${lines}
<svg x="0" y="${HEAD}" width="100%" height="${height - HEAD - FOOT}" viewBox="0 0 ${PLOT_WIDTH} ${PLOT_HEIGHT}" preserveAspectRatio="none">
${parts.layers}
</svg>
${labels}
${times}
${hints}
</svg>
</figure>`;
}

function legend(entries: readonly LegendEntry[]): Markup {
  return markup`<span class="legend">${entries.map(
    ({ label, tone }) =>
      markup`<span><svg class="sign ${tone}" width="10" height="10" aria-hidden="true"><rect width="10" height="10" rx="2"/></svg>${label}</span>`,
  )}</span>`;
}
