import type { Check } from "../check.ts";
import { fail, pass, unknown } from "../judgement.ts";
import { remedy, shellWord } from "../remedy.ts";

export const endpointType: Check = {
  id: "endpoint-type",
  control: "REL-09",
  group: "reliability",
  severity: "info",
  title: "An edge-optimized API",
  what: "The endpoint is REGIONAL or PRIVATE. Edge-optimized is what a REST API becomes where nobody chooses.",
  why: "Its traffic goes through a CloudFront distribution that nobody can configure: no caching rules, no WAF at the edge, no mutual TLS. A regional API with one's own distribution has all of them, and callers in the same Region save the way.",
  fix: "Choose REGIONAL, with CloudFront in front where clients are far away; or keep EDGE and snooze this with the reason.",
  exempt: "HTTP and WebSocket APIs, which are always regional.",
  references: [
    "AWS Config api-gw-endpoint-type-check",
    "Well-Architected Serverless Applications Lens, amazon-api-gateway",
  ],
  feature: "an endpoint type",
  judges: {
    api: ({ api }) => {
      if (api.endpointType === undefined) return unknown("its endpoint type");
      const type = api.endpointType ?? "EDGE";
      const evidence = [{ field: "endpointConfiguration.types", value: type }];
      return type === "EDGE"
        ? fail("Its endpoint is edge-optimized.", evidence)
        : pass(`Its endpoint is ${type}.`, evidence);
    },
  },
  remedy: ({ api }) =>
    remedy(
      `aws apigateway update-rest-api --rest-api-id ${shellWord(api)} --patch-operations op=replace,path=/endpointConfiguration/types/EDGE,value=REGIONAL`,
      ["AWS::ApiGateway::RestApi", { EndpointConfiguration: { Types: ["REGIONAL"] } }],
      ["aws_api_gateway_rest_api", { endpoint_configuration: { types: ["REGIONAL"] } }],
    ),
};
