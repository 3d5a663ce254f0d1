import { OLD_TLS_POLICY, RECOMMENDED_TLS_POLICIES } from "../../catalog/tls-policies.ts";
import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown, type Judgement } from "../judgement.ts";
import { patchOption, patchRestApi, remedy, shellWord } from "../remedy.ts";

export const tlsPolicy: Check = {
  id: "tls-policy",
  control: "SEC-07",
  group: "security",
  severity: "medium",
  title: "Old versions of TLS",
  what: "The security policy of a custom domain, and of a REST API that has one of its own, does not allow TLS 1.0. AWS's recommended policies allow TLS 1.2 with forward secrecy, or 1.3 alone.",
  why: "TLS 1.0 and 1.1 have known weaknesses, and most standards forbid them.",
  fix: "Choose TLS_1_2, or better one of AWS's recommended policies.",
  exempt:
    "HTTP and WebSocket APIs themselves, and REST APIs without a policy of their own; their domains are looked at.",
  references: [
    "Security Hub APIGateway.11",
    "AWS Config apigateway-domain-name-tls-check",
    "checkov CKV_AWS_206",
    "prowler apigateway_domain_name_pqc_tls_enabled",
    "cfn-nag W62",
  ],
  feature: "a TLS policy of its own",
  judges: {
    domain: ({ domain }) => judge(domain.securityPolicy),
    api: ({ api }) =>
      api.securityPolicy === null
        ? notApplicable("It has no TLS policy of its own.")
        : judge(api.securityPolicy),
  },
  remedy: (names) =>
    names.subject === "api"
      ? remedy(
          patchRestApi(names, { "/securityPolicy": "TLS_1_2" }),
          ["AWS::ApiGateway::RestApi", { SecurityPolicy: "TLS_1_2" }],
          ["aws_api_gateway_rest_api", { security_policy: "TLS_1_2" }],
        )
      : remedy(
          `aws apigateway update-domain-name --domain-name ${shellWord(names.domain)} ${patchOption([{ path: "/securityPolicy", value: "TLS_1_2" }])}`,
          ["AWS::ApiGateway::DomainName", { SecurityPolicy: "TLS_1_2" }],
          ["aws_api_gateway_domain_name", { security_policy: "TLS_1_2" }],
        ),
};

function judge(policy: string | null | undefined): Judgement {
  if (policy === undefined || policy === null) return unknown("its TLS policy");
  const evidence = [{ field: "securityPolicy", value: policy }];
  if (policy === OLD_TLS_POLICY) return fail("It allows TLS 1.0.", evidence);
  return pass(
    RECOMMENDED_TLS_POLICIES.includes(policy)
      ? "Its TLS policy is one that AWS recommends."
      : "It does not allow TLS 1.0.",
    evidence,
  );
}
