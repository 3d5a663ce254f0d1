/** The log group of an access log's destination, with or without ":*" behind it; null for a Firehose stream. */
export function logGroupOf(destinationArn: string): string | null {
  return /:log-group:(.+?)(?::\*)?$/.exec(destinationArn)?.[1] ?? null;
}

/** Where API Gateway writes a stage's execution log. Source: API Gateway Developer Guide, "Set up CloudWatch logging for REST APIs". */
export function executionLogGroup(apiId: string, stage: string): string {
  return `API-Gateway-Execution-Logs_${apiId}/${stage}`;
}
