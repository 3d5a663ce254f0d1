import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { remedy, shellWord } from "../remedy.ts";
import { isSomeCallUnknown, someOf } from "../stage-facts.ts";

export const privateIntegrationTls: Check = {
  id: "private-integration-tls",
  control: "SEC-11",
  group: "security",
  severity: "medium",
  title: "Private integrations without TLS",
  what: "Each integration of an HTTP API through a VPC link names the server that its TLS certificate must be for.",
  why: "Without it the gateway speaks plain HTTP within the network, and whoever is in there can listen.",
  fix: "Give the load balancer a TLS listener, and name the server in the integration's TlsConfig.",
  exempt: "HTTP APIs without a VPC link; REST and WebSocket APIs.",
  references: ["Security Hub APIGateway.10", "AWS Config apigatewayv2-integration-private-https-enabled"],
  feature: "private integrations with a TLS name",
  judges: {
    api: ({ api }) => {
      if (api.routes === undefined) return unknown("what its routes call");
      const linked = api.routes.filter(({ integration }) => integration?.isVpcLink);
      if (linked.length === 0 && isSomeCallUnknown(api.routes))
        return unknown("what some of its routes call");
      if (linked.length === 0) return notApplicable("It has no private integration.");
      const plain = linked.filter(({ integration }) => integration?.tlsServerName === null);
      const evidence = plain.map(({ key }) => ({
        field: `Integrations[${key}].TlsConfig`,
        value: "not set",
      }));
      if (plain.length > 0)
        return fail(`${someOf(plain.map(({ key }) => key))} reach their backend without TLS.`, evidence);
      return linked.some(({ integration }) => integration?.tlsServerName === undefined)
        ? unknown("the TLS settings of some integrations")
        : pass("Its private integrations use TLS.");
    },
  },
  remedy: ({ api }) =>
    remedy(
      `aws apigatewayv2 update-integration --api-id ${shellWord(api)} --integration-id INTEGRATION --tls-config ServerNameToVerify=HOST`,
      ["AWS::ApiGatewayV2::Integration", { TlsConfig: { ServerNameToVerify: "HOST" } }],
      ["aws_apigatewayv2_integration", { tls_config: { server_name_to_verify: "HOST" } }],
    ),
};
