import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { patchOption, remedy, shellWord } from "../remedy.ts";
import { businessRoutes, fieldOf, someOf } from "../stage-facts.ts";

export const apiKeyAlone: Check = {
  id: "api-key-alone",
  control: "SEC-18",
  group: "security",
  severity: "low",
  title: "API keys that stand alone as protection",
  what: "No route that asks for an API key leaves it at that: it also has an authorization type.",
  why: "An API key tells clients apart and meters them. It does not expire, is shared by all who have the client, and travels in every request: it is no proof of who calls.",
  fix: "Keep the key for the usage plan, and add an authorizer.",
  exempt: "APIs without API keys; HTTP APIs, which have none.",
  references: [
    "Well-Architected Serverless Applications Lens, identity-and-access-management (API keys are for tracking usage)",
    "checkov CKV2_AWS_70 (which takes a key for authorization)",
  ],
  feature: "API keys",
  judges: {
    api: ({ api }) => {
      const routes = businessRoutes(api);
      if (routes === undefined) return unknown("its routes");
      const keyed = routes.filter(({ apiKeyRequired }) => apiKeyRequired === true);
      if (keyed.length === 0) {
        return routes.length > 0 && routes.every(({ apiKeyRequired }) => apiKeyRequired === undefined)
          ? unknown("which routes ask for an API key")
          : notApplicable("No route asks for an API key.");
      }
      const alone = keyed.filter(({ authorization }) => authorization === "NONE" || authorization === null);
      return alone.length === 0
        ? pass("Where a key is asked for, so is who calls.")
        : fail(
            `On ${someOf(alone.map(({ key }) => key))} an API key is all that is asked for.`,
            alone.map(({ key }) => ({
              field: `${fieldOf(api.kind, "routes")}[${key}].${fieldOf(api.kind, "authorizationType")}`,
              value: "NONE, with an API key",
            })),
          );
    },
  },
  remedy: ({ kind, api }) =>
    kind === "rest"
      ? remedy(
          `aws apigateway update-method --rest-api-id ${shellWord(api)} --resource-id RESOURCE --http-method METHOD ${patchOption([{ path: "/authorizationType", value: "AWS_IAM" }])}`,
          ["AWS::ApiGateway::Method", { AuthorizationType: "AWS_IAM", ApiKeyRequired: true }],
          ["aws_api_gateway_method", { authorization: "AWS_IAM", api_key_required: true }],
        )
      : remedy(
          `aws apigatewayv2 update-route --api-id ${shellWord(api)} --route-id ROUTE --authorization-type AWS_IAM`,
          ["AWS::ApiGatewayV2::Route", { AuthorizationType: "AWS_IAM", ApiKeyRequired: true }],
          ["aws_apigatewayv2_route", { authorization_type: "AWS_IAM", api_key_required: true }],
        ),
};
