import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown, type Judgement } from "../judgement.ts";
import { patchOption, remedy, shellWord, updateV2Api } from "../remedy.ts";
import type { EstateApi } from "../../model/estate.ts";
import { businessRoutes } from "../stage-facts.ts";

const ORIGIN = "access-control-allow-origin";
const CREDENTIALS = "access-control-allow-credentials";

export const cors: Check = {
  id: "cors",
  control: "SEC-12",
  group: "security",
  severity: "medium",
  title: "Every website may call an API that knows its user",
  what: "An API that browsers may call from elsewhere does not allow every origin while it allows credentials, or while its routes ask who calls.",
  why: "Any page that a signed-in user opens can call the API in the user's name.",
  fix: "Name the origins that may call.",
  exempt: "APIs without CORS; WebSocket APIs.",
  references: ['API Gateway Developer Guide, "CORS for REST APIs" and "Configure CORS for HTTP APIs"'],
  feature: "CORS",
  judges: { api: ({ api }) => (api.kind === "http" ? ofHttp(api) : ofRest(api)) },
  remedy: (names) =>
    names.kind === "rest"
      ? remedy(
          `aws apigateway update-integration-response --rest-api-id ${shellWord(names.api)} --resource-id RESOURCE --http-method OPTIONS --status-code 200 ${patchOption(
            [
              {
                path: "/responseParameters/method.response.header.Access-Control-Allow-Origin",
                value: "'https://ORIGIN'",
              },
            ],
          )}`,
          [
            "AWS::ApiGateway::Method",
            {
              HttpMethod: "OPTIONS",
              Integration: {
                Type: "MOCK",
                IntegrationResponses: [
                  {
                    StatusCode: "200",
                    ResponseParameters: {
                      "method.response.header.Access-Control-Allow-Origin": "'https://ORIGIN'",
                    },
                  },
                ],
              },
            },
          ],
          [
            "aws_api_gateway_integration_response",
            {
              response_parameters: {
                "method.response.header.Access-Control-Allow-Origin": "'https://ORIGIN'",
              },
            },
          ],
        )
      : remedy(
          updateV2Api(names, "--cors-configuration AllowOrigins=https://ORIGIN"),
          ["AWS::ApiGatewayV2::Api", { CorsConfiguration: { AllowOrigins: ["https://ORIGIN"] } }],
          ["aws_apigatewayv2_api", { cors_configuration: { allow_origins: ["https://ORIGIN"] } }],
        ),
};

function ofHttp(api: EstateApi): Judgement {
  if (api.cors === undefined) return unknown("its CORS settings");
  if (api.cors === null) return notApplicable("It has no CORS settings.");
  const { origins, allowCredentials } = api.cors;
  return judge(api, origins, allowCredentials, "CorsConfiguration.AllowOrigins");
}

/** Preflights are answered by OPTIONS methods with fixed headers. */
function ofRest(api: EstateApi): Judgement {
  if (api.routes === undefined) return unknown("its methods");
  const preflights = api.routes.filter(({ key }) => key.startsWith("OPTIONS "));
  if (preflights.length === 0) return notApplicable("No OPTIONS method answers browsers' preflights.");
  const headers = preflights.flatMap(({ fixedHeaders }) =>
    fixedHeaders === undefined ? [] : [fixedHeaders],
  );
  const origins = headers.flatMap((one) => one[ORIGIN] ?? []);
  if (origins.length === 0) {
    return preflights.some(
      ({ fixedHeaders, integration }) => fixedHeaders === undefined || integration?.kind !== "mock",
    )
      ? unknown("what its preflights answer")
      : notApplicable("Its OPTIONS methods set no origin.");
  }
  const allowCredentials = headers.some((one) => one[CREDENTIALS] === "true");
  return judge(
    api,
    [...new Set(origins)],
    allowCredentials,
    "methods[OPTIONS].integrationResponses.responseParameters",
  );
}

function judge(
  api: EstateApi,
  origins: readonly string[],
  allowCredentials: boolean,
  field: string,
): Judgement {
  const evidence = [
    ...origins.map((value) => ({ field, value })),
    { field: "allowCredentials", value: String(allowCredentials) },
  ];
  if (!origins.includes("*")) return pass("It names the origins that may call.", evidence);
  if (allowCredentials) return fail("Every origin may call it with credentials.", evidence, "high");
  const asks = businessRoutes(api)?.some(({ authorization }) => authorization && authorization !== "NONE");
  if (asks === undefined) return unknown("whether its routes ask who calls");
  return asks
    ? fail("Every origin may call it, and its routes ask who calls.", evidence)
    : pass("Every origin may call it, as anybody else may.", evidence);
}
