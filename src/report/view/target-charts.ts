// What the charts of a target show: each line on a grid of equal steps from the window's start, null where there is no
// datapoint. A window of very many minutes is drawn in longer steps, since a page has neither the bytes nor the pixels:
// counts are added up, and of shares and percentiles the highest of the step is kept, so that no spike is lost.

import type { Measure } from "../../catalog/metrics.ts";
import { ceilTo, floorTo, MINUTE_MS, type Window } from "../../core/window.ts";
import type { LogSlice } from "../../model/log-slice.ts";
import { datapoints } from "../../model/series.ts";
import { countedPoints, ratioPoints, type TimedValues } from "./counted-points.ts";
import { REQUESTS, SERVER_ERRORS } from "./golden-signals.ts";
import { seriesOf, type TargetSeries } from "./signal-series.ts";

export type ChartUnit = "requests/min" | "ratio" | "ms";
type ChartTone = "good" | "client" | "server" | "throttled" | "total" | "integration";

interface ChartLine {
  readonly label: string;
  readonly tone: ChartTone;
  /** An area reaches down to zero. */
  readonly shape: "line" | "area";
  readonly values: readonly (number | null)[];
}

export interface ChartData {
  readonly id: "requests" | "errors" | "cache" | "throttled" | "p50" | "p90" | "p99";
  readonly title: string;
  readonly unit: ChartUnit;
  readonly startMs: number;
  readonly stepMs: number;
  /** All of the same length; what lies further up is drawn later. */
  readonly lines: readonly ChartLine[];
}

export interface ChartInput {
  readonly target: TargetSeries;
  readonly window: Window;
  /** Datapoints of periods that end later may still change, and are not drawn. */
  readonly settledMs: number;
  readonly logs: readonly LogSlice[];
  /** Longer lines are drawn in longer steps. */
  readonly mostSteps: number;
}

/** The charts that there are data for, in the order in which they are looked at. */
export function targetCharts(input: ChartInput): ChartData[] {
  const { target, window } = input;
  const counted = (measures: readonly Measure[]): TimedValues | null =>
    countedPoints(target, measures, window);
  const requests = counted(REQUESTS[target.kind]);
  const [hits, misses] = [counted(["cacheHits"]), counted(["cacheMisses"])];
  const lookups = hits && misses ? counted(["cacheHits", "cacheMisses"]) : null;
  return [
    ...toChart(input, { id: "requests", title: "Requests a minute", unit: "requests/min" }, [
      { label: "requests", tone: "good", shape: "area", points: aMinute(requests) },
    ]),
    ...toChart(input, { id: "errors", title: "Share of requests that failed", unit: "ratio" }, [
      {
        label: "4XX",
        tone: "client",
        shape: "line",
        points: ratioPoints(counted(["clientErrors"]), requests),
      },
      {
        label: "5XX",
        tone: "server",
        shape: "line",
        points: ratioPoints(counted(SERVER_ERRORS[target.kind]), requests),
      },
    ]),
    ...toChart(input, { id: "throttled", title: "Throttled, of logged requests", unit: "ratio" }, [
      { label: "throttled", tone: "throttled", shape: "line", points: throttledPoints(input.logs) },
    ]),
    ...toChart(input, { id: "cache", title: "Share answered from the cache", unit: "ratio" }, [
      { label: "cache hits", tone: "integration", shape: "area", points: ratioPoints(hits, lookups) },
    ]),
    ...(["p50", "p90", "p99"] as const).flatMap((stat) =>
      toChart(input, { id: stat, title: `Latency ${stat}`, unit: "ms" }, [
        {
          label: "integration",
          tone: "integration",
          shape: "area",
          points: latencyPoints(input, "integrationLatency", stat),
        },
        { label: "total", tone: "total", shape: "line", points: latencyPoints(input, "latency", stat) },
      ]),
    ),
  ];
}

function aMinute(counts: TimedValues | null): TimedValues | null {
  if (counts === null) return null;
  const minutes = counts.stepMs / MINUTE_MS;
  return {
    stepMs: counts.stepMs,
    byTime: new Map([...counts.byTime].map(([timeMs, count]) => [timeMs, count / minutes])),
  };
}

function latencyPoints(
  { target, window }: ChartInput,
  measure: Measure,
  stat: "p50" | "p90" | "p99",
): TimedValues | null {
  const found = seriesOf(target, measure, stat).find(
    (series) => datapoints(series, window.startMs, window.endMs).length > 0,
  );
  if (!found) return null;
  const points = datapoints(found, window.startMs, window.endMs);
  return {
    stepMs: found.periodSeconds * 1_000,
    byTime: new Map(points.map(({ timeMs, value }) => [timeMs, value])),
  };
}

/** What no metric counts: only where logs were read, and only where something was throttled. */
function throttledPoints(logs: readonly LogSlice[]): TimedValues | null {
  const counts = logs.flatMap((slice) => slice.counts);
  if (!counts.some(({ status }) => status === 429)) return null;
  const all = new Map<number, number>();
  const throttled = new Map<number, number>();
  for (const { minuteMs, status, requests } of counts) {
    all.set(minuteMs, (all.get(minuteMs) ?? 0) + requests);
    if (status === 429) throttled.set(minuteMs, (throttled.get(minuteMs) ?? 0) + requests);
  }
  return ratioPoints({ stepMs: MINUTE_MS, byTime: throttled }, { stepMs: MINUTE_MS, byTime: all });
}

type LineInput = Omit<ChartLine, "values"> & { readonly points: TimedValues | null };

function toChart(
  { window, settledMs, mostSteps }: ChartInput,
  head: Pick<ChartData, "id" | "title" | "unit">,
  lines: readonly LineInput[],
): ChartData[] {
  const known = lines.flatMap(({ points, ...line }) =>
    points === null || points.byTime.size === 0 ? [] : [{ ...line, points }],
  );
  if (known.length === 0) return [];
  const finestMs = Math.max(...known.map(({ points }) => points.stepMs));
  const factor = Math.max(1, Math.ceil((window.endMs - window.startMs) / finestMs / mostSteps));
  const stepMs = finestMs * factor;
  const startMs = floorTo(window.startMs, stepMs);
  const endMs = Math.min(window.endMs, settledMs);
  const steps = Math.max(0, Math.floor((ceilTo(endMs, finestMs) - startMs) / stepMs));
  const isCount = head.unit === "requests/min";
  return [
    {
      ...head,
      startMs,
      stepMs,
      lines: known.map(({ points, ...line }) => ({
        ...line,
        values: onGrid(points, { startMs, endMs, stepMs, steps }, isCount),
      })),
    },
  ];
}

/** @param isCount true: the mean of a step, in which a time without any counts as none; false: the highest in it. */
function onGrid(
  { stepMs: ownMs, byTime }: TimedValues,
  grid: { startMs: number; endMs: number; stepMs: number; steps: number },
  isCount: boolean,
): (number | null)[] {
  const cells = Array.from<number | null>({ length: grid.steps }).fill(null);
  const part = isCount ? ownMs / grid.stepMs : 1;
  for (const [timeMs, value] of byTime) {
    const step = Math.floor((timeMs - grid.startMs) / grid.stepMs);
    if (step < 0 || step >= grid.steps || timeMs + ownMs > grid.endMs) continue;
    const before = cells[step] ?? null;
    const own = value * part;
    cells[step] = before === null ? own : isCount ? before + own : Math.max(before, own);
  }
  return cells;
}
