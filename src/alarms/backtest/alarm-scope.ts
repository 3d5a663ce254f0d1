import { API_GATEWAY_NAMESPACE } from "../../catalog/metrics.ts";
import { routeOfDimensions } from "../../catalog/dimensions.ts";
import type { InsightsQuery } from "../../metric-math/insights-query.ts";
import type { Target } from "../../model/target.ts";
import type { MetricReference } from "../evaluate/alarm-plan.ts";

/** A place that an alarm looks at: a target, or one route of it. */
export interface AlarmScope {
  readonly target: string;
  readonly route: string | null;
}

const LAMBDA_NAMESPACE = "AWS/Lambda";

/**
 * The targets and routes that the metrics are of: by API Gateway's own dimensions (an alarm on an API without a stage
 * looks at all of its stages), or by the function that a route calls. Nothing for metrics of anything else.
 */
export function alarmScopes(
  references: Iterable<Pick<MetricReference, "namespace" | "dimensions">>,
  targets: readonly Target[],
): AlarmScope[] {
  const found = new Map<string, AlarmScope>();
  for (const { namespace, dimensions } of references) {
    for (const target of targets) {
      for (const route of routesAt(namespace, dimensions, target)) {
        found.set(JSON.stringify([target.id, route]), { target: target.id, route });
      }
    }
  }
  return [...found.values()];
}

/** Where a query looks, as far as it names one value of a dimension. */
export function insightsPlace({
  namespace,
  where,
}: InsightsQuery): Pick<MetricReference, "namespace" | "dimensions"> {
  const named = where.filter(({ isNot }) => !isNot);
  return { namespace, dimensions: Object.fromEntries(named.map(({ key, value }) => [key, value])) };
}

/** The routes of the target that a metric is of; null is the stage as a whole. */
function routesAt(
  namespace: string,
  dimensions: Readonly<Record<string, string>>,
  target: Target,
): (string | null)[] {
  if (namespace === LAMBDA_NAMESPACE) {
    const name = dimensions["FunctionName"];
    return (target.configuration?.routes ?? [])
      .filter(({ integrationTarget }) => name !== undefined && integrationTarget === name)
      .map(({ key }) => key);
  }
  if (namespace !== API_GATEWAY_NAMESPACE) return [];
  const named = Object.entries(dimensions).filter(([name]) => Object.hasOwn(target.dimensions, name));
  const isOfTarget =
    named.some(([name]) => name === "ApiName" || name === "ApiId") &&
    named.every(([name, value]) => target.dimensions[name] === value);
  return isOfTarget ? [routeOfDimensions(dimensions) ?? null] : [];
}

/** Whether what happened there concerns an alarm that looks at these places. */
export function isWithin(scopes: readonly AlarmScope[], target: string, route: string | null): boolean {
  return scopes.some(
    (scope) => scope.target === target && (scope.route === null || route === null || scope.route === route),
  );
}
