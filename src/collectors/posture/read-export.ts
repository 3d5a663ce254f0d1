import { functionOfArn } from "../../catalog/function-of-arn.ts";
import { isRecord, recordOf } from "../../core/is-record.ts";
import { parseJson } from "../../core/parse-json.ts";
import type { EstateStage } from "../../model/estate.ts";
import { openapiFacts } from "../../templates/estate/openapi-facts.ts";
import { openapiEstateRoutes } from "../../templates/estate/openapi-routes.ts";

/** What an exported OpenAPI document says; undefined where the text is none. */
export function readExport(text: string): EstateStage["exported"] {
  const document = parseJson(text);
  if (!isRecord(recordOf(document)["paths"])) return undefined;
  const routes = openapiEstateRoutes(document, functionOfArn, () => undefined);
  return {
    routes: routes.map(({ key }) => key),
    integrations: Object.fromEntries(
      routes.flatMap(({ key, integration }) => (integration ? [[key, integration] as const] : [])),
    ),
    document: openapiFacts(document),
  };
}
