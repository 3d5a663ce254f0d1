/**
 * The name of a Lambda function, without version or alias, from a text that holds its ARN; null for anything else. The ARN may
 * stand alone (HTTP APIs) or inside API Gateway's own
 * ("arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations").
 */
export function functionOfArn(text: unknown): string | null {
  return typeof text === "string" ? (/:function:([A-Za-z0-9_-]+)/.exec(text)?.[1] ?? null) : null;
}
