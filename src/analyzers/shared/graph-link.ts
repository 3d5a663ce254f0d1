import { API_GATEWAY_NAMESPACE, metricFact, type Measure } from "../../catalog/metrics.ts";
import { metricsConsoleUrl } from "../../catalog/console-urls.ts";
import { HOUR_MS } from "../../core/window.ts";
import { seriesFor, type Scope } from "./scope.ts";

/** A link to a graph of these metrics around the incident, by the dimensions that hold data. */
export function graphLink(
  scope: Scope,
  metrics: readonly { readonly measure: Measure; readonly stat: string }[],
  startMs: number,
): { label: string; url: string } {
  const { target, snapshot } = scope.input;
  const graph = metrics.flatMap(({ measure, stat }) => {
    const metric = metricFact(target.kind, measure)?.metric;
    const [series] = seriesFor(scope, measure, stat);
    const dimensions = series?.dimensions ?? target.dimensions;
    return metric === undefined ? [] : [{ namespace: API_GATEWAY_NAMESPACE, metric, dimensions, stat }];
  });
  const span = {
    startMs: Math.min(snapshot.window.startMs, startMs - HOUR_MS),
    endMs: snapshot.window.endMs,
  };
  return { label: "CloudWatch graph", url: metricsConsoleUrl(target.region, graph, span) };
}
