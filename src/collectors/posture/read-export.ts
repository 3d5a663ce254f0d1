import type { EstateStage } from "../../model/estate.ts";
import { openapiFacts } from "../../templates/estate/openapi-facts.ts";
import { openapiEstateRoutes } from "../../templates/estate/openapi-routes.ts";
import { isRecord, recordOf } from "../../templates/is-record.ts";
import { functionOf } from "../inventory/to-integration.ts";

/** What an exported OpenAPI document says; undefined where the text is none. */
export function readExport(text: string): EstateStage["exported"] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(recordOf(document)["paths"])) return undefined;
  const routes = openapiEstateRoutes(
    document,
    (uri) => (typeof uri === "string" ? functionOf(uri) : null),
    () => undefined,
  );
  return {
    routes: routes.map(({ key }) => key),
    integrations: Object.fromEntries(
      routes.flatMap(({ key, integration }) => (integration ? [[key, integration] as const] : [])),
    ),
    document: openapiFacts(document),
  };
}
