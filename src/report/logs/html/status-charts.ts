import { MINUTE_MS } from "../../../core/window.ts";
import type { LogReport } from "../../../model/log-report.ts";
import { barsPath } from "../../html/bars-path.ts";
import { chart } from "../../html/chart.ts";
import { linePath } from "../../html/line-path.ts";
import { markup, type Markup } from "../../html/markup.ts";
import type { Plot, PlotPoint } from "../../html/plot.ts";
import { valueTicks } from "../../html/value-ticks.ts";
import { formatCount, formatRatio, formatUtc } from "../../text/format.ts";
import { bucketMinutes, type MinuteBucket } from "../bucket-minutes.ts";
import { formatWhole } from "../format-whole.ts";

/** Bars that can still be told apart. */
const MOST_BARS = 240;

/** The lowest first. Throttled requests are 4XX too, and are drawn once. */
const STACK: readonly { label: string; tone: string; of: (bucket: MinuteBucket) => number }[] = [
  {
    label: "answered",
    tone: "good",
    of: ({ requests, errors4xx, errors5xx }) => requests - errors4xx - errors5xx,
  },
  {
    label: "4XX",
    tone: "client",
    of: ({ errors4xx, throttled }) => errors4xx - Math.min(errors4xx, throttled),
  },
  { label: "throttled", tone: "throttled", of: ({ errors4xx, throttled }) => Math.min(errors4xx, throttled) },
  { label: "5XX", tone: "server", of: ({ errors5xx }) => errors5xx },
];

/** Requests over time by how they ended, and beneath them the share that failed, which the bars may be too low to show. */
export function statusCharts({ minutes }: LogReport): Markup[] {
  const found = bucketMinutes(minutes, MOST_BARS);
  if (found === undefined) return [];
  const { minutesEach } = found;
  const stepMs = minutesEach * MINUTE_MS;
  const buckets = found.buckets.filter((bucket) => bucket !== null);
  const each = minutesEach === 1 ? "a minute" : `in ${formatWhole(minutesEach)} minutes`;
  const window = { startMs: found.startMs, endMs: found.endMs };
  const hints = buckets.map((bucket) => ({
    startMs: bucket.startMs,
    endMs: bucket.startMs + stepMs,
    text: hintOf(bucket),
  }));
  const shared = { window, hints, mostTimes: 10 };

  const ticks = valueTicks(Math.max(...buckets.map(({ requests }) => requests)));
  const plot: Plot = { window, stepMs, top: ticks.at(-1) ?? 1 };
  const stacks = buckets.map(stackOf);
  const drawn = STACK.filter(({ of }) => buckets.some((bucket) => of(bucket) > 0));
  const layers = STACK.map(({ tone }, level) => {
    const bars = stacks.map(({ startMs, edges }) => ({
      timeMs: startMs,
      from: edges[level] ?? 0,
      to: edges[level + 1] ?? 0,
    }));
    return markup`<path class="${tone}" d="${barsPath(bars, plot)}"/>`;
  });
  const requests = chart({
    ...shared,
    title: `Requests ${each}`,
    description: "Requests over time, stacked by how they ended",
    legend: drawn,
    ticks,
    formatTick: formatCount,
    layers,
    height: 220,
  });
  return [requests, ...shareChart(buckets, { window, stepMs }, shared)];
}

const SHARES: readonly { label: string; tone: string; of: (bucket: MinuteBucket) => number }[] = [
  { label: "4XX", tone: "client", of: ({ errors4xx }) => errors4xx },
  { label: "throttled", tone: "throttled", of: ({ throttled }) => throttled },
  { label: "5XX", tone: "server", of: ({ errors5xx }) => errors5xx },
];

function shareChart(
  buckets: readonly MinuteBucket[],
  place: Omit<Plot, "top">,
  shared: Pick<Parameters<typeof chart>[0], "window" | "hints" | "mostTimes">,
): Markup[] {
  const shares = SHARES.filter(({ of }) => buckets.some((bucket) => of(bucket) > 0)).map((line) => ({
    ...line,
    points: buckets.map((bucket): PlotPoint => ({
      timeMs: bucket.startMs,
      value: line.of(bucket) / bucket.requests,
    })),
  }));
  if (shares.length === 0) return [];
  const ticks = valueTicks(Math.max(...shares.flatMap(({ points }) => points.map(({ value }) => value))));
  const plot: Plot = { ...place, top: ticks.at(-1) ?? 1 };
  return [
    chart({
      ...shared,
      title: "Share that failed",
      description: "Share of requests that failed over time",
      legend: shares,
      ticks,
      formatTick: formatRatio,
      layers: shares.map(
        ({ tone, points }) => markup`<path class="line ${tone}" d="${linePath(points, plot)}"/>`,
      ),
      height: 150,
    }),
  ];
}

/** Where each layer begins and, as the next one's beginning, ends. */
function stackOf(bucket: MinuteBucket): { startMs: number; edges: number[] } {
  const edges = [0];
  for (const { of } of STACK) edges.push((edges.at(-1) ?? 0) + of(bucket));
  return { startMs: bucket.startMs, edges };
}

function hintOf({ startMs, requests, errors4xx, errors5xx, throttled }: MinuteBucket): string {
  const parts = [
    `${formatWhole(requests)} requests`,
    `${formatWhole(errors4xx)} 4XX`,
    ...(throttled > 0 ? [`${formatWhole(throttled)} throttled`] : []),
    `${formatWhole(errors5xx)} 5XX`,
  ];
  return `${formatUtc(startMs)} UTC: ${parts.join(", ")}`;
}
