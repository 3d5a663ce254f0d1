import { describe, expect, it } from "vitest";

import { resolveNames } from "../../../../src/collectors/inventory/resolve-names.ts";
import type { Target } from "../../../../src/model/target.ts";

function rest(apiId: string, apiName: string, dimension: string, stage = "prod"): Target {
  return {
    id: `rest:${dimension}/${stage}`,
    kind: "rest",
    apiId,
    apiName,
    stage,
    region: "eu-west-1",
    accountId: null,
    dimensions: { ApiName: dimension, Stage: stage },
    configuration: null,
  };
}

const listed = (ApiName: string, Stage = "prod") => ({
  namespace: "AWS/ApiGateway",
  metric: "Count",
  dimensions: { Stage, ApiName },
});

describe("resolveNames", () => {
  it("takes the name that the list of metrics shows, trimmed or not", () => {
    const target = rest("id1", "ж orders", " orders");
    expect(resolveNames([target], [listed("orders")]).targets).toEqual([rest("id1", "ж orders", "orders")]);
    expect(resolveNames([target], [listed(" orders")]).targets).toEqual([target]);
    expect(resolveNames([target], [listed(" orders"), listed("orders")]).targets).toEqual([target]);
    expect(resolveNames([target], null).targets).toEqual([target]);
    expect(resolveNames([target], [listed("orders", "dev")]).targets).toEqual([target]);
  });

  it("says so where two REST APIs share a stage's series, and keeps one target for them", () => {
    const targets = [rest("id9", "orders", "orders"), rest("id2", "orders", "orders")];
    const { targets: kept, blindSpots } = resolveNames(targets, []);
    expect(kept.map(({ apiId }) => apiId)).toEqual(["id2"]);
    expect(blindSpots).toMatchObject([{ code: "SHARED_SERIES", target: "rest:orders/prod" }]);
    expect(blindSpots[0]?.hint).toContain("id2, id9");
    const apart = [rest("id9", "orders", "orders"), rest("id2", "orders", "orders", "dev")];
    expect(resolveNames(apart, [])).toEqual({ targets: apart, blindSpots: [] });
  });
});
