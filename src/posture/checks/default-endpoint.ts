import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { patchRestApi, remedy, updateV2Api } from "../remedy.ts";
import { fieldOf } from "../stage-facts.ts";

export const defaultEndpoint: Check = {
  id: "default-endpoint",
  control: "SEC-05",
  group: "security",
  severity: "medium",
  title: "A way around the custom domain",
  what: "The default execute-api endpoint is off where a custom domain leads to the API.",
  why: "What guards the domain (mutual TLS, a TLS policy, CloudFront and its WAF) does not guard the default endpoint, and its address is easily found.",
  fix: "Switch the default endpoint off, and deploy the API again.",
  exempt: "APIs without a custom domain.",
  references: [
    'API Gateway Developer Guide, "Configuring mutual TLS authentication" and "Disable the default endpoint"',
  ],
  feature: "every flavour",
  judges: {
    api: ({ estate, api }) => {
      if (estate.domains === undefined) return unknown("the custom domains");
      const domains = estate.domains.filter(({ mappings }) =>
        mappings?.some(({ apiId }) => apiId === api.id),
      );
      if (domains.length === 0) {
        return estate.domains.some(({ mappings }) => mappings === undefined)
          ? unknown("where some custom domains lead")
          : notApplicable("No custom domain leads to it.");
      }
      if (api.isDefaultEndpointOff === undefined) return unknown("whether its default endpoint is off");
      const evidence = [
        { field: fieldOf(api.kind, "disableExecuteApiEndpoint"), value: String(api.isDefaultEndpointOff) },
        ...domains.map(({ name }) => ({ field: "domainNames", value: name })),
      ];
      if (api.isDefaultEndpointOff) return pass("It can be reached by its custom domain alone.", evidence);
      const isMutual = domains.some(({ mutualTls }) => mutualTls?.truststoreUri);
      return fail(
        `Its default endpoint leads around ${domains[0]?.name ?? "the domain"}${isMutual ? ", which asks clients for a certificate" : ""}.`,
        evidence,
        isMutual ? "high" : "medium",
      );
    },
  },
  remedy: (names) =>
    names.kind === "rest"
      ? remedy(
          patchRestApi(names, { "/disableExecuteApiEndpoint": "true" }),
          ["AWS::ApiGateway::RestApi", { DisableExecuteApiEndpoint: true }],
          ["aws_api_gateway_rest_api", { disable_execute_api_endpoint: true }],
        )
      : remedy(
          updateV2Api(names, "--disable-execute-api-endpoint"),
          ["AWS::ApiGatewayV2::Api", { DisableExecuteApiEndpoint: true }],
          ["aws_apigatewayv2_api", { disable_execute_api_endpoint: true }],
        ),
};
