import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { remedy, shellWord } from "../remedy.ts";
import { agreed, businessRoutes, someOf } from "../stage-facts.ts";

export const routeAuthorization: Check = {
  id: "route-authorization",
  control: "SEC-03",
  group: "security",
  severity: "high",
  title: "Routes that anybody may call",
  what: "Every route of an HTTP API has an authorization type other than NONE; of a WebSocket API the route $connect has, which decides for the whole connection.",
  why: "Whoever knows the address can call it.",
  fix: "Give the routes an authorizer (JWT, IAM or Lambda). A route that shall be public is better said so by a snooze with its reason.",
  exempt: "REST APIs, whose methods method-authorization looks at; an HTTP API without routes.",
  references: [
    "Security Hub APIGateway.8",
    "AWS Config api-gwv2-authorization-type-configured",
    "checkov CKV_AWS_309",
    "checkov CKV_OPENAPI_4 and CKV_OPENAPI_5",
    "prowler apigatewayv2_api_authorizers_enabled",
    "cdk-nag AwsSolutions-APIG4",
  ],
  feature: "routes with an authorization type",
  judges: {
    api: ({ api }) => {
      const all = businessRoutes(api);
      if (all === undefined) return unknown("its routes");
      const routes = api.kind === "websocket" ? all.filter(({ key }) => key === "$connect") : all;
      if (routes.length === 0) {
        return api.kind === "websocket"
          ? fail("It has no $connect route, so nobody is asked who connects.", [
              { field: "Routes", value: "no $connect" },
            ])
          : notApplicable("It has no routes.");
      }
      const open = routes.filter(({ authorization }) => authorization === "NONE" || authorization === null);
      const evidence = open.map(({ key }) => ({ field: `Routes[${key}].AuthorizationType`, value: "NONE" }));
      if (open.length > 0)
        return fail(`${someOf(open.map(({ key }) => key))} can be called by anybody.`, evidence);
      return routes.some(({ authorization }) => authorization === undefined)
        ? unknown("the authorization of some routes")
        : pass(`${agreed(routes.length, "route", "ask")} who calls.`);
    },
  },
  remedy: ({ api }) =>
    remedy(
      `aws apigatewayv2 update-route --api-id ${shellWord(api)} --route-id ROUTE --authorization-type JWT --authorizer-id AUTHORIZER`,
      ["AWS::ApiGatewayV2::Route", { AuthorizationType: "JWT", AuthorizerId: "AUTHORIZER" }],
      ["aws_apigatewayv2_route", { authorization_type: "JWT", authorizer_id: "AUTHORIZER" }],
    ),
};
