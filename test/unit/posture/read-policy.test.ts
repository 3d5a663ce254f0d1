import { expect, test } from "vitest";

import { isRestricting, readPolicy } from "../../../src/posture/read-policy.ts";
import { samResourcePolicy } from "../../../src/templates/estate/sam-resource-policy.ts";

const ALLOW = { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" };
const deny = (condition: object) => ({ ...ALLOW, Effect: "Deny", Condition: condition });

function restricts(statements: readonly unknown[]): boolean {
  return isRestricting(readPolicy(JSON.stringify({ Statement: statements })) ?? []);
}

test.each([
  ["everybody may", [ALLOW], false],
  ["under a condition", [{ ...ALLOW, Condition: { IpAddress: { "aws:SourceIp": "10.1.0.0/16" } } }], true],
  ["by name", [{ ...ALLOW, Principal: { AWS: "arn:aws:iam::471112345678:role/caller" } }], true],
  ["all but some are denied", [ALLOW, deny({ StringNotEquals: { "aws:SourceVpce": "vpce-1" } })], true],
  ["all addresses but some", [ALLOW, deny({ NotIpAddress: { "aws:SourceIp": ["10.2.0.0/16"] } })], true],
  ["who comes without an endpoint", [ALLOW, deny({ Null: { "aws:SourceVpce": "true" } })], true],
  ["who comes with one", [ALLOW, deny({ Null: { "aws:SourceVpce": "false" } })], false],
  ["some addresses are denied", [ALLOW, deny({ IpAddress: { "aws:SourceIp": ["10.3.0.0/16"] } })], false],
  ["requests without TLS are denied", [ALLOW, deny({ Bool: { "aws:SecureTransport": "false" } })], false],
  [
    "some addresses, unless by an endpoint",
    [
      ALLOW,
      deny({ IpAddress: { "aws:SourceIp": "10.4.0.0/16" }, StringNotEquals: { "aws:SourceVpce": "vpce-2" } }),
    ],
    false,
  ],
])("a policy where %s", (_, statements, expected) => {
  expect(restricts(statements)).toBe(expected);
});

// By what SAM's translator writes for each (its tests: api_with_ip_range_whitelist and the like).
test.each([
  [{ IpRangeWhitelist: ["10.5.0.0/16"] }, true],
  [{ SourceVpcWhitelist: ["vpc-1"] }, true],
  [{ AwsAccountWhitelist: ["471112345678"] }, true],
  [{ IpRangeBlacklist: ["10.6.0.0/16"] }, false],
  [{ SourceVpcBlacklist: ["vpc-2"] }, false],
  [{ AwsAccountWhitelist: ["471112345678"], IpRangeBlacklist: ["10.7.0.0/16"] }, false],
  [{ CustomStatements: [ALLOW] }, false],
])("SAM's %j", (policy, expected) => {
  expect(restricts(samResourcePolicy(policy))).toBe(expected);
});
