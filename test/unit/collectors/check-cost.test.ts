import { describe, expect, it } from "vitest";

import type { MetricQuery } from "../../../src/collectors/account-reader.ts";
import { checkCost } from "../../../src/collectors/check-cost.ts";
import { ToolError } from "../../../src/core/errors.ts";

function queries(count: number, target: string, route: string | null): MetricQuery[] {
  return Array.from({ length: count }, () => ({
    target,
    route,
    key: { namespace: "AWS/ApiGateway", metric: "Count", dimensions: {} },
    stat: "Sum",
    periodSeconds: 60,
    startMs: 0,
    endMs: 60_000,
  }));
}

function refusal(asked: readonly MetricQuery[], maxCostUsd: number | null): ToolError | undefined {
  try {
    checkCost(asked, maxCostUsd);
    return undefined;
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
}

describe("checkCost", () => {
  const asked = [...queries(900, "a", null), ...queries(100, "b", "GET /x"), ...queries(34, "b", "GET /y")];

  it("lets a plan through that costs no more than the limit", () => {
    expect(refusal(asked, null)).toBeUndefined();
    expect(refusal(asked, 0.01034)).toBeUndefined();
    expect(refusal(asked, 0.010_33)).toBeDefined();
    expect(refusal([], 0)).toBeUndefined();
  });

  it("says what it would cost, why, and what to change", () => {
    const error = refusal(asked, 0.005);
    expect(error?.code).toBe("E_COST_LIMIT");
    expect(error?.message).toBe(
      "reading 2 targets takes 1034 metrics, 134 of them for 2 routes with metrics of their own: about 0.0103 USD at list price, over the limit of 0.0050 USD; nothing was spent",
    );
    expect(error?.hint).toContain("--max-cost 0.0104");
    expect(refusal(asked, 0.0104)).toBeUndefined();
    expect(refusal(queries(3, "a", null), 0.00001)?.message).not.toContain("routes");
    expect(refusal(queries(3, "a", null), 0.000_002)?.message).toContain("over the limit of 0.000002 USD");
  });
});
