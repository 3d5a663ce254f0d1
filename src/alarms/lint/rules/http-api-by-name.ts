import { METRICS, metricFact } from "../../../catalog/metrics.ts";
import { apiOf } from "../api-of.ts";
import type { LintContext } from "../lint-context.ts";
import type { LintHit, LintRule } from "../lint-rule.ts";
import { gatewayUses, type MetricUse } from "../metric-uses.ts";

export const httpApiByName: LintRule = {
  id: "http-api-by-name",
  severity: "error",
  title: "An HTTP or WebSocket API named by its name",
  what: "CloudWatch keys the metrics of HTTP and WebSocket APIs by the API's id, in the dimension ApiId. This alarm gives the name: in ApiId, or in ApiName, which only REST APIs have.",
  why: "There is no such metric, so the alarm never gets a datapoint. It looks healthy for ever.",
  fix: "Use the dimension ApiId with the API's id: !Ref of the API in CloudFormation, its attribute id in Terraform.",
  find: (context) => gatewayUses(context.alarms).flatMap((use) => hitOf(use, context) ?? []),
};

function hitOf(use: MetricUse, context: LintContext): LintHit | undefined {
  const { alarm, metric } = use;
  const api = apiOf(use, context);
  if (api) {
    if (api.family !== "v2" || (api.dimension.name === "ApiId" && api.by !== "name")) return undefined;
    const { name, path } = api.dimension;
    const message =
      name === "ApiName"
        ? `ApiName is a dimension of REST APIs, and ${api.because}.`
        : `ApiId takes an id, and ${api.because}.`;
    return { alarm, path, message };
  }
  const name = use.dimensions.find((dimension) => dimension.name === "ApiName");
  const facts = METRICS.filter((fact) => fact.metric === metric);
  const isOnlyV2 =
    facts.length > 0 && facts.every(({ measure }) => metricFact("rest", measure) === undefined);
  if (!name || !isOnlyV2) return undefined;
  const message = `REST APIs do not publish ${metric}, and other APIs have no dimension ApiName.`;
  return { alarm, path: name.path, message };
}
