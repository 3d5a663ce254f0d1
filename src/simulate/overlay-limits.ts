import type { Throttle } from "../model/target.ts";
import type { Limits } from "./behaviour.ts";
import { lossShare, tokensAfter } from "./bucket-loss.ts";
import type { StagePlan } from "./plan.ts";

/**
 * What lowered limits turn away of a recorded number of requests. The arrivals of a period are taken to be even
 * but for chance; a bucket keeps what a period leaves in it.
 */
export interface FluidLimits {
  /**
   * The share, 0..1, of the period's requests that are turned away.
   *
   * @param requests how many arrive in the period
   */
  rejectedShare(requests: number, periodSeconds: number): number;
}

/**
 * The limits that an incident lowers, outermost last, as AWS applies them. Limits that it leaves alone let
 * everything pass: what they turned away is in the recorded datapoints already.
 */
export function createFluidLimits(normal: Limits, lowered: Limits, stage: StagePlan): FluidLimits {
  const clients = stage.clients.map(({ share }) => share);
  const plan = lowered.usagePlan;
  const perClient =
    plan === null || plan === normal.usagePlan
      ? []
      : clients.map((share) => ({ share, bucket: bucketOf(plan) }));
  const common = [
    lowered.stage === null || lowered.stage === normal.stage ? null : bucketOf(lowered.stage),
    lowered.leftOfAccount === undefined ? null : bucketOf(lowered.leftOfAccount),
  ].filter((bucket) => bucket !== null);
  return {
    rejectedShare: (requests, periodSeconds) => {
      let passed =
        perClient.length === 0
          ? requests
          : perClient.reduce(
              (sum, { share, bucket }) => sum + bucket.admit(requests * share, periodSeconds),
              0,
            );
      for (const bucket of common) passed = bucket.admit(passed, periodSeconds);
      return requests > 0 ? Math.max(0, 1 - passed / requests) : 0;
    },
  };
}

interface FluidBucket {
  admit(requests: number, periodSeconds: number): number;
}

function bucketOf(throttle: Throttle): FluidBucket {
  let tokens = throttle.burstLimit;
  return {
    admit: (requests, periodSeconds) => {
      const rate = requests / periodSeconds;
      const lost = requests > 0 ? lossShare(rate, throttle, tokens, periodSeconds) : 0;
      tokens = tokensAfter(rate, throttle, tokens, periodSeconds);
      return requests * (1 - lost);
    },
  };
}
