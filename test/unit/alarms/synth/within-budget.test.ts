import { describe, expect, it } from "vitest";

import { withinBudget, type Affordable } from "../../../../src/alarms/synth/within-budget.ts";

function item(group: string, over: Partial<Affordable> = {}): Affordable {
  return {
    group,
    target: "t",
    route: null,
    severity: "page",
    alarms: 1,
    usdPerMonth: 0.1,
    worth: 0,
    ...over,
  };
}

describe("withinBudget", () => {
  const items = [
    item("tail", { route: "GET /rare", worth: 2 }),
    item("stage ticket", { severity: "ticket" }),
    item("top ticket", { route: "POST /orders", worth: 900, severity: "ticket" }),
    item("objective", { alarms: 5, usdPerMonth: 0.9, worth: -1 }),
    item("top page", { route: "POST /orders", worth: 900 }),
    item("stage page"),
  ];
  const kept = (maxAlarms: number, maxUsdPerMonth = 99) =>
    [...withinBudget(items, { maxAlarms, maxUsdPerMonth, compositeUsd: null })].sort();

  it("keeps stages before routes, pages before tickets, and routes by what they are worth", () => {
    expect(kept(6)).toEqual(["objective", "stage page"]);
    expect(kept(7)).toEqual(["objective", "stage page", "stage ticket"]);
    expect(kept(8)).toEqual(["objective", "stage page", "stage ticket", "top page"]);
    expect(kept(9)).toEqual(["objective", "stage page", "stage ticket", "top page", "top ticket"]);
    expect(kept(10)).toHaveLength(6);
  });

  it("counts the composite that the first alarm of a target and severity brings", () => {
    const with9 = withinBudget(items, { maxAlarms: 9, maxUsdPerMonth: 99, compositeUsd: 0.5 });
    expect([...with9].sort()).toEqual(["objective", "stage page", "stage ticket"]);
    const with1 = withinBudget(items, { maxAlarms: 99, maxUsdPerMonth: 0.55, compositeUsd: 0.5 });
    expect([...with1]).toEqual([]);
  });

  it("obeys the price too, and never splits what stands together", () => {
    expect(kept(99, 0.95)).toEqual(["stage page"]);
    expect(kept(99, 1.05)).toEqual(["objective", "stage page"]);
  });
});
