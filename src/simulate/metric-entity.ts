import type { MetricKey } from "../model/metric-key.ts";
import { API_GATEWAY_NAMESPACE, METRICS, type Measure } from "../catalog/metrics.ts";
import { apiDimension, apiNameDimensions } from "../catalog/dimensions.ts";
import type { RoutePlan, StagePlan } from "./plan.ts";

/** One metric of one dimension set, and where its numbers come from. */
export interface MetricEntity {
  readonly key: MetricKey;
  readonly measure: Measure;
  /** The stages whose numbers add up to it: one, or all of an API. */
  readonly stages: readonly StagePlan[];
  /** A route key, or null for stages as a whole. */
  readonly route: string | null;
}

/** A text that two keys share exactly where they name the same metric. */
export function metricKeyText({ namespace, metric, dimensions }: MetricKey): string {
  const parts = Object.entries(dimensions)
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  return [namespace, metric, ...parts].join("\n");
}

/** The value by which CloudWatch keys the API of a stage. */
function apiValue(stage: StagePlan): string {
  if (stage.kind !== "rest") return stage.apiId;
  return apiNameDimensions(stage.apiName, stage.apiId)[0] ?? stage.apiId;
}

/** The stage-level dimension set. */
export function stageDimensions(stage: StagePlan): Readonly<Record<string, string>> {
  return { [apiDimension(stage.kind)]: apiValue(stage), Stage: stage.stage };
}

/** Every metric that the stages of one account may publish: by API, by stage, and by route where that is switched on. */
export function metricEntities(stages: readonly StagePlan[]): MetricEntity[] {
  const byApi = new Map<string, StagePlan[]>();
  for (const stage of stages) {
    const name = `${stage.kind} ${apiValue(stage)}`;
    byApi.set(name, [...(byApi.get(name) ?? []), stage]);
  }
  const apis = [...byApi.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return entities(group, null, { [apiDimension(first.kind)]: apiValue(first) });
  });
  const single = stages.flatMap((stage) => {
    const dimensions = stageDimensions(stage);
    const routes = stage.detailedMetrics ? stage.routes : [];
    return [
      ...entities([stage], null, dimensions),
      ...routes.flatMap((route) =>
        entities([stage], route, { ...dimensions, ...routeDimensions(stage, route) }),
      ),
    ];
  });
  return [...apis, ...single];
}

function routeDimensions(stage: StagePlan, route: RoutePlan): Readonly<Record<string, string>> {
  const space = route.key.indexOf(" ");
  if (stage.kind === "websocket" || space < 0) return { Route: route.key };
  return { Resource: route.key.slice(space + 1), Method: route.key.slice(0, space) };
}

function entities(
  stages: readonly StagePlan[],
  route: RoutePlan | null,
  dimensions: Readonly<Record<string, string>>,
): MetricEntity[] {
  const kind = stages[0]?.kind;
  return METRICS.filter((fact) => fact.kind === kind)
    .filter(({ measure }) => {
      const isCache = measure === "cacheHits" || measure === "cacheMisses";
      return !isCache || stages.some((stage) => stage.cacheSizeGb !== null);
    })
    .map((fact) => ({
      key: { namespace: API_GATEWAY_NAMESPACE, metric: fact.metric, dimensions },
      measure: fact.measure,
      stages,
      route: route?.key ?? null,
    }));
}
