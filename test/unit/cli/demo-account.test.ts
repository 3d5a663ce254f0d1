import { expect, it } from "vitest";

import { demoAccount } from "../../../src/cli/source/demo-account.ts";
import { HOUR_MS } from "../../../src/core/window.ts";
import { createAccount } from "../../../src/simulate/create-account.ts";
import { demoPlan } from "../../../src/simulate/demo-account.ts";

const SEED = 7_301;
const plan = demoPlan(SEED);
const quiet = plan.stages.filter(({ apiName }) => apiName === "warehouse-audit");

it("gives who asks again the account that was drawn, which says what a new one says", () => {
  const first = demoAccount(SEED, quiet);
  const fresh = createAccount({ ...plan, stages: quiet });
  const window = { startMs: plan.nowMs - 5 * HOUR_MS, endMs: plan.nowMs };
  const [metric] = fresh.metrics();
  if (metric === undefined) throw new Error("The account has no metric.");
  const points = fresh.query(metric, "Sum", 60, window);
  expect(points.length).toBeGreaterThan(5);
  for (const account of [first, demoAccount(SEED, quiet)]) {
    expect(account).toBe(first);
    expect(account.metrics()).toEqual(fresh.metrics());
    expect(account.query(metric, "Sum", 60, window)).toEqual(points);
  }
});

it("takes no other seed's account and no other stages' for it, and keeps two at most", () => {
  const first = demoAccount(SEED, quiet);
  expect(demoAccount(SEED).targets).toHaveLength(plan.stages.length);
  expect(demoAccount(SEED, quiet)).toBe(first);
  const second = demoAccount(SEED + 2, quiet);
  expect(second).not.toBe(first);
  expect(demoAccount(SEED + 3, quiet)).not.toBe(second);
  expect(demoAccount(SEED + 2, quiet)).toBe(second);
  expect(demoAccount(SEED, quiet)).not.toBe(first);
});
