import { expect, test } from "vitest";

import { openapiAuthorizers } from "../../../src/templates/estate/openapi-authorizers.ts";

const request = { type: "apiKey", in: "header", name: "Unused" };

test("authorizers stand among the schemes of either version, each with its sources and its time", () => {
  const authorizers = openapiAuthorizers(
    {
      securityDefinitions: {
        token: {
          type: "apiKey",
          in: "header",
          name: "X-Token",
          "x-amazon-apigateway-authorizer": { type: "token", authorizerResultTtlInSeconds: 17 },
        },
      },
      components: {
        securitySchemes: {
          key: { type: "apiKey", in: "header", name: "x-api-key" },
          blind: { ...request, "x-amazon-apigateway-authorizer": { type: "request" } },
          seeing: {
            ...request,
            "x-amazon-apigateway-authorizer": {
              type: "request",
              identitySource: "method.request.header.A, method.request.querystring.b",
              authorizerResultTtlInSeconds: { Ref: "Ttl" },
            },
          },
        },
      },
    },
    300,
  );
  expect(authorizers).toEqual([
    { id: "token", name: "token", type: "TOKEN", identitySources: ["X-Token"], ttlSeconds: 17 },
    { id: "blind", name: "blind", type: "REQUEST", identitySources: [], ttlSeconds: 300 },
    {
      id: "seeing",
      name: "seeing",
      type: "REQUEST",
      identitySources: ["method.request.header.A", " method.request.querystring.b"],
    },
  ]);
});

test("a document without schemes has none", () => {
  expect(openapiAuthorizers({ openapi: "3.0.1", paths: {} }, 300)).toEqual([]);
});
