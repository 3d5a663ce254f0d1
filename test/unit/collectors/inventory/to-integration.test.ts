import { describe, expect, it } from "vitest";

import { toIntegration } from "../../../../src/collectors/inventory/to-integration.ts";

const NONE = { subtype: null, uri: null, connectionType: null, connectionId: null };
const LAMBDA = "arn:aws-cn:apigateway:cn-north-1:lambda:path/2015-03-31/functions/";
const FUNCTION = "arn:aws-cn:lambda:cn-north-1:123123123123:function:";

describe("toIntegration", () => {
  it.each([
    [{ type: "MOCK" }, "mock", null],
    [{ type: "AWS_PROXY", uri: `${LAMBDA}${FUNCTION}orders-get/invocations` }, "lambda-proxy", "orders-get"],
    [{ type: "AWS", uri: `${LAMBDA}${FUNCTION}orders-get:live/invocations` }, "lambda", "orders-get"],
    [{ type: "AWS_PROXY", uri: `${FUNCTION}items:7` }, "lambda-proxy", "items"],
    [
      { type: "AWS_PROXY", uri: `${LAMBDA}${FUNCTION}\${stageVariables.fn}/invocations` },
      "lambda-proxy",
      "real",
    ],
    [
      { type: "AWS_PROXY", uri: `${LAMBDA}${FUNCTION}\${stageVariables.other}/invocations` },
      "lambda-proxy",
      null,
    ],
    [{ type: "AWS_PROXY", uri: `${LAMBDA}\${stageVariables.arn}/invocations` }, "lambda-proxy", "by-arn"],
    [{ type: "AWS", uri: "arn:aws:apigateway:eu-west-1:sqs:path/123123123123/queue" }, "aws-service", "sqs"],
    [{ type: "AWS", uri: "arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem" }, "aws-service", "dynamodb"],
    [{ type: "AWS", uri: "arn:aws:apigateway:eu-west-1:a1b2.iot:path/x" }, "aws-service", "iot"],
    [{ type: "AWS_PROXY", subtype: "SQS-SendMessage" }, "aws-service", "SQS-SendMessage"],
    [
      { type: "HTTP_PROXY", uri: "https://user:pw@api.example.com:8443/v1/{proxy}" },
      "http",
      "api.example.com",
    ],
    [{ type: "HTTP", uri: "http://${stageVariables.host}/x" }, "http", "back.example"],
    [{ type: "HTTP", uri: "http://${stageVariables.other}/x" }, "http", null],
    [
      { type: "HTTP_PROXY", uri: "http://nlb.internal/x", connectionType: "VPC_LINK", connectionId: "vl1" },
      "vpc-link",
      "nlb.internal",
    ],
    [
      {
        type: "HTTP_PROXY",
        uri: "arn:aws:elasticloadbalancing:eu-west-1:123123123123:listener/app/shop-alb/50dc6c/0467ef",
        connectionType: "VPC_LINK",
        connectionId: "vl1",
      },
      "vpc-link",
      "shop-alb",
    ],
    [
      {
        type: "HTTP_PROXY",
        uri: "arn:aws:servicediscovery:eu-west-1:123123123123:service/srv-abc",
        connectionType: "VPC_LINK",
        connectionId: "vl1",
      },
      "vpc-link",
      "srv-abc",
    ],
    [{ type: "HTTP_PROXY", connectionType: "VPC_LINK", connectionId: "vl1" }, "vpc-link", "vl1"],
    [{ type: undefined }, "unknown", null],
    [{ type: "SOMETHING_NEW", uri: "https://x.example" }, "unknown", null],
  ] as const)("reads %j as %s, %s", (fields, kind, target) => {
    const variables = { fn: "real:alias", host: "back.example", arn: `${FUNCTION}by-arn` };
    expect(toIntegration({ ...NONE, ...fields }, variables)).toEqual({ kind, target });
  });

  it("takes no stage variable from where every object has one", () => {
    const uri = `${FUNCTION}\${stageVariables.constructor}`;
    expect(toIntegration({ ...NONE, type: "AWS_PROXY", uri }, {}).target).toBe(null);
  });
});
