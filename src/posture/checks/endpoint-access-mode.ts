import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown, type Judgement } from "../judgement.ts";
import { patchOption, patchRestApi, remedy, shellWord } from "../remedy.ts";

export const endpointAccessMode: Check = {
  id: "endpoint-access-mode",
  control: "SEC-08",
  group: "security",
  severity: "low",
  title: "A TLS policy that is not strictly kept",
  what: "Where the TLS policy is one of the newer ones (SecurityPolicy_...), the endpoint access mode is STRICT.",
  why: "In the mode BASIC a request is taken even where the name that TLS was agreed for is not the one that it asks for.",
  fix: "Set the endpoint access mode to STRICT once no client depends on the old behaviour.",
  exempt: "Older TLS policies, which have no access mode; HTTP and WebSocket APIs.",
  references: ['API Gateway Developer Guide, "Security policies"'],
  feature: "a TLS policy of its own",
  judges: {
    domain: ({ domain }) => judge(domain.securityPolicy, domain.endpointAccessMode),
    api: ({ api }) => judge(api.securityPolicy, api.endpointAccessMode),
  },
  remedy: (names) =>
    names.subject === "api"
      ? remedy(
          patchRestApi(names, { "/endpointAccessMode": "STRICT" }),
          ["AWS::ApiGateway::RestApi", { EndpointAccessMode: "STRICT" }],
          ["aws_api_gateway_rest_api", { endpoint_access_mode: "STRICT" }],
        )
      : remedy(
          `aws apigateway update-domain-name --domain-name ${shellWord(names.domain)} ${patchOption([{ path: "/endpointAccessMode", value: "STRICT" }])}`,
          ["AWS::ApiGateway::DomainName", { EndpointAccessMode: "STRICT" }],
          ["aws_api_gateway_domain_name", { endpoint_access_mode: "STRICT" }],
        ),
};

function judge(policy: string | null | undefined, mode: string | null | undefined): Judgement {
  if (policy === undefined) return unknown("its TLS policy");
  if (!policy?.startsWith("SecurityPolicy_")) return notApplicable("Its TLS policy has no access mode.");
  if (mode === undefined) return unknown("its endpoint access mode");
  const evidence = [{ field: "endpointAccessMode", value: mode ?? "not set" }];
  return mode === "STRICT"
    ? pass("Its TLS policy is strictly kept.", evidence)
    : fail("Its TLS policy is not strictly kept.", evidence);
}
