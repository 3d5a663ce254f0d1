/**
 * Gateway response types (`$context.error.responseType`): the answers that API Gateway makes itself. A type
 * is present exactly where the gateway answered; an error of the backend has none. Default statuses can be
 * overridden for each API, so the type is the more reliable of the two.
 *
 * Source: API Gateway Developer Guide, "Gateway response types" (supported-gateway-response-types.html),
 * April 2026. Messages: access logs and answers that users of the service have published; customised as easily.
 */
export interface ResponseTypeFact {
  readonly type: string;
  /** Status unless customised; null for the two catch-alls, which have none of their own. */
  readonly status: number | null;
  /** `$context.error.message` of the default answer. */
  readonly message: string;
}

const RESPONSE_TYPES: readonly ResponseTypeFact[] = [
  { type: "ACCESS_DENIED", status: 403, message: "Forbidden" },
  { type: "API_CONFIGURATION_ERROR", status: 500, message: "Internal server error" },
  { type: "AUTHORIZER_CONFIGURATION_ERROR", status: 500, message: "Internal server error" },
  { type: "AUTHORIZER_FAILURE", status: 500, message: "Internal server error" },
  { type: "BAD_REQUEST_BODY", status: 400, message: "Invalid request body" },
  { type: "BAD_REQUEST_PARAMETERS", status: 400, message: "Bad Request" },
  { type: "DEFAULT_4XX", status: null, message: "Bad Request" },
  { type: "DEFAULT_5XX", status: null, message: "Internal server error" },
  { type: "EXPIRED_TOKEN", status: 403, message: "The security token included in the request is expired" },
  { type: "INTEGRATION_FAILURE", status: 504, message: "Internal server error" },
  { type: "INTEGRATION_TIMEOUT", status: 504, message: "Endpoint request timed out" },
  { type: "INVALID_API_KEY", status: 403, message: "Forbidden" },
  { type: "INVALID_SIGNATURE", status: 403, message: "Forbidden" },
  // Also the answer to a route or method that does not exist.
  { type: "MISSING_AUTHENTICATION_TOKEN", status: 403, message: "Missing Authentication Token" },
  { type: "QUOTA_EXCEEDED", status: 429, message: "Limit Exceeded" },
  { type: "REQUEST_TOO_LARGE", status: 413, message: "Request Too Long" },
  { type: "RESOURCE_NOT_FOUND", status: 404, message: "Not Found" },
  { type: "THROTTLED", status: 429, message: "Too Many Requests" },
  { type: "UNAUTHORIZED", status: 401, message: "Unauthorized" },
  { type: "UNSUPPORTED_MEDIA_TYPE", status: 415, message: "Unsupported Media Type" },
  { type: "WAF_FILTERED", status: 403, message: "Forbidden" },
];

/** The fact for a type, or undefined for a name that is not one. */
export function responseTypeFact(type: string): ResponseTypeFact | undefined {
  return RESPONSE_TYPES.find((row) => row.type === type);
}
