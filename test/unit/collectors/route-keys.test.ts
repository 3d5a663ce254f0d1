import type { MetricKey } from "../../../src/model/metric-key.ts";
import { describe, expect, it } from "vitest";

import { dimensionsText } from "../../../src/collectors/dimensions-text.ts";
import { routeKeys } from "../../../src/collectors/route-keys.ts";

const STAGE = { ApiId: "abc", Stage: "$default" };

function key(metric: string, dimensions: Record<string, string>): MetricKey {
  return { namespace: "AWS/ApiGateway", metric, dimensions };
}

describe("routeKeys", () => {
  it("groups by stage and route, in order, whatever the order of the list and of the names", () => {
    const listed = [
      key("Latency", { Method: "GET", ...STAGE, Resource: "/pets" }),
      key("Count", STAGE),
      key("Count", { Resource: "/pets", Method: "GET", ...STAGE }),
      key("Count", { ...STAGE, Route: "$default" }),
      key("Count", { ApiId: "abc" }),
      key("Count", { ApiId: "abc", Stage: "dev", Resource: "/pets", Method: "GET" }),
    ];
    const found = routeKeys(listed);
    expect([...found.keys()].sort()).toEqual(
      [dimensionsText(STAGE), dimensionsText({ ApiId: "abc", Stage: "dev" })].sort(),
    );
    expect(found.get(dimensionsText({ Stage: "$default", ApiId: "abc" }))).toEqual([
      { route: "$default", metrics: [listed[3]] },
      { route: "GET /pets", metrics: [listed[2], listed[0]] },
    ]);
  });

  it("takes a route that is held in both documented shapes once for each metric", () => {
    const pair = key("Count", { ...STAGE, Resource: "/pets", Method: "GET" });
    const single = key("Count", { ...STAGE, Route: "GET /pets" });
    const only = key("5xx", { ...STAGE, Route: "GET /pets" });
    for (const listed of [
      [pair, single, only],
      [only, single, pair],
    ]) {
      expect(routeKeys(listed).get(dimensionsText(STAGE))).toEqual([
        { route: "GET /pets", metrics: [only, pair] },
      ]);
    }
  });
});
