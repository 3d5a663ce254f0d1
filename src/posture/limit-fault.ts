import { accountThrottle } from "../catalog/account-throttle.ts";
import type { Estate } from "../model/estate.ts";
import type { Throttle } from "../model/target.ts";

/** "closed": nobody gets in; "above": the account's limit is met first; "undecided": nobody knows the account's. */
export type LimitFault = "closed" | "above" | "undecided";

/**
 * What is wrong with a throttle, whatever it is of: a stage, a method, the clients of a usage plan. Null: nothing.
 *
 * All of them are buckets of tokens, and the account's comes last (API Gateway Developer Guide, "Throttle requests to your REST
 * APIs"), so a limit that is not below the account's limits nothing. Where the account's is not known it is at least what every
 * account has in that Region.
 */
export function limitFault({ rateLimit, burstLimit }: Throttle, estate: Estate): LimitFault | null {
  if (rateLimit === 0 || burstLimit === 0) return "closed";
  const known = estate.account?.throttle;
  const least = known ?? accountThrottle(estate.region);
  if (rateLimit < least.rateLimit && burstLimit <= least.burstLimit) return null;
  return known === undefined ? "undecided" : "above";
}

/** "15 a second, burst 30" */
export function throttleText({ rateLimit, burstLimit }: Throttle): string {
  return `${rateLimit} a second, burst ${burstLimit}`;
}
