import { EMF_LIMITS } from "../../catalog/delivery-limits.ts";
import type { RunSummary } from "../../model/run-summary.ts";
import { escapeText } from "../text/escape.ts";

interface EmfMetric {
  readonly name: string;
  readonly unit: "Count" | "Milliseconds" | "None";
  readonly value: number;
}

/**
 * A run's metrics as lines that CloudWatch Logs turns into metrics: of the run itself, and the findings by target and severity.
 * Of targets, only those with findings are written, since a custom metric is paid for each hour in which it is sent; where
 * nothing is sent, nothing was found.
 *
 * Source: Amazon CloudWatch User Guide, "Specification: Embedded metric format".
 */
export function emfLines(run: RunSummary, namespace: string): string[] {
  const timestamp = Date.parse(run.endedAt);
  const found = run.findings.filter(({ count }) => count > 0);
  const own: EmfMetric[] = [
    { name: "Runs", unit: "Count", value: run.outcome === "done" ? 1 : 0 },
    { name: "RunDuration", unit: "Milliseconds", value: run.durationMs },
    { name: "RunCostUsd", unit: "None", value: run.cost.usd },
    { name: "Targets", unit: "Count", value: run.targets },
    { name: "Findings", unit: "Count", value: found.reduce((sum, { count }) => sum + count, 0) },
    { name: "Incidents", unit: "Count", value: run.incidents },
    { name: "BlindSpots", unit: "Count", value: run.blindSpots },
    { name: "Truncated", unit: "Count", value: run.truncated ? 1 : 0 },
  ];
  return [
    line(timestamp, namespace, {}, own),
    ...found.map(({ target, severity, count }) =>
      line(timestamp, namespace, { Target: dimensionValue(target), Severity: severity }, [
        { name: "Findings", unit: "Count", value: count },
      ]),
    ),
  ];
}

function line(
  timestamp: number,
  namespace: string,
  dimensions: Readonly<Record<string, string>>,
  metrics: readonly EmfMetric[],
): string {
  const directive = {
    Namespace: namespace,
    Dimensions: [Object.keys(dimensions)],
    Metrics: metrics.map(({ name, unit }) => ({ Name: name, Unit: unit })),
  };
  return JSON.stringify({
    _aws: { Timestamp: timestamp, CloudWatchMetrics: [directive] },
    ...dimensions,
    ...Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
  });
}

function dimensionValue(text: string): string {
  return escapeText(text).slice(0, EMF_LIMITS.dimensionCharacters);
}
