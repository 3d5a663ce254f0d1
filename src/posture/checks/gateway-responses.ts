import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { remedy, shellWord } from "../remedy.ts";

const ORIGIN = "access-control-allow-origin";
const TYPES = ["DEFAULT_4XX", "DEFAULT_5XX"] as const;

export const gatewayResponses: Check = {
  id: "gateway-responses",
  control: "REL-13",
  group: "reliability",
  severity: "low",
  title: "Errors that browsers hide",
  what: "Where browsers may call the API from elsewhere (an OPTIONS method answers preflights), the gateway's own errors carry Access-Control-Allow-Origin too: DEFAULT_4XX and DEFAULT_5XX.",
  why: "A page cannot read an error without that header: a 403, 429 or 504 of the gateway looks like a network failure to the client, which tries again.",
  fix: "Add the header to both gateway responses.",
  exempt: "APIs without CORS; HTTP and WebSocket APIs, which have no gateway responses of their own.",
  references: ['API Gateway Developer Guide, "Gateway responses for REST APIs" and "CORS for REST APIs"'],
  feature: "gateway responses with headers",
  judges: {
    api: ({ api }) => {
      if (api.routes === undefined) return unknown("its methods");
      if (!api.routes.some(({ key }) => key.startsWith("OPTIONS ")))
        return notApplicable("No OPTIONS method answers browsers' preflights.");
      if (api.gatewayResponses === undefined) return unknown("its gateway responses");
      const { gatewayResponses: known } = api;
      const without = TYPES.filter(
        (type) => !known.some((one) => one.type === type && one.headers.includes(ORIGIN)),
      );
      return without.length === 0
        ? pass("The gateway's errors carry the header as well.")
        : fail(
            `${without.join(" and ")} carry no Access-Control-Allow-Origin.`,
            without.map((type) => ({
              field: `gatewayResponses[${type}].responseParameters`,
              value: "no Access-Control-Allow-Origin",
            })),
          );
    },
  },
  remedy: ({ api }) => {
    const header = { "gatewayresponse.header.Access-Control-Allow-Origin": "'https://ORIGIN'" };
    return remedy(
      TYPES.map(
        (type) =>
          `aws apigateway put-gateway-response --rest-api-id ${shellWord(api)} --response-type ${type} --response-parameters ${shellWord(JSON.stringify(header))}`,
      ),
      TYPES.map((type) => [
        "AWS::ApiGateway::GatewayResponse",
        { RestApiId: api, ResponseType: type, ResponseParameters: header },
      ]),
      TYPES.map((type) => [
        "aws_api_gateway_gateway_response",
        { rest_api_id: api, response_type: type, response_parameters: header },
      ]),
    );
  },
};
