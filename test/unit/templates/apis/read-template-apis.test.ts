import { describe, expect, it } from "vitest";
import { createPlaceholders } from "../../../../src/templates/apis/placeholders.ts";
import { readTemplateApis } from "../../../../src/templates/apis/read-template-apis.ts";
import { applyShortTag } from "../../../../src/templates/cloudformation/short-tag.ts";
import { toTemplate } from "../../../../src/templates/cloudformation/template.ts";
import { parseDocument } from "../../../../src/templates/document/parse-document.ts";

/** The stages of a template with texts as a person reads them. */
function read(text: string, names: Readonly<Record<string, string>> = {}) {
  const placeholders = createPlaceholders(text);
  const template = toTemplate(parseDocument(text, "t", applyShortTag));
  const { stages, problems } = readTemplateApis(template, new Map(Object.entries(names)), placeholders);
  const dimensions = stages.map(({ target }) =>
    Object.fromEntries(
      Object.entries(target.dimensions).map(([name, value]) => [name, placeholders.expand(value)]),
    ),
  );
  const routes = stages.map(({ target }) =>
    (target.configuration?.routes ?? []).map(({ key, integration, integrationTarget, timeoutMs }) =>
      [key, integration, integrationTarget && placeholders.readable(integrationTarget), timeoutMs].join(" "),
    ),
  );
  const ids = stages.map(({ target }) => placeholders.readable(target.id));
  return { stages, problems, dimensions, routes, ids };
}

const rest = (properties: string, stage = "StageName: prod"): string => `
Resources:
  Orders:
    Type: AWS::ApiGateway::RestApi
    Properties: {${properties}}
  Stage:
    Type: AWS::ApiGateway::Stage
    Properties: {RestApiId: !Ref Orders, ${stage}}`;

const sam = (properties: string): string => `
Resources:
  Orders:
    Type: AWS::Serverless::Api
    Properties: {StageName: live${properties}}`;

describe("the name of a REST API, by which CloudWatch keys it", () => {
  it.each([
    ["its Name", rest("Name: shop"), "shop"],
    ["a number", rest("Name: 4711"), "4711"],
    ["a parameter", rest("Name: !Ref ApiName"), { Ref: "ApiName" }],
    ["Fn::Sub", rest('Name: !Sub "${Env}-shop"'), { "Fn::Sub": "${Env}-shop" }],
    [
      "Fn::Sub with names of its own",
      rest('Name: !Sub ["${a}", {a: b}]'),
      { "Fn::Sub": ["${a}", { a: "b" }] },
    ],
    ["the title of its document", rest("Body: {info: {title: Shop}}"), "Shop"],
    ["its Name before the title", rest("Name: mine, Body: {info: {title: Shop}}"), "mine"],
    ["a title that is a function", rest("Body: {info: {title: !Ref T}}"), { Ref: "T" }],
    ["without what is not ASCII", rest("Name: Bücher"), "Bcher"],
    ["in functions too", rest('Name: !Sub "Bücher-${Env}"'), { "Fn::Sub": "Bcher-${Env}" }],
    ["its id where no ASCII is left", rest("Name: 注文"), { Ref: "Orders" }],
    ["a dynamic reference", rest('Name: "{{resolve:ssm:/shop/name}}"'), "{{resolve:ssm:/shop/name}}"],
    ["what only looks like a function", rest("Name: '${Env}'"), "${Env}"],
    ["SAM's Name", sam(", Name: shop"), "shop"],
    ["SAM's title", sam(", DefinitionBody: {info: {title: Shop}}"), "Shop"],
    ["the stack where SAM is told nothing", sam(""), { Ref: "AWS::StackName" }],
    ["SAM's Globals", `Globals: {Api: {Name: all}}${sam("")}`, "all"],
  ])("is %s", (_, text, expected) => {
    const { dimensions, problems } = read(text);
    expect(problems).toEqual([]);
    expect(dimensions.map(({ ApiName }) => ApiName)).toEqual([expected]);
  });

  it.each([
    ["BodyS3Location", rest("BodyS3Location: {Bucket: b, Key: k}")],
    ["DefinitionUri", sam(", DefinitionUri: api.yaml")],
    ["a macro", rest('Body: {"Fn::Transform": {Name: "AWS::Include", Parameters: {Location: x}}}')],
    ["AWS::NoValue", rest("Name: !If [C, a, !Ref 'AWS::NoValue']")],
    ["neither", rest("Description: x")],
  ])("cannot be told of %s, unless somebody says it", (_, text) => {
    const { stages, problems } = read(text);
    expect(stages).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ id: "Orders", line: 3 });
    expect(problems[0]!.hint).toContain("--api-name Orders=NAME");
    const helped = read(text, { Orders: "shop" });
    expect(helped.problems).toEqual([]);
    expect(helped.dimensions[0]).toMatchObject({ ApiName: "shop" });
  });
});

describe("stages", () => {
  it("of HTTP and WebSocket APIs are keyed by the id", () => {
    const { ids, dimensions } = read(`
Resources:
  Web: {Type: "AWS::ApiGatewayV2::Api", Properties: {ProtocolType: HTTP, Target: x}}
  Chat: {Type: "AWS::ApiGatewayV2::Api", Properties: {ProtocolType: WEBSOCKET}}
  ChatStage: {Type: "AWS::ApiGatewayV2::Stage", Properties: {ApiId: !Ref Chat, StageName: !Ref Env}}
  Sam: {Type: "AWS::Serverless::HttpApi"}
  Sock: {Type: "AWS::Serverless::WebSocketApi", Properties: {Routes: {}}}`);
    expect(ids).toEqual([
      "http:Web/$default",
      "websocket:Chat/${Env}",
      "http:Sam/$default",
      "websocket:Sock/default",
    ]);
    expect(dimensions[1]).toEqual({ ApiId: { Ref: "Chat" }, Stage: { Ref: "Env" } });
  });

  it("that a deployment makes count once", () => {
    const text = `${rest("Name: shop")}
  Deployment:
    Type: AWS::ApiGateway::Deployment
    Properties: {RestApiId: !Ref Orders, StageName: prod}
  Other:
    Type: AWS::ApiGateway::Deployment
    Properties: {RestApiId: !Ref Orders}
  Third:
    Type: AWS::ApiGateway::Deployment
    Properties: {RestApiId: !Ref Orders, StageName: beta}`;
    expect(read(text).ids).toEqual(["rest:Orders/prod", "rest:Orders/beta"]);
  });

  it("of APIs of other templates are said to be", () => {
    const { problems } = read(`
Resources:
  Stage: {Type: "AWS::ApiGateway::Stage", Properties: {RestApiId: !ImportValue Shop, StageName: prod}}`);
    expect(problems.map(({ message }) => message)).toEqual([
      "the REST API of this stage is not declared here",
    ]);
  });

  it("in a loop or behind a macro are said not to be read", () => {
    const { problems } = read(`
Resources:
  Fn::Transform: {Name: Macro}
  Fn::ForEach::Apis: [Name, [a, b], {"Api\${Name}": {Type: "AWS::Serverless::HttpApi"}}]
  Fn::ForEach::Queues: [Name, [a, b], {"Queue\${Name}": {Type: "AWS::SQS::Queue"}}]`);
    expect(problems.map(({ id }) => id)).toEqual(["Fn::Transform", "Fn::ForEach::Apis"]);
  });

  it("that nobody declares are said to be missing", () => {
    const { problems } = read("Resources: {Api: {Type: 'AWS::ApiGateway::RestApi', Properties: {Name: x}}}");
    expect(problems.map(({ message }) => message)).toEqual(["no stage of it is declared here"]);
  });
});

describe("what SAM makes of the events of functions", () => {
  const functions = (...conditions: readonly string[]): string =>
    `Resources:${conditions
      .map(
        (condition, index) => `
  F${index}:
    Type: AWS::Serverless::Function${condition}
    Properties:
      Events: {Get: {Type: Api, Properties: {Path: /a${index}, Method: get}}}`,
      )
      .join("")}`;

  it("is an API named after the stack, with the stage Prod", () => {
    const { ids, dimensions, routes } = read(functions(""));
    expect(ids).toEqual(["rest:ServerlessRestApi/Prod"]);
    expect(dimensions).toEqual([{ ApiName: { Ref: "AWS::StackName" }, Stage: "Prod" }]);
    expect(routes).toEqual([["GET /a0 lambda-proxy ${F0} "]]);
  });

  it("is there where one of their conditions holds", () => {
    const one = "\n    Condition: One";
    const two = "\n    Condition: Two";
    expect(read(functions(one, two, one)).stages[0]!.conditions).toEqual(["One", "Two"]);
    expect(read(functions(one, "")).stages[0]!.conditions).toEqual([]);
    // A function that may be missing gets no alarms of its own.
    expect(read(functions(one, two)).routes).toEqual([["GET /a0 aws-service  ", "GET /a1 aws-service  "]]);
    expect(read(functions(one)).routes).toEqual([["GET /a0 lambda-proxy ${F0} "]]);
  });

  it("may have more stages, and wishes that the template says for it", () => {
    const text = `Metadata: {Gatewatch: {ServerlessRestApi: {MaxAlarms: 4}}}
${functions("")}
  Beta: {Type: "AWS::ApiGateway::Stage", Properties: {RestApiId: !Ref ServerlessRestApi, StageName: beta}}`;
    const { ids, stages } = read(text);
    expect(ids).toEqual(["rest:ServerlessRestApi/Prod", "rest:ServerlessRestApi/beta"]);
    expect(stages.map(({ overrides }) => overrides)).toEqual([{ MaxAlarms: 4 }, { MaxAlarms: 4 }]);
    const wrong = read(text.replace("MaxAlarms", "Most"));
    expect(wrong.problems).toMatchObject([{ id: "ServerlessRestApi", line: null }]);
  });

  it("is nothing where the API is declared", () => {
    const text = `${functions("")}
  ServerlessRestApi: {Type: "AWS::ApiGateway::RestApi", Properties: {Name: own}}`;
    expect(read(text).ids).toEqual([]);
  });
});

describe("routes and what stands behind them", () => {
  it("are read from methods, with the path of their resources", () => {
    const { routes } = read(`${rest("Name: shop")}
  Items: {Type: "AWS::ApiGateway::Resource", Properties: {RestApiId: !Ref Orders, ParentId: !GetAtt Orders.RootResourceId, PathPart: items}}
  Item: {Type: "AWS::ApiGateway::Resource", Properties: {RestApiId: !Ref Orders, ParentId: !Ref Items, PathPart: "{id}"}}
  Fn: {Type: "AWS::Lambda::Function"}
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Orders
      ResourceId: !Ref Item
      HttpMethod: GET
      Integration: {Type: AWS_PROXY, TimeoutInMillis: 5100, Uri: !Sub "arn:aws:apigateway:x:lambda:path/functions/\${Fn.Arn}/invocations"}
  Root:
    Type: AWS::ApiGateway::Method
    Properties: {RestApiId: !Ref Orders, ResourceId: !GetAtt Orders.RootResourceId, HttpMethod: ANY, Integration: {Type: MOCK}}`);
    expect(routes).toEqual([["GET /items/{id} lambda-proxy ${Fn} 5100", "ANY / mock  "]]);
  });

  it("are read from OpenAPI documents, of which only methods are routes", () => {
    const { routes } = read(`
Resources:
  Orders:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      Name: x
      DefinitionBody:
        paths:
          /a:
            parameters: [{name: q}]
            summary: x
            get: {x-amazon-apigateway-integration: {type: http_proxy, uri: "https://example.org", timeoutInMillis: 900}}
            x-amazon-apigateway-any-method:
              x-amazon-apigateway-integration:
                type: aws_proxy
                uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:named/invocations`);
    expect(routes).toEqual([["GET /a http  900", "ANY /a lambda-proxy named "]]);
  });

  it("are read from routes and integrations of version 2", () => {
    const { routes } = read(`
Resources:
  Chat: {Type: "AWS::ApiGatewayV2::Api", Properties: {ProtocolType: WEBSOCKET}}
  Stage: {Type: "AWS::ApiGatewayV2::Stage", Properties: {ApiId: !Ref Chat, StageName: live}}
  Fn: {Type: "AWS::Serverless::Function"}
  Int: {Type: "AWS::ApiGatewayV2::Integration", Properties: {ApiId: !Ref Chat, IntegrationType: AWS_PROXY, TimeoutInMillis: 2900, IntegrationUri: !Join ["", ["arn:functions/", !GetAtt Fn.Arn, "/invocations"]]}}
  A: {Type: "AWS::ApiGatewayV2::Route", Properties: {ApiId: !Ref Chat, RouteKey: $connect, Target: !Sub "integrations/\${Int}"}}
  B: {Type: "AWS::ApiGatewayV2::Route", Properties: {ApiId: !Ref Chat, RouteKey: send, Target: !Join [/, [integrations, !Ref Int]]}}`);
    expect(routes).toEqual([["$connect lambda-proxy ${Fn} 2900", "send lambda-proxy ${Fn} 2900"]]);
  });
});

describe("what is reserved for the functions behind routes", () => {
  const reservedOf = (text: string) =>
    read(text).stages.flatMap(({ target }) =>
      (target.configuration?.routes ?? []).map(({ key, reservedConcurrency }) => [key, reservedConcurrency]),
    );
  const functions = (...properties: readonly string[]): string =>
    `Resources:${properties
      .map(
        (one, index) =>
          `\n  F${index}: {Type: "AWS::Serverless::Function", Properties: {${one}Events: {Get: {Type: Api, Properties: {Path: /a${index}, Method: get}}}}}`,
      )
      .join("")}`;

  it("is read where the template says it outright", () => {
    const text = functions(
      "ReservedConcurrentExecutions: 23, ",
      "ReservedConcurrentExecutions: '0', ",
      "ReservedConcurrentExecutions: !Ref Most, ",
      "ReservedConcurrentExecutions: -1, ",
      "",
    );
    const own = [23, 0, undefined, undefined, undefined];
    expect(reservedOf(text)).toEqual(own.map((count, index) => [`GET /a${index}`, count]));
    const all = own.with(4, 41);
    const globals = "Globals: {Function: {ReservedConcurrentExecutions: 41}}";
    expect(reservedOf(`${globals}\n${text}`)).toEqual(all.map((count, index) => [`GET /a${index}`, count]));
  });

  it("is found by the function's own name", () => {
    const uri =
      "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:named/invocations";
    const text = rest(
      `Name: shop, Body: {paths: {/a: {get: {x-amazon-apigateway-integration: {type: aws_proxy, uri: "${uri}"}}}}}`,
    );
    const named =
      "Named: {Type: 'AWS::Lambda::Function', Properties: {FunctionName: named, ReservedConcurrentExecutions: 19}}";
    expect(reservedOf(`${text}\n  ${named}`)).toEqual([["GET /a", 19]]);
    expect(reservedOf(text)).toEqual([["GET /a", undefined]]);
  });
});

describe("Metadata of an API", () => {
  const withMetadata = (metadata: string): string =>
    rest("Name: shop").replace("Properties:", `Metadata: {Gatewatch: ${metadata}}\n    Properties:`);

  it("is read, and may keep alarms away", () => {
    const text = withMetadata("{Rules: {latency: false, server-errors: {Threshold: '0.020'}}, MaxAlarms: 3}");
    expect(read(text).stages[0]!.overrides).toEqual({
      Rules: { latency: false, "server-errors": { Threshold: 0.02 } },
      MaxAlarms: 3,
    });
    expect(read(withMetadata("{Disable: true}"))).toMatchObject({ stages: [], problems: [] });
  });

  it.each([
    [
      "{Disabled: true}",
      /Metadata\.Gatewatch\.Disabled: unknown; there are Disable, Rules, Topics, MaxAlarms/,
    ],
    ["{MaxAlarms: many}", /Metadata\.Gatewatch\.MaxAlarms/],
    ["{Rules: {latency: {Treshold: 3}}}", /Metadata\.Gatewatch\.Rules\.latency/],
    ["nonsense", /Metadata\.Gatewatch/],
  ])("is refused with its place: %s", (metadata, message) => {
    const { problems } = read(withMetadata(metadata));
    expect(problems).toHaveLength(1);
    expect(problems[0]!.message).toMatch(message);
    expect(problems[0]!.line).toBe(5);
  });
});
