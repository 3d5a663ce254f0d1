import { isRecord, recordOf } from "../../core/is-record.ts";
import type { EstateApi } from "../../model/estate.ts";

type Authorizer = NonNullable<EstateApi["authorizers"]>[number];

const TYPES: Readonly<Record<string, string>> = {
  token: "TOKEN",
  request: "REQUEST",
  cognito_user_pools: "COGNITO_USER_POOLS",
  jwt: "JWT",
};

/**
 * Authorizers as an OpenAPI document has them, among its security schemes.
 *
 * Edge cases: what is no plain text or number (a template's function) is not known; a TOKEN authorizer's source is the header
 * that its scheme names.
 *
 * Source: API Gateway Developer Guide, "x-amazon-apigateway-authorizer object".
 *
 * @param usualTtl seconds that an answer is kept where the document does not say.
 */
export function openapiAuthorizers(document: unknown, usualTtl: number): Authorizer[] {
  const root = recordOf(document);
  const schemes = {
    ...recordOf(root["securityDefinitions"]),
    ...recordOf(recordOf(root["components"])["securitySchemes"]),
  };
  return Object.entries(schemes).flatMap(([name, scheme]): Authorizer[] => {
    const { name: header, "x-amazon-apigateway-authorizer": own } = recordOf(scheme);
    if (!isRecord(own)) return [];
    const { type, identitySource, authorizerResultTtlInSeconds: ttl } = own;
    const sources = identitySource ?? (type === "request" ? "" : header);
    return [
      {
        id: name,
        name,
        type: typeof type === "string" ? (TYPES[type.toLowerCase()] ?? null) : null,
        ...(typeof sources === "string"
          ? { identitySources: sources.split(",").filter((part) => part.trim() !== "") }
          : {}),
        ...(ttl === undefined || typeof ttl === "number" ? { ttlSeconds: ttl ?? usualTtl } : {}),
      },
    ];
  });
}
