import { METRICS } from "../../../catalog/metrics.ts";
import { apiOf } from "../api-of.ts";
import type { LintContext } from "../lint-context.ts";
import type { LintHit, LintRule } from "../lint-rule.ts";
import { gatewayUses, type MetricUse } from "../metric-uses.ts";

export const restApiById: LintRule = {
  id: "rest-api-by-id",
  severity: "error",
  title: "A REST API named by its id",
  what: "CloudWatch keys the metrics of a REST API by the API's name, in the dimension ApiName. This alarm gives the id instead: in ApiName (what !Ref of the API gives), or in ApiId, which only HTTP and WebSocket APIs have.",
  why: "There is no such metric, so the alarm never gets a datapoint. It looks healthy for ever.",
  fix: "Use the dimension ApiName with the API's name: the Name of the resource, or info.title of its OpenAPI definition where that is left out.",
  find: (context) => gatewayUses(context.alarms).flatMap((use) => hitOf(use, context) ?? []),
};

function hitOf(use: MetricUse, context: LintContext): LintHit | undefined {
  const { alarm, metric } = use;
  const api = apiOf(use, context);
  if (api) {
    if (api.family !== "rest" || (api.dimension.name === "ApiName" && api.by !== "id")) return undefined;
    const { name, path } = api.dimension;
    return { alarm, path, message: `${name} names a REST API, and ${api.because}.` };
  }
  const id = use.dimensions.find(({ name }) => name === "ApiId");
  const kinds = METRICS.filter((fact) => fact.metric === metric).map(({ kind }) => kind);
  if (id && kinds.length > 0 && kinds.every((kind) => kind === "rest")) {
    const message = `Only REST APIs publish ${metric}, and they have no dimension ApiId.`;
    const { fix } = restApiById;
    return {
      alarm,
      path: id.path,
      message,
      fix: `${fix} If it is an HTTP API, the metric's name is wrong instead.`,
    };
  }
  const name = use.dimensions.find((dimension) => dimension.name === "ApiName" && !dimension.unknown);
  if (name && context.targets === null && looksLikeId(name.value)) {
    const message = `ApiName is "${name.value}", which looks like an API's id.`;
    return { alarm, path: name.path, message, severity: "warning" };
  }
  return undefined;
}

/** Ten small letters and digits in disorder; "orders2024" is a name. */
function looksLikeId(value: string): boolean {
  return /^[a-z0-9]{10}$/.test(value) && /\d[a-z]+\d|[a-z]\d+[a-z]/.test(value);
}
