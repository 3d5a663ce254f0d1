import { listOf, recordOf } from "../../core/is-record.ts";

/**
 * The statements that SAM makes of a resource policy in its own words, as far as they say who may call.
 *
 * A whitelist of addresses or VPCs denies everybody but those, a blacklist allows everybody but those, and accounts are named.
 *
 * Source: SAM specification, ApiAuth, "ResourcePolicyStatement", and what its translator writes (tests/translator/output).
 */
export function samResourcePolicy(resourcePolicy: unknown): unknown[] {
  const { CustomStatements: custom, ...lists } = recordOf(resourcePolicy);
  const named = Object.entries(lists).flatMap(([name, given]): unknown[] => {
    if (name === "AwsAccountWhitelist") return [{ Effect: "Allow", Principal: { AWS: "named" } }];
    if (name === "AwsAccountBlacklist") return [{ Effect: "Deny", Principal: { AWS: "named" } }];
    const operator = name.endsWith("Whitelist") ? "StringNotEquals" : "StringEquals";
    return [
      { Effect: "Allow", Principal: "*" },
      { Effect: "Deny", Principal: "*", Condition: { [operator]: { [name]: given } } },
    ];
  });
  return [...named, ...listOf(custom)];
}
