import uPlot from "uplot";

import { FORMATS } from "./format.ts";
import type { ChartData, TargetData } from "./page-data.ts";
import { colour, faint } from "./palette.ts";
import type { SharedRange } from "./range.ts";
import { unpackValues } from "./unpack-values.ts";

const UNITS = { "requests/min": 0.1, ratio: 1e-5, ms: 0.1 } as const;
export const PLOT_HEIGHT = 168;
/** A selection of fewer pixels is a click. */
const LEAST_DRAG = 6;
const FONT = "11px system-ui, sans-serif";

/** The chart's numbers as uPlot takes them: times in seconds, then a row a line. */
function plotData(chart: ChartData): uPlot.AlignedData {
  const lines = chart.lines.map(({ values }) => unpackValues(values, UNITS[chart.unit]));
  const steps = lines[0]?.length ?? 0;
  const times = Array.from({ length: steps }, (_, step) => (chart.startMs + step * chart.stepMs) / 1_000);
  return [times, ...lines];
}

/** Draws a chart into its place, with the target's findings and deployments. */
export function drawPlot(
  place: HTMLElement,
  chart: ChartData,
  target: TargetData,
  range: SharedRange,
  onCursor: (plot: uPlot) => void,
): uPlot {
  const format = FORMATS[chart.unit];
  const axis = {
    stroke: () => colour("soft"),
    grid: { stroke: () => colour("rule"), width: 1 },
    ticks: { show: false },
    font: FONT,
  };
  const options: uPlot.Options = {
    width: Math.max(120, place.clientWidth),
    height: PLOT_HEIGHT,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), "Etc/UTC"),
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { size: 6 },
      drag: { x: true, y: false, setScale: false, dist: LEAST_DRAG },
      sync: { key: "time", scales: ["x", null] },
      bind: {
        dblclick: () => () => {
          range.reset();
          return null;
        },
      },
    },
    scales: {
      x: { time: true, range: () => [range.now.min, range.now.max] },
      y: { range: (_plot, _low, high) => [0, topOf(high)] },
    },
    axes: [
      { ...axis, values: timeLabels, size: 24, space: 52, gap: 4 },
      {
        ...axis,
        size: 52,
        space: 32,
        gap: 4,
        values: (_plot, ticks) => ticks.map((value) => (value === 0 ? "0" : format(value))),
      },
    ],
    series: [{}, ...chart.lines.map(seriesOf)],
    ...(chart.hasBand
      ? { bands: [{ series: [2, 1] as uPlot.Band.Bounds, fill: () => faint("gateway", 0.55) }] }
      : {}),
    hooks: {
      drawClear: [(plot) => shadeFindings(plot, target)],
      draw: [(plot) => markDeployments(plot, target)],
      setCursor: [onCursor],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < LEAST_DRAG) return;
          range.set({ min: plot.posToVal(left, "x"), max: plot.posToVal(left + width, "x") });
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
  return new uPlot(options, plotData(chart), place);
}

function topOf(high: number | null): number {
  return high === null || !(high > 0) ? 1 : high * 1.08;
}

function seriesOf({ label, tone, shape }: ChartData["lines"][number]): uPlot.Series {
  return {
    label,
    stroke: () => colour(tone),
    width: shape === "area" ? 1 : 1.5,
    ...(shape === "area" ? { fill: () => faint(tone, 0.45) } : {}),
    points: { show: true, size: 3, filter: lonely, fill: () => colour(tone), stroke: () => colour(tone) },
  };
}

/** Points with a gap on both sides: no line goes through them, so they would not be seen. */
function lonely(plot: uPlot, series: number, show: boolean): number[] | null {
  if (!show) return null;
  const values = plot.data[series] ?? [];
  const found: number[] = [];
  for (let at = 0; at < values.length; at += 1) {
    const isThere = (place: number): boolean => values[place] !== null && values[place] !== undefined;
    if (isThere(at) && !isThere(at - 1) && !isThere(at + 1)) found.push(at);
  }
  return found;
}

/** A day begins with its date, since "00:00" would not say which. */
function timeLabels(_plot: uPlot, ticks: number[], _axis: number, _space: number, step: number): string[] {
  return ticks.map((seconds) => {
    const iso = new Date(seconds * 1_000).toISOString();
    return step >= 86_400 || iso.slice(11, 16) === "00:00" ? iso.slice(5, 10) : iso.slice(11, 16);
  });
}

function shadeFindings(plot: uPlot, { spans }: TargetData): void {
  const { ctx, bbox } = plot;
  for (const { startMs, endMs, severity } of spans) {
    const [left, right] = [startMs, endMs].map((timeMs) => plot.valToPos(timeMs / 1_000, "x", true));
    const from = Math.max(bbox.left, left ?? 0);
    const to = Math.min(bbox.left + bbox.width, right ?? 0);
    if (to <= from) continue;
    ctx.save();
    ctx.fillStyle = faint(severity, 0.14);
    ctx.fillRect(from, bbox.top, to - from, bbox.height);
    ctx.fillStyle = colour(severity);
    ctx.fillRect(from, bbox.top, to - from, 3 * devicePixelRatio);
    ctx.restore();
  }
}

function markDeployments(plot: uPlot, { marks }: TargetData): void {
  const { ctx, bbox } = plot;
  for (const { timeMs } of marks) {
    const left = plot.valToPos(timeMs / 1_000, "x", true);
    if (left < bbox.left || left > bbox.left + bbox.width) continue;
    const size = 5 * devicePixelRatio;
    ctx.save();
    ctx.strokeStyle = colour("ink");
    ctx.fillStyle = colour("ink");
    ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(left, bbox.top);
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(left - size, bbox.top);
    ctx.lineTo(left + size, bbox.top);
    ctx.lineTo(left, bbox.top + size * 1.4);
    ctx.fill();
    ctx.restore();
  }
}
