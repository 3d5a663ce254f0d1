/**
 * TLS policies of REST APIs and of custom domains that AWS recommends, by endpoint type. Older names (TLS_1_0, TLS_1_2) are
 * all that version 2 of the API knows.
 *
 * Source: API Gateway Developer Guide, "Security policies" (apigateway-security-policies.html); Security Hub control
 * APIGateway.11, 2026.
 */
export const RECOMMENDED_TLS_POLICIES: readonly string[] = [
  "SecurityPolicy_TLS13_1_3_2025_09",
  "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
  "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
  "SecurityPolicy_TLS13_2025_EDGE",
  "SecurityPolicy_TLS12_PFS_2025_EDGE",
];

export const OLD_TLS_POLICY = "TLS_1_0";
