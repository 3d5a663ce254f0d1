/**
 * Which variables of an access-log Format hold the id of the request to the called service, which Lambda writes into its segments
 * as well.
 *
 * Source: API Gateway Developer Guide, "$context variables"; catalog/log-variables.
 */
const CALLED_REQUEST = /\$context\.(?:integration\.requestId|awsEndpointRequestId)\b/;
const OWN_REQUEST = /\$context\.requestId\b/;

/** Whether lines in such a Format tell the request to the called service by its id. */
export function namesCalledRequest(format: string): boolean {
  return CALLED_REQUEST.test(format);
}

/** Whether they tell the gateway's own request by its id, which X-Ray's segment of the stage has too. */
export function namesOwnRequest(format: string): boolean {
  return OWN_REQUEST.test(format);
}
