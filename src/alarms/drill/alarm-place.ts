import { apiDimension, routeOfDimensions } from "../../catalog/dimensions.ts";
import { API_GATEWAY_NAMESPACE } from "../../catalog/metrics.ts";
import type { Target } from "../../model/target.ts";
import type { MetricReference } from "../evaluate/alarm-plan.ts";

/** Where in a target a metric is measured. */
export interface MetricPlace {
  readonly level: "api" | "stage" | "route";
  /** Null but for a route. */
  readonly route: string | null;
}

/** Undefined where the metric is not the target's. A metric of an API without a stage is that of each of its stages. */
export function placeOf(
  { namespace, dimensions }: Pick<MetricReference, "namespace" | "dimensions">,
  target: Target,
): MetricPlace | undefined {
  if (namespace !== API_GATEWAY_NAMESPACE) return undefined;
  const api = apiDimension(target.kind);
  if (dimensions[api] === undefined || dimensions[api] !== target.dimensions[api]) return undefined;
  const { Stage: stage } = dimensions;
  if (stage === undefined) {
    return Object.keys(dimensions).length === 1 ? { level: "api", route: null } : undefined;
  }
  if (stage !== target.dimensions["Stage"]) return undefined;
  const route = routeOfDimensions(dimensions);
  return route === undefined ? { level: "stage", route: null } : { level: "route", route };
}
