import type { AgentAccount } from "../../agent/run-once.ts";
import { floorTo, MINUTE_MS } from "../../core/window.ts";
import { createAccount } from "../../simulate/create-account.ts";
import { demoPlan } from "../../simulate/demo-account.ts";
import { atTime } from "../commands/simulate-plan.ts";
import { demoReader } from "../demo-reader.ts";

/** The demo account as if its incidents had begun before now: time goes on in it, and those that ended stay ended. */
export function demoAccounts(seed: number, nowMs: number): AgentAccount[] {
  const plan = atTime(demoPlan(seed), nowMs);
  return [
    {
      key: `demo/${plan.region}`,
      region: plan.region,
      accountId: plan.accountId,
      open: (runMs) => ({
        ...demoReader(createAccount({ ...plan, nowMs: Math.max(plan.nowMs, floorTo(runMs, MINUTE_MS)) })),
        close: () => undefined,
      }),
    },
  ];
}
