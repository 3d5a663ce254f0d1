import { isRecord, listOf, recordOf } from "../../core/is-record.ts";

/** What an operation asks of its caller. */
export interface OperationSecurity {
  /** AWS's word; undefined where a scheme is of a kind that is not known. */
  readonly authorization: string | undefined;
  readonly apiKeyRequired: boolean;
}

/**
 * Reads `security` of an operation, or of the whole document, and the schemes that it names.
 *
 * Source: API Gateway Developer Guide, "OpenAPI extensions": x-amazon-apigateway-authtype, x-amazon-apigateway-authorizer,
 * x-amazon-apigateway-auth.
 */
export function openapiSecurity(document: unknown): (operation: unknown) => OperationSecurity {
  const root = recordOf(document);
  const schemes = {
    ...recordOf(root["securityDefinitions"]),
    ...recordOf(recordOf(root["components"])["securitySchemes"]),
  };
  const kinds = new Map(Object.entries(schemes).map(([name, scheme]) => [name, kindOf(scheme)]));
  return (operation) => {
    const own = recordOf(operation);
    const { type } = recordOf(own["x-amazon-apigateway-auth"]);
    const asked = listOf(own["security"] ?? root["security"]);
    const named = asked.flatMap((one) => Object.keys(recordOf(one)));
    const found = named.map((name) => kinds.get(name));
    const apiKeyRequired = found.includes("API_KEY");
    if (typeof type === "string") return { authorization: type.toUpperCase(), apiKeyRequired };
    const others = found.filter((kind) => kind !== "API_KEY");
    return {
      authorization: named.length === 0 || (others.length === 0 && apiKeyRequired) ? "NONE" : others[0],
      apiKeyRequired,
    };
  };
}

function kindOf(scheme: unknown): string | undefined {
  const {
    type,
    name,
    in: place,
    "x-amazon-apigateway-authtype": authtype,
    "x-amazon-apigateway-authorizer": authorizer,
  } = recordOf(scheme);
  if (authtype === "awsSigv4") return "AWS_IAM";
  if (authtype === "cognito_user_pools") return "COGNITO_USER_POOLS";
  if (isRecord(authorizer)) {
    return authorizer["type"] === "jwt"
      ? "JWT"
      : authorizer["type"] === "cognito_user_pools"
        ? "COGNITO_USER_POOLS"
        : "CUSTOM";
  }
  if (typeof authtype === "string") return "CUSTOM";
  if (type === "apiKey" && place === "header" && String(name).toLowerCase() === "x-api-key") return "API_KEY";
  return undefined;
}
