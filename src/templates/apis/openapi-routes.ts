import { isRecord, recordOf } from "../../core/is-record.ts";
import type { Route } from "../../model/target.ts";
import type { FunctionOfTemplate } from "./function-name.ts";
import { routeOf } from "./route-of.ts";

const ANY = "x-amazon-apigateway-any-method";
/** Of OpenAPI's path items; their other members ("parameters", "summary") are no methods. */
const METHODS = new Set(["get", "put", "post", "delete", "options", "head", "patch", "trace", ANY]);

/**
 * The routes of an OpenAPI document and what `x-amazon-apigateway-integration` says of each.
 *
 * Edge cases: what a function of a template chooses is not looked into. A path item's integration is not inherited.
 */
export function openapiRoutes(document: unknown, nameOf: FunctionOfTemplate): readonly Route[] {
  return Object.entries(recordOf(recordOf(document)["paths"])).flatMap(([path, item]) =>
    Object.entries(recordOf(item)).flatMap(([method, operation]): Route[] => {
      if (!METHODS.has(method.toLowerCase()) || !isRecord(operation)) return [];
      const { type, uri, timeoutInMillis } = recordOf(operation["x-amazon-apigateway-integration"]);
      const verb = method === ANY ? "ANY" : method.toUpperCase();
      const key = path === "/$default" && method === ANY ? "$default" : `${verb} ${path}`;
      return [routeOf(key, { type, uri, timeout: timeoutInMillis }, nameOf, null)];
    }),
  );
}
