import type { TargetReport } from "../../model/report.ts";

/** One measure in Prometheus' sense: a name for ever, and a sample for each set of labels. */
export interface PrometheusMetric {
  readonly name: string;
  readonly type: "counter" | "gauge";
  readonly help: string;
  readonly samples: readonly {
    readonly labels?: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}

/**
 * Text for a scrape. A metric without a sample is left out: what is not known is absent, not 0.
 *
 * Source: Prometheus documentation, "Exposition formats", text format 0.0.4.
 */
export function prometheusText(metrics: readonly PrometheusMetric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .flatMap(({ name, type, help, samples }) => [
      `# HELP ${name} ${escapeHelp(help)}`,
      `# TYPE ${name} ${type}`,
      ...samples.map(({ labels = {}, value }) => `${name}${labelText(labels)} ${valueText(value)}`),
    ])
    .join("\n")
    .concat("\n");
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function valueText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  return Number.isFinite(value) ? String(value) : value > 0 ? "+Inf" : "-Inf";
}

/** A carriage return would be a line's end to some readers; lone surrogates are no UTF-8. */
function escapeLabel(text: string): string {
  return escapeHelp(text).replace(/"/g, '\\"');
}

function escapeHelp(text: string): string {
  return text
    .replace(/\\/g, "\\\\")
    .replace(/\r/g, " ")
    .replace(/\n/g, "\\n")
    .replace(/\p{Cs}/gu, "\uFFFD");
}

/** What a report says of its targets. */
export function targetMetrics(targets: readonly TargetReport[]): PrometheusMetric[] {
  const gauge = (
    name: string,
    help: string,
    labels: Readonly<Record<string, string>>,
    valueOf: (target: TargetReport) => number | null | undefined,
  ): PrometheusMetric => ({
    name,
    type: "gauge",
    help,
    samples: targets.flatMap((target) => {
      const value = valueOf(target);
      return value === null || value === undefined
        ? []
        : [{ labels: { target: target.id, ...labels }, value }];
    }),
  });
  const both = (one: PrometheusMetric, other: PrometheusMetric): PrometheusMetric => ({
    ...one,
    samples: [...one.samples, ...other.samples],
  });
  const ratio = "gatewatch_target_error_ratio";
  const ratioHelp = "Share of the target's requests in the window that failed, 0 to 1.";
  const latency = "gatewatch_target_latency_seconds";
  const latencyHelp = "Latency of the target's requests in the window.";
  return [
    gauge(
      "gatewatch_target_requests",
      "Requests of the target in the window.",
      {},
      ({ requests }) => requests,
    ),
    both(
      gauge(ratio, ratioHelp, { class: "4xx" }, ({ errorRatio4xx }) => errorRatio4xx),
      gauge(ratio, ratioHelp, { class: "5xx" }, ({ errorRatio5xx }) => errorRatio5xx),
    ),
    both(
      gauge(latency, latencyHelp, { quantile: "0.5" }, ({ latencyMs }) => seconds(latencyMs?.p50)),
      gauge(latency, latencyHelp, { quantile: "0.99" }, ({ latencyMs }) => seconds(latencyMs?.p99)),
    ),
  ];
}

function seconds(valueMs: number | null | undefined): number | null {
  return valueMs === null || valueMs === undefined ? null : valueMs / 1_000;
}
