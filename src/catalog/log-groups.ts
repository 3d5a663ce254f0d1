/** The log group of an access log's destination, with or without ":*" behind it; null for a Firehose stream. */
export function logGroupOf(destinationArn: string): string | null {
  return /:log-group:(.+?)(?::\*)?$/.exec(destinationArn)?.[1] ?? null;
}

/** Where API Gateway writes a stage's execution log. Source: API Gateway Developer Guide, "Set up CloudWatch logging for REST APIs". */
export function executionLogGroup(apiId: string, stage: string): string {
  return `API-Gateway-Execution-Logs_${apiId}/${stage}`;
}

/**
 * A log group for an API's access log, named after it as most people do.
 *
 * Source: CloudWatch Logs API Reference, CreateLogGroup: 1 to 512 of the characters a-z, A-Z, 0-9, "_", "-", "/", "." and "#".
 */
export function accessLogGroupFor(apiName: string): string {
  return `/aws/apigateway/${apiName.replaceAll(/[^\w\-/.#]+/g, "-")}`.slice(0, 512);
}
