import type { Throttle } from "../model/target.ts";

/** A bucket that starts full, refills steadily and gives one token to each request that passes. */
export interface TokenBucket {
  /** Whether a token is there. */
  has(timeMs: number, throttle: Throttle): boolean;
  take(): void;
  /** Copies the state, so that a stretch of time can be started again. */
  copy(): TokenBucket;
}

/**
 * Times must not go back. The limit is given at each look, since it may change while the bucket lives; what
 * the bucket holds beyond a smaller burst limit is lost.
 */
export function createTokenBucket(tokens = Infinity, seenMs = 0): TokenBucket {
  let held = tokens;
  let lastMs = seenMs;
  return {
    has: (timeMs, { rateLimit, burstLimit }) => {
      held = Math.min(burstLimit, held + (rateLimit * (timeMs - lastMs)) / 1_000);
      lastMs = timeMs;
      return held >= 1;
    },
    take: () => {
      held -= 1;
    },
    copy: () => createTokenBucket(held, lastMs),
  };
}
