import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import {
  budgetFor,
  createLocalBudget,
  createRateBudget,
  type BudgetName,
} from "../../../src/aws/rate-budget.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** When each of `count` calls started, ms after the first was asked for; each takes `tookMs`. */
async function starts(names: readonly BudgetName[], tookMs = 1, region = "us-east-2"): Promise<number[]> {
  const budget = createRateBudget(region);
  const beganMs = Date.now();
  const at: number[] = [];
  const all = names.map((name) =>
    budget(name, async () => {
      at.push(Date.now() - beganMs);
      await new Promise((resume) => {
        setTimeout(resume, tookMs);
      });
    }),
  );
  await vi.advanceTimersByTimeAsync(60_000);
  await Promise.all(all);
  return at;
}

/** The most starts in any second. */
function busiestSecond(at: readonly number[]): number {
  return Math.max(...at.map((from) => at.filter((one) => one >= from && one < from + 1_000).length));
}

describe("createRateBudget", () => {
  it("starts at most 4 control-plane calls in any second, the first at once", async () => {
    const at = await starts(Array<BudgetName>(13).fill("control-plane"));
    expect(at).toHaveLength(13);
    expect(at[0]).toBe(0);
    expect(busiestSecond(at)).toBe(4);
  });

  it("counts GetResources among the control-plane calls, and lets no more than 5 of them start in 2 seconds", async () => {
    const resources = await starts(Array<BudgetName>(11).fill("control-plane-resources"));
    expect(resources).toHaveLength(11);
    const inTwo = resources.map(
      (from) => resources.filter((one) => one >= from && one < from + 2_000).length,
    );
    expect(Math.max(...inTwo)).toBe(5);
    const mixed = await starts([
      ...Array<BudgetName>(6).fill("control-plane-resources"),
      ...Array<BudgetName>(6).fill("control-plane"),
    ]);
    expect(mixed).toHaveLength(12);
    expect(busiestSecond(mixed)).toBe(4);
  });

  it("keeps datapoint quotas: fewer calls for recent data than for older", async () => {
    const recent = await starts(Array<BudgetName>(9).fill("metric-data-recent"));
    const older = await starts(Array<BudgetName>(9).fill("metric-data-older"));
    // 180,000 and 396,000 datapoints a second, 100,800 in one call; the call that opens a second counts in full.
    expect(busiestSecond(recent)).toBe(2);
    expect(busiestSecond(older)).toBe(4);
  });

  it("runs no more than four calls of a name at once", async () => {
    const at = await starts(Array<BudgetName>(8).fill("list-metrics"), 5_000);
    expect(at.filter((one) => one < 5_000)).toHaveLength(4);
    expect(at).toHaveLength(8);
  });

  it.each([
    ["us-east-1", 25],
    ["eu-central-1", 5],
    ["eu-west-1", 10],
  ])("reads log events in %s at its own %d calls a second", async (region, perSecond) => {
    const at = await starts(Array<BudgetName>(60).fill("filter-log-events"), 1, region);
    expect(at).toHaveLength(60);
    expect(busiestSecond(at)).toBe(perSecond);
  });

  it("hands through results and errors", async () => {
    vi.useRealTimers();
    const budget = createRateBudget("us-east-2");
    expect(await budget("list-metrics", async () => 42)).toBe(42);
    await expect(budget("metric-data-older", () => Promise.reject(new Error("lost")))).rejects.toThrow(
      "lost",
    );
    expect(await budgetFor("us-east-2", "http://127.0.0.1:1")("start-query", async () => 7)).toBe(7);
    expect(await createLocalBudget()("control-plane", async () => undefined)).toBeUndefined();
  });
});
