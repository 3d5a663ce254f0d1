import type { MetricKey } from "../model/metric-key.ts";
import { routeOfDimensions } from "../catalog/dimensions.ts";
import { compareText } from "../core/order.ts";
import { dimensionsText } from "./dimensions-text.ts";

/** The metrics by which CloudWatch holds one route. */
export interface RouteKeys {
  readonly route: string;
  /** One for each metric name, ordered by it. */
  readonly metrics: readonly MetricKey[];
}

/**
 * The routes that have metrics of their own, by the text of their stage's dimension set.
 *
 * Edge cases: where an account holds one route in both documented shapes (Route; Resource and Method), each
 * metric is taken in the shape that comes first by name, so that nothing is asked or counted twice.
 */
export function routeKeys(listed: readonly MetricKey[]): ReadonlyMap<string, readonly RouteKeys[]> {
  const stages = new Map<string, Map<string, Map<string, MetricKey>>>();
  const ordered = listed
    .map((key) => ({ key, text: dimensionsText(key.dimensions) }))
    .sort((left, right) => compareText(left.text, right.text));
  for (const { key } of ordered) {
    const route = routeOfDimensions(key.dimensions);
    if (route === undefined) continue;
    const { Resource: _resource, Method: _method, Route: _route, ...stageDimensions } = key.dimensions;
    const stage = dimensionsText(stageDimensions);
    const routes = stages.get(stage) ?? new Map<string, Map<string, MetricKey>>();
    stages.set(stage, routes);
    const metrics = routes.get(route) ?? new Map<string, MetricKey>();
    routes.set(route, metrics);
    if (!metrics.has(key.metric)) metrics.set(key.metric, key);
  }
  return new Map(
    [...stages].map(([stage, routes]) => [
      stage,
      [...routes]
        .map(([route, metrics]) => ({ route, metrics: [...metrics.values()].sort(byMetric) }))
        .sort((left, right) => compareText(left.route, right.route)),
    ]),
  );
}

function byMetric(left: MetricKey, right: MetricKey): number {
  return compareText(left.metric, right.metric);
}
