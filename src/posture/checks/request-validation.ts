import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { patchOption, remedy, shellWord } from "../remedy.ts";
import { businessRoutes, counted, someOf } from "../stage-facts.ts";

/** Methods that carry a body. */
const WITH_BODY = /^(?:POST|PUT|PATCH|ANY) /;

export const requestValidation: Check = {
  id: "request-validation",
  control: "SEC-13",
  group: "security",
  severity: "medium",
  title: "Bodies that nobody looks at before the backend",
  what: "Each method that takes a body (POST, PUT, PATCH, ANY) has a request validator that checks the body against a model.",
  why: "A request that cannot succeed costs a call of the backend, and the backend is the only one who looks at what comes in.",
  fix: "Make a model of the body, and name a validator with validateRequestBody.",
  exempt: "APIs whose methods take no body, or answer by themselves (MOCK); HTTP and WebSocket APIs.",
  references: [
    "checkov CKV2_AWS_53",
    "cdk-nag AwsSolutions-APIG2",
    "Well-Architected Serverless Applications Lens, SEC 3",
  ],
  feature: "request validators",
  judges: {
    api: ({ api }) => {
      const routes = businessRoutes(api)?.filter(
        ({ key, integration }) => WITH_BODY.test(key) && integration?.kind !== "mock",
      );
      if (routes === undefined) return unknown("its methods");
      if (routes.length === 0) return notApplicable("No method takes a body.");
      const validating = new Set(api.validators?.filter(({ body }) => body).map(({ id }) => id));
      const without = routes.filter(
        ({ validatorId, hasModel }) =>
          validatorId === null ||
          hasModel === false ||
          (validatorId !== undefined && api.validators !== undefined && !validating.has(validatorId)),
      );
      const evidence = without.map(({ key, validatorId, hasModel }) => ({
        field: `methods[${key}].${validatorId ? (hasModel === false ? "requestModels" : "requestValidatorId") : "requestValidatorId"}`,
        value: validatorId
          ? hasModel === false
            ? "not set"
            : `${validatorId}, which checks no body`
          : "not set",
      }));
      if (without.length > 0) {
        return fail(
          `${counted(without.length, "method")} ${without.length === 1 ? "passes" : "pass"} any body on: ${someOf(without.map(({ key }) => key))}.`,
          evidence,
        );
      }
      return api.validators === undefined || routes.some(({ validatorId }) => validatorId === undefined)
        ? unknown("the request validators")
        : pass("Every body is checked against its model.");
    },
  },
  remedy: ({ api }) =>
    remedy(
      [
        `aws apigateway create-request-validator --rest-api-id ${shellWord(api)} --name body --validate-request-body`,
        `aws apigateway update-method --rest-api-id ${shellWord(api)} --resource-id RESOURCE --http-method METHOD ${patchOption(
          [
            { path: "/requestValidatorId", value: "VALIDATOR" },
            { op: "add", path: "/requestModels/application~1json", value: "MODEL" },
          ],
        )}`,
      ],
      [
        ["AWS::ApiGateway::RequestValidator", { RestApiId: api, ValidateRequestBody: true }],
        [
          "AWS::ApiGateway::Method",
          { RequestValidatorId: "VALIDATOR", RequestModels: { "application/json": "MODEL" } },
        ],
      ],
      [
        [
          "aws_api_gateway_request_validator",
          { rest_api_id: api, name: "body", validate_request_body: true },
        ],
        [
          "aws_api_gateway_method",
          { request_validator_id: "VALIDATOR", request_models: { "application/json": "MODEL" } },
        ],
      ],
    ),
};
