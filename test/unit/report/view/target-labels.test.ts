import { expect, it } from "vitest";

import { targetLabels } from "../../../../src/report/view/target-labels.ts";
import type { TargetReport } from "../../../../src/model/report.ts";
import { targetId } from "../../../../src/model/target.ts";

function aReport(kind: TargetReport["kind"], key: string, apiName: string | null, scope = ""): TargetReport {
  return {
    id: targetId(kind, key, "prod", scope),
    kind,
    apiId: key,
    apiName,
    stage: "prod",
    region: "eu-west-1",
    accountId: null,
    health: "healthy",
    requests: null,
    errorRatio4xx: null,
    errorRatio5xx: null,
    throttleRatio: null,
    latencyMs: null,
    integrationLatencyMs: null,
    overheadMs: null,
    cacheHitRatio: null,
  };
}

it("shows the name where the id does not hold it, and only where it tells targets apart", () => {
  const targets = [
    aReport("rest", "orders", "orders"),
    aReport("http", "h2s9e4c7ra", "search"),
    aReport("http", "k4m1p6q8zs", "geo", "eu-west-1"),
    aReport("http", "twin1", "twin"),
    aReport("http", "twin2", "twin"),
    aReport("websocket", "w8l5i1v4mo", null),
    aReport("websocket", "x3h6a0t8wm", " "),
  ];
  expect([...targetLabels(targets).values()]).toEqual([
    "rest:orders/prod",
    "http search/prod",
    "eu-west-1/http geo/prod",
    "http:twin1/prod",
    "http:twin2/prod",
    "websocket:w8l5i1v4mo/prod",
    "websocket:x3h6a0t8wm/prod",
  ]);
});
