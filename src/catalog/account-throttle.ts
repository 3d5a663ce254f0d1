import type { Throttle } from "../model/target.ts";

const SMALLER_REGIONS: ReadonlySet<string> = new Set([
  "af-south-1",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-7",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "eu-south-2",
  "il-central-1",
  "me-central-1",
  "mx-central-1",
]);

/**
 * API Gateway's throttle of a whole account in one Region before any raise, shared by all its APIs.
 *
 * Source: API Gateway Developer Guide, "Quotas" (limits.html, April 2026).
 */
export function accountThrottle(region: string): Throttle {
  return SMALLER_REGIONS.has(region)
    ? { rateLimit: 2_500, burstLimit: 1_250 }
    : { rateLimit: 10_000, burstLimit: 5_000 };
}

/** The steady rate of an account in a Region, as Service Quotas knows it. Source: API Gateway Developer Guide, "Quotas" (limits.html, April 2026). */
export const ACCOUNT_RATE_QUOTA = { serviceCode: "apigateway", quotaCode: "L-8A5B8E43" } as const;
