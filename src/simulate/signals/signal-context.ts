import type { StagePlan } from "../plan.ts";

/** What a signal needs to know besides the request. */
export interface SignalContext {
  readonly stage: StagePlan;
  readonly accountId: string;
  readonly region: string;
}
