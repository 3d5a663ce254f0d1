import { prometheusText, targetMetrics, type PrometheusMetric } from "../../report/events/prometheus-text.ts";
import { isHealthy, type DaemonStatus } from "./daemon-status.ts";

/** What /metrics answers. The names are for ever: dashboards and alerts of others hang on them. */
export function statusMetrics(status: DaemonStatus, nowMs: number): string {
  const { summary, view, runs, undelivered } = status;
  const one = (
    name: string,
    type: PrometheusMetric["type"],
    help: string,
    value: number | undefined,
  ): PrometheusMetric => ({ name, type, help, samples: value === undefined ? [] : [{ value }] });
  return prometheusText([
    {
      name: "gatewatch_build_info",
      type: "gauge",
      help: "The version that runs.",
      samples: [{ labels: { version: status.toolVersion }, value: 1 }],
    },
    one(
      "gatewatch_healthy",
      "gauge",
      "1 where the last good run is recent enough.",
      Number(isHealthy(status, nowMs)),
    ),
    one(
      "gatewatch_last_good_run_timestamp_seconds",
      "gauge",
      "When the last good run ended.",
      status.lastGoodMs / 1_000,
    ),
    {
      name: "gatewatch_runs_total",
      type: "counter",
      help: "Runs by outcome.",
      samples: [...runs].map(([outcome, value]) => ({ labels: { outcome }, value })),
    },
    one("gatewatch_cost_usd_total", "counter", "What the runs asked of AWS, at list price.", status.usd),
    one(
      "gatewatch_metrics_requested_total",
      "counter",
      "Metrics requested of CloudWatch.",
      status.metricsRequested,
    ),
    one(
      "gatewatch_run_duration_seconds",
      "gauge",
      "Length of the last run.",
      summary ? summary.durationMs / 1_000 : undefined,
    ),
    one(
      "gatewatch_run_truncated",
      "gauge",
      "1 where the last run ran out of time.",
      summary ? Number(summary.truncated) : undefined,
    ),
    one("gatewatch_targets", "gauge", "Targets that are watched.", summary?.targets),
    one("gatewatch_incidents", "gauge", "Incidents that are open or calming.", summary?.incidents),
    one("gatewatch_blind_spots", "gauge", "What the last run could not look at.", summary?.blindSpots),
    {
      name: "gatewatch_findings",
      type: "gauge",
      help: "Findings of the last run; absent where there are none.",
      samples: (summary?.findings ?? []).map(({ target, severity, count }) => ({
        labels: { target, severity },
        value: count,
      })),
    },
    {
      name: "gatewatch_undelivered_events",
      type: "gauge",
      help: "Events that wait for a sink.",
      samples: undelivered.map(({ sink, events }) => ({ labels: { sink }, value: events })),
    },
    ...targetMetrics(view?.report.targets ?? []),
  ]);
}
