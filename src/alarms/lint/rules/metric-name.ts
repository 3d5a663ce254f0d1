import { METRICS, metricFact, type MetricFact } from "../../../catalog/metrics.ts";
import { nearestName } from "../../../core/did-you-mean.ts";
import { apiOf } from "../api-of.ts";
import type { LintHit, LintRule } from "../lint-rule.ts";
import { gatewayUses, type MetricUse } from "../metric-uses.ts";

type Family = "rest" | "v2";

export const metricName: LintRule = {
  id: "metric-name",
  severity: "error",
  title: "A metric that this kind of API does not publish",
  what: "An alarm in AWS/ApiGateway names a metric that does not exist, or one of another kind of API. Names are case-sensitive and differ between REST (4XXError, 5XXError), HTTP (4xx, 5xx) and WebSocket APIs (ClientError, IntegrationError, ExecutionError).",
  why: "CloudWatch takes an alarm on any name. The metric never gets a datapoint, so the alarm stays in INSUFFICIENT_DATA, or in OK where missing data counts as good, and never tells anyone.",
  fix: "Write the name as the kind of API publishes it.",
  find: (context) =>
    gatewayUses(context.alarms).flatMap((use): LintHit[] => {
      const { alarm, metric, prefix } = use;
      if (metric === undefined) return [];
      const api = apiOf(use, context);
      const family = api?.family ?? familyOfDimensions(use);
      const facts = METRICS.filter((fact) => fact.metric === metric);
      const hit = { alarm, path: `${prefix}MetricName` };
      if (facts.length === 0) {
        const meant = nearestMetric(metric, family);
        const fix = meant === undefined ? `Known: ${namesOf(family).join(", ")}.` : `Write ${meant}.`;
        return [{ ...hit, message: `There is no metric "${metric}" in AWS/ApiGateway.`, fix }];
      }
      if (family === undefined || facts.some((fact) => isOf(fact, family))) return [];
      const twin = facts.map((fact) => twinOf(fact, family)).find((found) => found !== undefined);
      // Without knowing the API, a dimension of the wrong kind is as likely; the rules for those tell it.
      if (!api && (family === "v2" || twin === undefined)) return [];
      const kind = family === "rest" ? "A REST API" : "An HTTP or WebSocket API";
      const because = api ? ` (${api.because})` : " (only REST APIs have the dimension ApiName)";
      const fix = twin === undefined ? `${kind} publishes: ${namesOf(family).join(", ")}.` : `Write ${twin}.`;
      return [{ ...hit, message: `${kind} does not publish ${metric}${because}.`, fix }];
    }),
};

function familyOfDimensions({ dimensions }: MetricUse): Family | undefined {
  const names = dimensions.map(({ name }) => name);
  if (names.includes("ApiName") === names.includes("ApiId")) return undefined;
  return names.includes("ApiName") ? "rest" : "v2";
}

function isOf({ kind }: MetricFact, family: Family | undefined): boolean {
  return family === undefined || (kind === "rest") === (family === "rest");
}

function twinOf({ measure }: MetricFact, family: Family): string | undefined {
  return (family === "rest" ? metricFact("rest", measure) : metricFact("http", measure))?.metric;
}

function namesOf(family: Family | undefined): string[] {
  return [...new Set(METRICS.filter((fact) => isOf(fact, family)).map(({ metric }) => metric))];
}

/** "5XX", "5xxErrors" and "5XXError" all mean server errors, whatever the family calls them. */
function nearestMetric(typed: string, family: Family | undefined): string | undefined {
  const status = /^([45])xx/i.exec(typed)?.[1];
  if (status !== undefined && family !== undefined) {
    const measure = status === "4" ? "clientErrors" : "serverErrors";
    return metricFact(family === "rest" ? "rest" : "http", measure)?.metric;
  }
  return nearestName(typed, namesOf(family)) ?? nearestName(typed, namesOf(undefined));
}
