import { apiDimension, DIMENSION_SETS, routeOfDimensions } from "../../catalog/dimensions.ts";
import { API_GATEWAY_NAMESPACE, METRICS } from "../../catalog/metrics.ts";
import { compareText } from "../../core/order.ts";
import { targetId, type ApiKind, type Target } from "../../model/target.ts";
import type { ExportedQuery } from "./exported-format.ts";

/** What a query's metric belongs to. */
export interface Place {
  readonly target: string | null;
  readonly route: string | null;
}

export interface ExportedTargets {
  readonly targets: readonly Target[];
  readonly placeOf: (query: ExportedQuery) => Place;
  /** Queries of an API as a whole: their numbers mix its stages. */
  readonly withoutStage: number;
  /** Queries of AWS/ApiGateway by dimensions under which it publishes nothing. */
  readonly unknownDimensions: number;
  /** Targets whose metrics are of several flavours' families, or of none that tells. */
  readonly ambiguous: readonly string[];
}

const NOWHERE: Place = { target: null, route: null };

/**
 * The stages that the queries name, by their dimensions. The flavour is told by the metric family: an API
 * never publishes two of them.
 */
export function exportedTargets(queries: readonly ExportedQuery[], region: string): ExportedTargets {
  const stages = new Map<string, { readonly queries: ExportedQuery[]; readonly metrics: Set<string> }>();
  const places = new Map<ExportedQuery, { readonly stage: string; readonly route: string | null }>();
  let withoutStage = 0;
  let unknownDimensions = 0;
  for (const query of queries) {
    const metric = query.MetricStat?.Metric;
    if (metric?.Namespace !== API_GATEWAY_NAMESPACE) continue;
    const dimensions = dimensionsOf(query);
    const level = levelOf(dimensions);
    if (level === "api") withoutStage += 1;
    else if (level === undefined) unknownDimensions += 1;
    else {
      const stage = stageKey(query, dimensions);
      const known = stages.get(stage) ?? { queries: [], metrics: new Set<string>() };
      stages.set(stage, known);
      known.queries.push(query);
      known.metrics.add(metric.MetricName);
      places.set(query, { stage, route: routeOfDimensions(dimensions) ?? null });
    }
  }
  const accounts = new Set([...stages.values()].map(({ queries: [first] }) => first?.AccountId));
  const ambiguous: string[] = [];
  const targets = new Map<string, Target>();
  for (const [stage, { queries: own, metrics }] of stages) {
    const [first] = own;
    if (!first) continue;
    const { kind, certain } = kindOf(dimensionsOf(first), metrics);
    const target = toTarget(first, kind, region, accounts.size > 1);
    targets.set(stage, target);
    if (!certain) ambiguous.push(target.id);
  }
  return {
    targets: [...targets.values()].sort((left, right) => compareText(left.id, right.id)),
    placeOf: (query) => {
      const place = places.get(query);
      return place ? { target: targets.get(place.stage)?.id ?? null, route: place.route } : NOWHERE;
    },
    withoutStage,
    unknownDimensions,
    ambiguous,
  };
}

export function dimensionsOf(query: ExportedQuery): Record<string, string> {
  const dimensions = query.MetricStat?.Metric.Dimensions ?? [];
  return Object.fromEntries(
    dimensions
      .map(({ Name: name, Value: value }) => [name, value] as const)
      .sort(([left], [right]) => compareText(left, right)),
  );
}

function levelOf(dimensions: Readonly<Record<string, string>>): "api" | "stage" | "route" | undefined {
  const names = Object.keys(dimensions);
  return DIMENSION_SETS.find(
    (set) => set.names.length === names.length && set.names.every((name) => names.includes(name)),
  )?.level;
}

function stageKey(query: ExportedQuery, dimensions: Readonly<Record<string, string>>): string {
  return JSON.stringify([query.AccountId, dimensions["ApiName"], dimensions["ApiId"], dimensions["Stage"]]);
}

/** Not certain where no metric's name belongs to one flavour alone, or where two flavours claim the stage. */
function kindOf(
  dimensions: Readonly<Record<string, string>>,
  metrics: ReadonlySet<string>,
): { readonly kind: ApiKind; readonly certain: boolean } {
  if (dimensions["ApiName"] !== undefined) return { kind: "rest", certain: true };
  const claims = new Set<ApiKind>();
  for (const metric of metrics) {
    const kinds = METRICS.filter((row) => row.metric === metric && row.kind !== "rest").map(
      ({ kind }) => kind,
    );
    const [kind] = kinds;
    if (kind !== undefined && kinds.length === 1) claims.add(kind);
  }
  const kind = claims.has("http") || !claims.has("websocket") ? "http" : "websocket";
  return { kind, certain: claims.size === 1 };
}

function toTarget(query: ExportedQuery, kind: ApiKind, region: string, prefixed: boolean): Target {
  const dimensions = dimensionsOf(query);
  const stage = dimensions["Stage"] ?? "";
  const name = apiDimension(kind);
  const api = dimensions[name] ?? "";
  const accountId = query.AccountId ?? null;
  const scope = prefixed ? `${accountId ?? "own"}/${region}` : "";
  return {
    id: targetId(kind, api, stage, scope),
    kind,
    apiId: kind === "rest" ? null : api,
    apiName: kind === "rest" ? api : null,
    stage,
    region,
    accountId,
    dimensions: { [name]: api, Stage: stage },
    configuration: null,
  };
}
