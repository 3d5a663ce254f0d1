import { API_GATEWAY_NAMESPACE, metricFact } from "../../catalog/metrics.ts";
import { dimensionsOfRoute } from "../../catalog/dimensions.ts";
import type { Series } from "../../model/series.ts";
import type { Target } from "../../model/target.ts";

/**
 * The routes that will have metrics of their own, by what a template says: each as the series of its requests, of which
 * nothing has come yet.
 */
export function declaredRoutes(targets: readonly Target[]): readonly Series[] {
  return targets.flatMap(({ id, kind, dimensions, configuration }) => {
    const requests = metricFact(kind, kind === "websocket" ? "messages" : "requests");
    return (configuration?.routes ?? []).flatMap(({ key, detailedMetrics }): Series[] => {
      const own = detailedMetrics ? dimensionsOfRoute(kind, key) : undefined;
      if (own === undefined || requests === undefined) return [];
      return [
        {
          target: id,
          route: key,
          namespace: API_GATEWAY_NAMESPACE,
          metric: requests.metric,
          dimensions: { ...dimensions, ...own },
          stat: "Sum",
          periodSeconds: 60,
          runs: [],
        },
      ];
    });
  });
}
