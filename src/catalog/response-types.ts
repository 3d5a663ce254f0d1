/**
 * Gateway response types (`$context.error.responseType`): the answers that API Gateway makes itself. A type
 * is present exactly where the gateway answered; an error of the backend has none. Default statuses can be
 * overridden for each API, so the type is the more reliable of the two.
 *
 * Source: API Gateway Developer Guide, "Gateway response types" (supported-gateway-response-types.html),
 * April 2026.
 */
export interface ResponseTypeFact {
  readonly type: string;
  /** Status unless customised; null for the two catch-alls, which have none of their own. */
  readonly status: number | null;
}

export const RESPONSE_TYPES: readonly ResponseTypeFact[] = [
  { type: "ACCESS_DENIED", status: 403 },
  { type: "API_CONFIGURATION_ERROR", status: 500 },
  { type: "AUTHORIZER_CONFIGURATION_ERROR", status: 500 },
  { type: "AUTHORIZER_FAILURE", status: 500 },
  { type: "BAD_REQUEST_BODY", status: 400 },
  { type: "BAD_REQUEST_PARAMETERS", status: 400 },
  { type: "DEFAULT_4XX", status: null },
  { type: "DEFAULT_5XX", status: null },
  { type: "EXPIRED_TOKEN", status: 403 },
  { type: "INTEGRATION_FAILURE", status: 504 },
  { type: "INTEGRATION_TIMEOUT", status: 504 },
  { type: "INVALID_API_KEY", status: 403 },
  { type: "INVALID_SIGNATURE", status: 403 },
  // Also the answer to a route or method that does not exist.
  { type: "MISSING_AUTHENTICATION_TOKEN", status: 403 },
  { type: "QUOTA_EXCEEDED", status: 429 },
  { type: "REQUEST_TOO_LARGE", status: 413 },
  { type: "RESOURCE_NOT_FOUND", status: 404 },
  { type: "THROTTLED", status: 429 },
  { type: "UNAUTHORIZED", status: 401 },
  { type: "UNSUPPORTED_MEDIA_TYPE", status: 415 },
  { type: "WAF_FILTERED", status: 403 },
];

/** The fact for a type, or undefined for a name that is not one. */
export function responseTypeFact(type: string): ResponseTypeFact | undefined {
  return RESPONSE_TYPES.find((row) => row.type === type);
}
