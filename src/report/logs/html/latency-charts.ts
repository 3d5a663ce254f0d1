import { MINUTE_MS } from "../../../core/window.ts";
import type { LatencyPercentiles, LogMinute, LogReport } from "../../../model/log-report.ts";
import { chart } from "../../html/chart.ts";
import { areaPath, linePath } from "../../html/line-path.ts";
import { markup, type Markup } from "../../html/markup.ts";
import type { Plot, PlotPoint } from "../../html/plot.ts";
import { valueTicks } from "../../html/value-ticks.ts";
import { formatMs } from "../../text/format.ts";

const PERCENTILES = ["p50", "p90", "p99"] as const;

/** Latency minute by minute, the integration's beneath it: what stands out above is what the gateway adds. */
export function latencyCharts({ minutes }: LogReport): Markup[] {
  const [first, last] = [minutes[0], minutes.at(-1)];
  if (first === undefined || last === undefined) return [];
  const window = { startMs: Date.parse(first.start), endMs: Date.parse(last.start) + MINUTE_MS };
  const charts = PERCENTILES.flatMap((percentile) => latencyChart(minutes, percentile, window));
  if (charts.length === 0) return [];
  return [
    markup`<div class="three">
${charts}
</div>`,
  ];
}

function latencyChart(
  minutes: readonly LogMinute[],
  percentile: keyof LatencyPercentiles,
  window: Plot["window"],
): Markup[] {
  const total = pointsOf(minutes, ({ latencyMs }) => latencyMs[percentile]);
  const integration = pointsOf(minutes, ({ integrationLatencyMs }) => integrationLatencyMs[percentile]);
  if (total.length === 0 && integration.length === 0) return [];
  // One by one: a log of a month has more minutes than a call may have arguments.
  const ticks = valueTicks([...total, ...integration].reduce((most, { value }) => Math.max(most, value), 0));
  const plot: Plot = { window, stepMs: MINUTE_MS, top: ticks.at(-1) ?? 1 };
  return [
    chart({
      title: `Latency ${percentile}`,
      description: `${percentile} of latency and of the integration's latency, minute by minute`,
      legend: [
        ...(total.length > 0 ? [{ label: "total", tone: "total" }] : []),
        ...(integration.length > 0 ? [{ label: "integration", tone: "integration" }] : []),
      ],
      window,
      ticks,
      formatTick: formatMs,
      layers: [
        markup`<path class="area integration" d="${areaPath(integration, plot)}"/>`,
        markup`<path class="line total" d="${linePath(total, plot)}"/>`,
      ],
      hints: [],
      height: 170,
      mostTimes: 4,
    }),
  ];
}

/** A minute without a value is a gap. */
function pointsOf(minutes: readonly LogMinute[], valueOf: (minute: LogMinute) => number | null): PlotPoint[] {
  return minutes.flatMap((minute) => {
    const value = valueOf(minute);
    return value === null ? [] : [{ timeMs: Date.parse(minute.start), value }];
  });
}
