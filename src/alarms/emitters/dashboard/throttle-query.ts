import type { StageConfiguration } from "../../../model/target.ts";

/**
 * The Logs Insights query that counts what was throttled, or undefined where the stage's access log cannot tell: there is none, it
 * is not in CloudWatch Logs, or its lines are not JSON with the status in a field of the first level.
 *
 * Source: API Gateway Developer Guide, "Variables for data models, authorizers, mapping templates, and CloudWatch access
 * logging" ($context.status); CloudWatch API Reference, "Dashboard Body Structure and Syntax" (SOURCE).
 */
export function throttleQuery(accessLog: StageConfiguration["accessLog"]): string | undefined {
  if (accessLog === null) return undefined;
  const group = /^arn:[^:]+:logs:[^:]+:[^:]+:log-group:([\w./#-]+)(?::\*)?$/.exec(
    accessLog.destinationArn,
  )?.[1];
  const field = /^\s*\{[^{}]*"(\w+)"\s*:\s*"?\$context\.status"?\s*[,}]/.exec(accessLog.format)?.[1];
  if (group === undefined || field === undefined) return undefined;
  return `SOURCE '${group}' | filter ${field} = 429 | stats count(*) as throttled by bin(1m)`;
}
