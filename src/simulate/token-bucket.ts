import type { Throttle } from "../model/target.ts";

/** A bucket that starts full, refills steadily and gives one token to each request that passes. */
export interface TokenBucket {
  /** Whether a token is there. */
  has(timeMs: number, throttle: Throttle): boolean;
  take(): void;
}

/**
 * Times must not go back. The limit is given at each look, since it may change while the bucket lives; what
 * the bucket holds beyond a smaller burst limit is lost.
 */
export function createTokenBucket(): TokenBucket {
  let held = Infinity;
  let lastMs = 0;
  return {
    has: (timeMs, { rateLimit, burstLimit }) => {
      held = Math.min(burstLimit, held + (rateLimit * (timeMs - lastMs)) / 1_000);
      lastMs = timeMs;
      return held >= 1;
    },
    take: () => {
      held -= 1;
    },
  };
}
