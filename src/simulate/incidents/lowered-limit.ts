import type { Throttle } from "../../model/target.ts";
import type { StagePlan } from "../plan.ts";

/** The stage's mean traffic, requests a second. */
export function meanRate(stage: StagePlan): number {
  return stage.traffic.requestsPerMinute / 60;
}

/** A bucket that holds as much as flows in within a second, and at least one request. */
export function throttleAt(rateLimit: number): Throttle {
  return { rateLimit, burstLimit: Math.max(1, Math.ceil(rateLimit)) };
}
