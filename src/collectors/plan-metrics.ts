import type { MetricKey } from "../model/metric-key.ts";
import { API_GATEWAY_NAMESPACE, METRICS, type MetricFact } from "../catalog/metrics.ts";
import { LISTED_FOR_MS } from "../catalog/api-limits.ts";
import { PRICES } from "../catalog/prices.ts";
import type { Window } from "../core/window.ts";
import type { BlindSpot } from "../model/snapshot.ts";
import type { Target } from "../model/target.ts";
import type { MetricQuery } from "./account-reader.ts";
import { dimensionsText } from "./dimensions-text.ts";
import { planSpans, type Span } from "./plan-spans.ts";
import { routeKeys } from "./route-keys.ts";

/** What a plan has to know of a target. */
interface PlannedTarget extends Pick<Target, "id" | "kind" | "dimensions"> {
  readonly configuration: Pick<NonNullable<Target["configuration"]>, "cache"> | null;
}

export interface PlanInput {
  readonly targets: readonly PlannedTarget[];
  /** What ListMetrics showed, or null where it could not be read: then nothing is known of routes. */
  readonly listed: readonly MetricKey[] | null;
  /** True where that list broke off. */
  readonly isListPartial?: boolean;
  readonly window: Window;
  /** Ends where the window starts; empty where there is none. */
  readonly baseline: Window;
  readonly nowMs: number;
}

export interface MetricPlan {
  readonly queries: readonly MetricQuery[];
  readonly blindSpots: readonly BlindSpot[];
}

const STAGE_LATENCY = ["p50", "p90", "p99", "Average", "SampleCount"];
// Each statistic of each route is billed: enough to tell a step from a tail, and one side from the other.
const ROUTE_LATENCY = ["p50", "p99", "Average"];

/**
 * What to ask CloudWatch so that every analyzer can work, and no more: each query costs the same whatever its
 * length, so the coarse one reaches from the start of the baseline to the end of the window.
 *
 *   baseline.startMs                    window.startMs        window.endMs
 *   |---------------- 300 s -----------------------------------------|
 *                                       |------------ 60 s ----------|
 *
 * A target that ListMetrics does not know was silent for two weeks: it gets the one question whether requests
 * have begun since.
 *
 * Shape: ordered by target and route; no two queries are alike.
 */
export function planMetrics(input: PlanInput): MetricPlan {
  const { spans, blindSpots } = planSpans(input.window, input.baseline, input.nowMs);
  const tellsOfSilence = !input.isListPartial && input.nowMs - input.window.startMs <= LISTED_FOR_MS;
  const listedStages =
    tellsOfSilence && input.listed
      ? new Set(input.listed.map((key) => dimensionsText(key.dimensions)))
      : null;
  const routes = routeKeys(input.listed ?? []);
  const queries = input.targets.flatMap((target) => {
    const stage = dimensionsText(target.dimensions);
    const silent = listedStages !== null && !listedStages.has(stage);
    return [
      ...stageQueries(target, silent, spans),
      ...(routes.get(stage) ?? []).flatMap(({ route, metrics }) =>
        routeQueries(target, route, metrics, spans),
      ),
    ];
  });
  return { queries, blindSpots };
}

/** What asking costs at list price: one metric for each query. */
export function planCost(queries: readonly MetricQuery[]): { metricsRequested: number; usd: number } {
  return { metricsRequested: queries.length, usd: queries.length * PRICES.metricRequestedUsd };
}

function stageQueries(target: PlannedTarget, silent: boolean, spans: readonly Span[]): MetricQuery[] {
  return METRICS.filter(
    (fact) => fact.kind === target.kind && (silent ? isCount(fact) : isWanted(fact, target)),
  )
    .flatMap((fact) => stats(fact, STAGE_LATENCY).map((stat) => ({ metric: fact.metric, stat })))
    .flatMap(({ metric, stat }) =>
      spans.map((span) => ({
        target: target.id,
        route: null,
        key: { namespace: API_GATEWAY_NAMESPACE, metric, dimensions: target.dimensions },
        stat,
        ...span,
      })),
    );
}

function routeQueries(
  target: PlannedTarget,
  route: string,
  keys: readonly MetricKey[],
  spans: readonly Span[],
): MetricQuery[] {
  return keys.flatMap((key) => {
    const fact = METRICS.find((row) => row.kind === target.kind && row.metric === key.metric);
    if (fact === undefined || !isWanted(fact, target)) return [];
    return stats(fact, ROUTE_LATENCY).flatMap((stat) =>
      spans.map((span) => ({ target: target.id, route, key, stat, ...span })),
    );
  });
}

function isCount({ measure }: MetricFact): boolean {
  return measure === "requests" || measure === "connects" || measure === "messages";
}

/** No analyzer asks for bytes; a stage whose cache is known to be off has no cache metrics. */
function isWanted({ measure }: MetricFact, { configuration }: PlannedTarget): boolean {
  if (measure === "bytes") return false;
  const isCacheMetric = measure === "cacheHits" || measure === "cacheMisses";
  return !isCacheMetric || configuration === null || configuration.cache !== null;
}

function stats({ unit }: MetricFact, latency: readonly string[]): readonly string[] {
  return unit === "Milliseconds" ? latency : ["Sum"];
}
