import type { ApiKind } from "../model/target.ts";

/**
 * The only dimension combinations that exist; CloudWatch does not aggregate over others.
 *
 * Source: api-gateway-metrics-and-dimensions.html, http-api-metrics.html, apigateway-websocket-api-logging.html
 * (April 2026) and CloudWatch's recommended-alarm data. Where AWS's pages disagree (HTTP until 2023 and
 * WebSocket in the alarm data say `Route`; the 2026 pages say `Resource` and `Method`) both shapes stand here,
 * and the live account decides through ListMetrics.
 */
export interface DimensionSet {
  readonly kind: ApiKind;
  readonly level: "api" | "stage" | "route";
  readonly names: readonly string[];
}

export const DIMENSION_SETS: readonly DimensionSet[] = [
  { kind: "rest", level: "api", names: ["ApiName"] },
  { kind: "rest", level: "stage", names: ["ApiName", "Stage"] },
  { kind: "rest", level: "route", names: ["ApiName", "Stage", "Resource", "Method"] },
  { kind: "http", level: "api", names: ["ApiId"] },
  { kind: "http", level: "stage", names: ["ApiId", "Stage"] },
  { kind: "http", level: "route", names: ["ApiId", "Stage", "Resource", "Method"] },
  { kind: "http", level: "route", names: ["ApiId", "Stage", "Route"] },
  { kind: "websocket", level: "api", names: ["ApiId"] },
  { kind: "websocket", level: "stage", names: ["ApiId", "Stage"] },
  { kind: "websocket", level: "route", names: ["ApiId", "Stage", "Route"] },
  { kind: "websocket", level: "route", names: ["ApiId", "Stage", "Resource", "Method"] },
];

/**
 * The value by which CloudWatch keys a REST API: its name without non-ASCII characters, or its id where
 * nothing is left. Whether spaces left at the ends are trimmed is undocumented, so both forms are given,
 * the untrimmed first; ListMetrics shows which is real.
 *
 * Source: api-gateway-metrics-and-dimensions.html ("non-ASCII characters are removed from ApiName").
 */
export function apiNameDimensions(apiName: string, apiId: string): readonly string[] {
  // oxlint-disable-next-line no-control-regex -- ASCII starts at NUL, and AWS's rule is about ASCII
  const ascii = apiName.replace(/[^\x00-\x7F]/g, "");
  if (ascii.trim() === "") return [apiId];
  return ascii.trim() === ascii ? [ascii] : [ascii, ascii.trim()];
}

/** The dimension that names the API: REST by name, the others by id. */
export function apiDimension(kind: ApiKind): "ApiName" | "ApiId" {
  return kind === "rest" ? "ApiName" : "ApiId";
}

/**
 * The dimensions of a route beside its stage's, by the reading of CloudWatch's recommended-alarm data; undefined for one whose
 * metrics no document names (a method ANY, an HTTP API's $default).
 */
export function dimensionsOfRoute(kind: ApiKind, key: string): Readonly<Record<string, string>> | undefined {
  if (kind === "websocket") return { Route: key };
  const [, method, resource] = /^(\S+) (\S.*)$/.exec(key) ?? [];
  if (method === undefined || resource === undefined || method === "ANY") return undefined;
  return { Resource: resource, Method: method };
}

/**
 * The route that a route-level dimension set names, in either documented shape: "POST /orders" of
 * Resource and Method, a route key of Route. Undefined where the set is not of route level.
 */
export function routeOfDimensions(dimensions: Readonly<Record<string, string>>): string | undefined {
  const { Route: route, Resource: resource, Method: method } = dimensions;
  if (route !== undefined) return route;
  return resource === undefined || method === undefined ? undefined : `${method} ${resource}`;
}
