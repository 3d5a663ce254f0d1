import { routeOfDimensions } from "../../../catalog/dimensions.ts";
import { QUOTAS } from "../../../catalog/quotas.ts";
import { numberField } from "../alarm-fields.ts";
import { targetsOf } from "../api-of.ts";
import { directionOf, isOfSamples, LATENCY_MEASURES, measureOf } from "../condition.ts";
import type { LintContext } from "../lint-context.ts";
import type { LintRule } from "../lint-rule.ts";
import { gatewayUses, isCompared, type MetricUse } from "../metric-uses.ts";

export const beyondTimeout: LintRule = {
  id: "beyond-timeout",
  severity: "error",
  title: "A latency that ends in a timeout first",
  what: "The alarm waits for a latency at or beyond the integration timeout: 29 seconds for REST and WebSocket APIs, 30 for HTTP APIs, what alarms.lint.restTimeoutMs of the configuration says for a REST API whose quota was raised, or the routes' own timeouts where the account is known.",
  why: "The gateway gives up at the timeout and answers 504. IntegrationLatency cannot exceed it, and Latency can only by what the gateway itself takes, so the alarm does not fire.",
  fix: "Alarm at what is too slow for a client, well below the timeout; the timeouts themselves are 5XX errors.",
  find: (context) =>
    gatewayUses(context.alarms).flatMap((use) => {
      const measure = measureOf(use);
      const threshold = numberField(use.alarm, "Threshold");
      if (measure === undefined || !LATENCY_MEASURES.includes(measure) || threshold === undefined) return [];
      if (!isCompared(use) || !isOfSamples(use.stat) || directionOf(use.alarm) !== "high") return [];
      const timeoutMs = timeoutOf(use, context);
      if (timeoutMs === undefined || threshold < timeoutMs) return [];
      const message = `The threshold is ${threshold} ms, and the integration is given up after ${timeoutMs} ms.`;
      return [{ alarm: use.alarm, path: "Threshold", message }];
    }),
};

function timeoutOf(use: MetricUse, context: LintContext): number | undefined {
  const dimensions = Object.fromEntries(use.dimensions.map(({ name, value }) => [name, value]));
  const route = routeOfDimensions(dimensions);
  const routes = targetsOf(use, context).flatMap(({ configuration }) => configuration?.routes ?? []);
  const known = routes
    .filter(({ key }) => route === undefined || key === route)
    .map(({ timeoutMs }) => timeoutMs);
  if (known.length > 0 && known.every((timeoutMs) => timeoutMs !== null)) return Math.max(...known);
  if ("ApiName" in dimensions) return context.restTimeoutMs;
  return "ApiId" in dimensions ? QUOTAS.http.integrationTimeoutMs : undefined;
}
