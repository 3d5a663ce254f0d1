/**
 * Gateway response types (`$context.error.responseType`): the answers that API Gateway makes itself. A type
 * is present exactly where the gateway answered; an error of the backend has none. Default statuses can be
 * overridden for each API, so the type is the more reliable of the two.
 *
 * Source: API Gateway Developer Guide, "Gateway response types" (supported-gateway-response-types.html),
 * April 2026. The guide has no messages, so each has a source of its own: a log line or an answer of the service
 * that somebody published.
 */
export interface ResponseTypeFact {
  readonly type: string;
  /** Status unless customised; null for the two catch-alls, which have none of their own. */
  readonly status: number | null;
  /**
   * `$context.error.message` of the default answer of a REST API; null where there is none, where it names what
   * the caller sent, and where no published example was found.
   */
  readonly message: string | null;
}

const RESPONSE_TYPES: readonly ResponseTypeFact[] = [
  // Of a Lambda authorizer (re:Post, api-gateway-troubleshoot-403-forbidden); IAM names the caller.
  {
    type: "ACCESS_DENIED",
    status: 403,
    message: "User is not authorized to access this resource with an explicit deny",
  },
  { type: "API_CONFIGURATION_ERROR", status: 500, message: null },
  // Answers {"message":null} (loige.co/debugging-custom-apigateway-authorizers, aws/chalice issue 670).
  { type: "AUTHORIZER_CONFIGURATION_ERROR", status: 500, message: null },
  { type: "AUTHORIZER_FAILURE", status: 500, message: null },
  // Recorded from AWS (localstack/localstack, test_api_gateway_request_validator).
  { type: "BAD_REQUEST_BODY", status: 400, message: "Invalid request body" },
  // Recorded from AWS, there: "Missing required request parameters: [...]", by their names.
  { type: "BAD_REQUEST_PARAMETERS", status: 400, message: null },
  // Logged with none, and with what was wrong with the header (DataBiosphere/azul issue 7470).
  { type: "DEFAULT_4XX", status: null, message: null },
  // Recorded from AWS (localstack/localstack, test_aws_proxy_response_payload_format_validation).
  { type: "DEFAULT_5XX", status: null, message: "Internal server error" },
  { type: "EXPIRED_TOKEN", status: 403, message: null },
  // Logged where a function threw (DataBiosphere/azul pull request 6624).
  { type: "INTEGRATION_FAILURE", status: 504, message: "Internal server error" },
  // Logged (DataBiosphere/azul issue 6284).
  { type: "INTEGRATION_TIMEOUT", status: 504, message: "Endpoint request timed out" },
  // oneuptime.com, "How to Fix API Gateway 403 Forbidden Errors", February 2026.
  { type: "INVALID_API_KEY", status: 403, message: "Forbidden" },
  { type: "INVALID_SIGNATURE", status: 403, message: null },
  // Also the answer to a route or method that does not exist; recorded from AWS (localstack, test_routing_not_found).
  { type: "MISSING_AUTHENTICATION_TOKEN", status: 403, message: "Missing Authentication Token" },
  // re:Post, api-gateway-429-limit; so is the message of THROTTLED.
  { type: "QUOTA_EXCEEDED", status: 429, message: "Limit Exceeded" },
  { type: "REQUEST_TOO_LARGE", status: 413, message: null },
  { type: "RESOURCE_NOT_FOUND", status: 404, message: null },
  { type: "THROTTLED", status: 429, message: "Too Many Requests" },
  // auth0-samples/jwt-rsa-aws-custom-authorizer pull request 6.
  { type: "UNAUTHORIZED", status: 401, message: "Unauthorized" },
  { type: "UNSUPPORTED_MEDIA_TYPE", status: 415, message: null },
  // Logged (DataBiosphere/azul issue 7470).
  { type: "WAF_FILTERED", status: 403, message: "Forbidden" },
];

/** The fact for a type, or undefined for a name that is not one. */
export function responseTypeFact(type: string): ResponseTypeFact | undefined {
  return RESPONSE_TYPES.find((row) => row.type === type);
}
