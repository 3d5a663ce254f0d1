import { recordOf } from "../../core/is-record.ts";
import type { EstateApi, EstateRoute } from "../../model/estate.ts";
import { integrationOf } from "./integration-of.ts";
import { openapiOperations } from "./openapi-operations.ts";
import { openapiSecurity } from "./openapi-security.ts";

/**
 * The routes of an OpenAPI document, with what it says of who may call them, what checks them and what they call.
 *
 * @param functionOf the function that a URI calls; null where it calls none that can be told.
 */
export function openapiEstateRoutes(
  document: unknown,
  functionOf: (uri: unknown) => string | null,
  lineOf: (path: readonly (string | number)[]) => EstateRoute["place"],
): EstateRoute[] {
  const root = recordOf(document);
  const security = openapiSecurity(document);
  const defaultValidator = root["x-amazon-apigateway-request-validator"];
  return openapiOperations(root).map(({ key, path, method, operation }): EstateRoute => {
    const { authorization, apiKeyRequired } = security(operation);
    const validator = operation["x-amazon-apigateway-request-validator"] ?? defaultValidator ?? null;
    const integration = operation["x-amazon-apigateway-integration"];
    return {
      key,
      place: lineOf(["paths", path, method]),
      ...(authorization === undefined ? {} : { authorization }),
      apiKeyRequired,
      validatorId: typeof validator === "string" ? validator : null,
      hasModel: hasModel(operation),
      ...(integration === undefined ? {} : { integration: integrationOf(integration, functionOf) }),
      fixedHeaders: fixedHeadersOf(integration),
    };
  });
}

/** A body with a schema; in Swagger 2 it is a parameter. */
function hasModel(operation: Readonly<Record<string, unknown>>): boolean {
  const content = Object.values(recordOf(recordOf(operation["requestBody"])["content"]));
  const { parameters } = operation;
  const body = (Array.isArray(parameters) ? parameters : [])
    .map(recordOf)
    .filter(({ in: place }) => place === "body");
  // A body that stands elsewhere is taken for what it says it is.
  return (
    [...content, ...body].some((one) => "schema" in recordOf(one)) ||
    "$ref" in recordOf(operation["requestBody"])
  );
}

/** Response headers with a fixed value, which stands in single quotes. */
function fixedHeadersOf(integration: unknown): Record<string, string> {
  const entries = Object.values(recordOf(recordOf(integration)["responses"])).flatMap((response) =>
    Object.entries(recordOf(recordOf(response)["responseParameters"])).flatMap(([name, value]) => {
      const header = /^method\.response\.header\.(.+)$/.exec(name)?.[1]?.toLowerCase();
      const fixed = typeof value === "string" ? /^'(.*)'$/.exec(value)?.[1] : undefined;
      return header === undefined || fixed === undefined ? [] : [[header, fixed] as const];
    }),
  );
  return Object.fromEntries(entries);
}

/** Validators that the document defines. */
export function openapiValidators(document: unknown): NonNullable<EstateApi["validators"]> {
  return Object.entries(recordOf(recordOf(document)["x-amazon-apigateway-request-validators"])).map(
    ([id, validator]) => {
      const { validateRequestBody, validateRequestParameters } = recordOf(validator);
      return { id, body: validateRequestBody === true, parameters: validateRequestParameters === true };
    },
  );
}
