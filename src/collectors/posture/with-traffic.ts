import { apiDimension, apiNameDimensions } from "../../catalog/dimensions.ts";
import type { EstateApi } from "../../model/estate.ts";
import type { MetricKey } from "../../model/metric-key.ts";

/** Says of each stage whether CloudWatch lists metrics of it, which it does for two weeks after the last request. */
export function withTraffic(apis: readonly EstateApi[], listed: readonly MetricKey[]): EstateApi[] {
  const seen = new Set(
    listed.flatMap(({ dimensions }) => {
      const api = dimensions["ApiName"] ?? dimensions["ApiId"];
      const { Stage: stage } = dimensions;
      return api === undefined || stage === undefined
        ? []
        : [`${"ApiName" in dimensions ? "ApiName" : "ApiId"}\n${api}\n${stage}`];
    }),
  );
  return apis.map((api) => {
    const values = api.kind === "rest" ? apiNameDimensions(api.name ?? "", api.id) : [api.id];
    return {
      ...api,
      stages: api.stages.map((stage) => ({
        ...stage,
        hasTraffic: values.some((value) => seen.has(`${apiDimension(api.kind)}\n${value}\n${stage.name}`)),
      })),
    };
  });
}
