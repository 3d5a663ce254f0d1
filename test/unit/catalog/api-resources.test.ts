import { expect, test } from "vitest";

import { apiReference } from "../../../src/catalog/api-resources.ts";

test.each([
  ["AWS::ApiGateway::RestApi", null, { family: "rest", by: "id" }],
  ["AWS::ApiGateway::RestApi", "RestApiId", { family: "rest", by: "id" }],
  ["AWS::ApiGateway::RestApi", "RootResourceId", { family: "rest", by: null }],
  ["AWS::Serverless::Api", null, { family: "rest", by: "id" }],
  ["AWS::Serverless::HttpApi", null, { family: "v2", by: "id" }],
  ["AWS::Serverless::WebSocketApi", null, { family: "v2", by: "id" }],
  ["AWS::Serverless::Api", "RestApiId", { family: "rest", by: "id" }],
  ["aws_apigatewayv2_api", "api_id", { family: "v2", by: "id" }],
  ["AWS::ApiGatewayV2::Api", "ApiId", { family: "v2", by: "id" }],
  ["aws_api_gateway_rest_api", "name", { family: "rest", by: "name" }],
  ["aws_api_gateway_rest_api", null, { family: "rest", by: null }],
  ["aws_apigatewayv2_api", "id", { family: "v2", by: "id" }],
  ["AWS::SNS::Topic", null, undefined],
])("a reference to %s, %s", (type, attribute, expected) => {
  expect(apiReference(type, attribute)).toEqual(expected);
});
