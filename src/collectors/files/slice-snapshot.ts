import type { Window } from "../../core/window.ts";
import type { Run, Series } from "../../model/series.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";

/**
 * The same snapshot as it would have been at another time: what is later than the end of the window is gone,
 * what is earlier than the baseline too. Pure.
 *
 * Shape: datapoints whose whole period lies in `[baseline.startMs, window.endMs)`; a coarse period that
 * reaches past the end would tell of a later time. Spans of logs likewise.
 */
export function sliceSnapshot(
  snapshot: Snapshot,
  spans: { readonly window: Window; readonly baseline: Window },
): Snapshot {
  const startMs = Math.min(spans.baseline.startMs, spans.window.startMs);
  const { endMs } = spans.window;
  return {
    ...snapshot,
    window: { ...spans.window },
    baseline: { ...spans.baseline },
    settledMs: Math.min(snapshot.settledMs, endMs),
    targets: snapshot.targets.map((target) => withoutLaterDeployments(target, endMs)),
    logs: snapshot.logs.filter((slice) => slice.startMs >= startMs && slice.endMs <= endMs),
    ...(snapshot.traces && {
      traces: snapshot.traces.filter((slice) => slice.startMs >= startMs && slice.endMs <= endMs),
    }),
    ...(snapshot.executionLogs && {
      executionLogs: snapshot.executionLogs.filter(
        (slice) => slice.startMs >= startMs && slice.endMs <= endMs,
      ),
    }),
    ...(snapshot.changes && {
      changes: snapshot.changes.filter(({ atMs }) => atMs >= startMs && atMs < endMs),
    }),
    series: snapshot.series.map((series) => sliceSeries(series, startMs, endMs)),
  };
}

function sliceSeries(series: Series, startMs: number, endMs: number): Series {
  const periodMs = series.periodSeconds * 1_000;
  const runs: Run[] = [];
  for (const [runMs, values] of series.runs) {
    const first = Math.max(0, Math.ceil((startMs - runMs) / periodMs));
    const end = Math.min(values.length, Math.floor((endMs - runMs) / periodMs));
    if (first === 0 && end === values.length) runs.push([runMs, values]);
    else if (first < end) runs.push([runMs + first * periodMs, values.slice(first, end)]);
  }
  return { ...series, runs };
}

function withoutLaterDeployments(target: Target, endMs: number): Target {
  if (target.configuration === null) return target;
  const { updatedMs, ...configuration } = target.configuration;
  const deployments = configuration.deployments.filter(({ createdMs }) => createdMs < endMs);
  const isKnown = updatedMs !== undefined && updatedMs < endMs;
  return { ...target, configuration: { ...configuration, deployments, ...(isKnown && { updatedMs }) } };
}
