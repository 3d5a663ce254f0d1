import type { Throttle } from "../../model/target.ts";

/** Null where a limit is not set; AWS shows that as an absent or as a negative number. */
export function toThrottle(
  rateLimit: number | null | undefined,
  burstLimit: number | null | undefined,
): Throttle | null {
  const isSet = (limit: number | null | undefined): limit is number =>
    typeof limit === "number" && limit >= 0;
  return isSet(rateLimit) && isSet(burstLimit) ? { rateLimit, burstLimit } : null;
}
