import { describe, expect, it } from "vitest";

import { createFaultPicker, type FaultTarget } from "../../../src/loopback/fault-plan.ts";

const LIST: FaultTarget = {
  service: "cloudwatch",
  operation: "ListMetrics",
  path: "/",
  isPaged: true,
};

describe("createFaultPicker", () => {
  it("lets the first rule that strikes decide, and goes on to the next when its times are used up", () => {
    const pick = createFaultPicker([
      { kind: "throttle", times: 2 },
      { kind: "deny", operation: "ListMetrics", times: 1 },
    ]);
    expect([pick(LIST), pick(LIST), pick(LIST), pick(LIST)]).toEqual(["throttle", "throttle", "deny", null]);
  });

  it("draws from the seed: the same again, and about as often as it says", () => {
    const run = (seed: number): string => {
      const pick = createFaultPicker([{ kind: "throttle", probability: 0.3, seed }]);
      return Array.from({ length: 2_000 }, () => (pick(LIST) === null ? "." : "x")).join("");
    };
    expect(run(5)).toBe(run(5));
    expect(run(5)).not.toBe(run(6));
    const share = run(5).replaceAll(".", "").length / 2_000;
    // Four standard deviations of a share of 2,000 draws.
    expect(Math.abs(share - 0.3)).toBeLessThan(0.041);
  });

  it("spares operations to which a kind means nothing", () => {
    const pick = createFaultPicker([{ kind: "partial-data" }, { kind: "empty-page" }]);
    expect(pick({ ...LIST, isPaged: false })).toBeNull();
    expect(pick(LIST)).toBe("empty-page");
    expect(pick({ ...LIST, operation: "GetMetricData" })).toBe("partial-data");
  });

  it("tells the versions of API Gateway apart where the rule does", () => {
    const version2: FaultTarget = {
      ...LIST,
      service: "apigateway",
      operation: "GetStages",
      path: "/v2/apis/abc/stages",
    };
    const narrow = createFaultPicker([{ kind: "deny", operation: "v2:GetStages" }]);
    expect([narrow(version2), narrow({ ...version2, path: "/restapis/abc/stages" })]).toEqual(["deny", null]);
    const wide = createFaultPicker([{ kind: "deny", operation: "GetStages" }]);
    expect([wide(version2), wide({ ...version2, path: "/restapis/abc/stages" })]).toEqual(["deny", "deny"]);
  });
});
