import type { Check } from "../check.ts";
import { fail, pass, unknown } from "../judgement.ts";
import { isRestricting, readPolicy } from "../read-policy.ts";
import { remedy, shellWord } from "../remedy.ts";
import { agreed, businessRoutes, someOf } from "../stage-facts.ts";

export const methodAuthorization: Check = {
  id: "method-authorization",
  control: "SEC-02",
  group: "security",
  severity: "high",
  title: "Methods that anybody may call",
  what: "Every method but OPTIONS has an authorization type other than NONE; or the API's resource policy restricts who may call; or the API can be reached over mutual TLS alone. For a private API that lets everybody inside call it is a lesser thing.",
  why: "Whoever knows the address can call it. An API key is no authorization: it tells clients apart, travels in the clear to every client and is meant for usage plans.",
  fix: "Give the methods an authorizer (IAM, Cognito or Lambda), or the API a resource policy with a condition. A method that shall be public is better said so by a snooze with its reason.",
  exempt: "HTTP and WebSocket APIs: route-authorization looks at their routes.",
  references: [
    "checkov CKV_AWS_59",
    "checkov CKV2_AWS_70",
    "prowler apigateway_restapi_authorizers_enabled",
    "prowler apigateway_restapi_public_with_authorizer",
    "prowler apigateway_restapi_public",
    "cfn-nag W59",
    "cdk-nag AwsSolutions-APIG4",
    "cdk-nag AwsSolutions-COG4",
    "checkov CKV_OPENAPI_4 and CKV_OPENAPI_5",
    "Well-Architected Serverless Applications Lens, identity-and-access-management",
  ],
  feature: "methods with an authorization type",
  judges: {
    api: ({ estate, api }) => {
      const routes = businessRoutes(api);
      if (routes === undefined) return unknown("its methods");
      const open = routes.filter(({ authorization }) => authorization === "NONE" || authorization === null);
      const evidence = open.map(({ key, apiKeyRequired }) => ({
        field: `methods[${key}].authorizationType`,
        value: apiKeyRequired ? "NONE, with an API key" : "NONE",
      }));
      if (open.length === 0) {
        return routes.some(({ authorization }) => authorization === undefined)
          ? unknown("the authorization of some methods")
          : pass(`${agreed(routes.length, "method", "ask")} who calls.`);
      }
      const policy = readPolicy(api.policy);
      if (policy !== null && policy !== undefined && isRestricting(policy)) {
        return pass("Its resource policy restricts who may call.", [{ field: "policy", value: "set" }]);
      }
      const domains =
        estate.domains?.filter(({ mappings }) => mappings?.some(({ apiId }) => apiId === api.id)) ?? [];
      if (
        api.isDefaultEndpointOff &&
        domains.length > 0 &&
        domains.every(({ mutualTls }) => mutualTls?.truststoreUri)
      ) {
        return pass("Only clients with a certificate reach it: mutual TLS, and its default endpoint is off.");
      }
      if (policy === undefined) return unknown("its resource policy, and some methods have no authorization");
      const text = `${someOf(open.map(({ key }) => key))} can be called by anybody${api.endpointType === "PRIVATE" ? " inside" : ""}.`;
      return fail(text, evidence, api.endpointType === "PRIVATE" ? "medium" : "high");
    },
  },
  remedy: ({ api }) =>
    remedy(
      `aws apigateway update-method --rest-api-id ${shellWord(api)} --resource-id RESOURCE --http-method METHOD --patch-operations op=replace,path=/authorizationType,value=AWS_IAM`,
      ["AWS::ApiGateway::Method", { AuthorizationType: "AWS_IAM" }],
      ["aws_api_gateway_method", { authorization: "AWS_IAM" }],
    ),
};
