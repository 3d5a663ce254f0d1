import { describe, expect, it } from "vitest";
import { withoutInjected } from "../../../../src/alarms/inject/inject-alarms.ts";
import { isRecord, listOf, recordOf } from "../../../../src/core/is-record.ts";
import { injectTemplate, templateValue } from "../../../support/inject-template.ts";

const api = (metadata: string, name = "shop"): string => `Parameters:
  OnCall: {Type: String}
Conditions:
  Live: !Equals [a, b]
Resources:
  Orders:
    Type: AWS::ApiGateway::RestApi
    Condition: Live
    Metadata: {Gatewatch: ${metadata}}
    Properties: {Name: ${name}}
  Stage:
    Type: AWS::ApiGateway::Stage
    Condition: Live
    Properties: {RestApiId: !Ref Orders, StageName: prod}
  Tickets:
    Type: AWS::SNS::Topic
`;

/** What was injected, by the end of the alarm's name. */
function added(text: string, result: string): ReadonlyMap<string, Record<string, unknown>> {
  const before = recordOf(recordOf(templateValue(text))["Resources"]);
  const after = Object.entries(recordOf(recordOf(templateValue(result))["Resources"]));
  return new Map(
    after.flatMap(([id, resource]) => {
      if (id in before || !isRecord(resource)) return [];
      const name = recordOf(recordOf(resource["Properties"])["AlarmName"])["Fn::Sub"];
      return [[String(name).split("/")[1] ?? "", resource] as const];
    }),
  );
}

describe("alarms for an API", () => {
  it("are named by stack and logical id, and watch the name", () => {
    const text = api("{}");
    const { text: result, usdPerMonth } = injectTemplate(text);
    const errors = added(text, result).get("prod server-errors ratio");
    expect(errors).toMatchObject({
      Type: "AWS::CloudWatch::Alarm",
      Condition: "Live",
      Properties: {
        AlarmName: { "Fn::Sub": "${AWS::StackName} rest:Orders/prod server-errors ratio" },
        Dimensions: [
          { Name: "ApiName", Value: "shop" },
          { Name: "Stage", Value: "prod" },
        ],
      },
    });
    expect(usdPerMonth).toBeCloseTo(5 * 0.1 + 2 * 0.5, 9);
  });

  it("all stand under its condition, and composites wait for what they name", () => {
    const text = api("{}");
    const resources = [...added(text, injectTemplate(text).text).values()];
    expect(resources).toHaveLength(7);
    expect(new Set(resources.map(({ Condition }) => Condition))).toEqual(new Set(["Live"]));
    const composites = resources.filter(({ Type }) => Type === "AWS::CloudWatch::CompositeAlarm");
    expect(composites.map(({ DependsOn }) => listOf(DependsOn).length)).toEqual([2, 3]);
  });

  it("follow what stands at the API", () => {
    const text = api(
      "{Rules: {latency: false, client-errors: {Threshold: 0.17, Severity: page}}, Topics: {page: !Ref OnCall, ticket: [!Ref Tickets, 'arn:aws:sns:x:1:t']}}",
    );
    const alarms = added(text, injectTemplate(text).text);
    expect(alarms.has("prod latency p90")).toBe(false);
    expect(alarms.get("prod client-errors ratio")).toMatchObject({ Properties: { Threshold: 0.17 } });
    const page = recordOf(alarms.get("prod any-alarm page")?.["Properties"]);
    expect(page["AlarmActions"]).toEqual([{ Ref: "OnCall" }]);
    expect(page["OKActions"]).toEqual([{ Ref: "OnCall" }]);
    expect(JSON.stringify(page["AlarmRule"])).toContain("client-errors");
    expect(alarms.get("prod any-alarm ticket")).toMatchObject({
      Properties: { AlarmActions: [{ Ref: "Tickets" }, "arn:aws:sns:x:1:t"] },
    });
  });

  it("may say of one of a rule's alarms what the rule does not say of all", () => {
    const rules =
      "{latency.p90: {Threshold: 1234}, lambda-companions: {Threshold: 3, Severity: page}, lambda-companions.errors: {Threshold: 7}, lambda-companions.nothing: false}";
    const text = `${api(`{Rules: ${rules}}`)}  Fn: {Type: "AWS::Lambda::Function"}
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Orders
      ResourceId: !GetAtt Orders.RootResourceId
      HttpMethod: GET
      Integration: {Type: AWS_PROXY, Uri: !Sub "arn/\${Fn.Arn}/invocations"}
`;
    const { text: result, problems } = injectTemplate(text);
    const alarms = added(text, result);
    const thresholdOf = (name: string) => recordOf(alarms.get(`prod ${name}`)?.["Properties"])["Threshold"];
    expect(thresholdOf("latency p90")).toBe(1234);
    expect(thresholdOf("lambda-companions errors:${Fn}")).toBe(7);
    expect(thresholdOf("lambda-companions throttles:${Fn}")).toBe(1);
    expect(problems.map(({ message }) => message)).toEqual([
      "Metadata.Gatewatch.Rules.lambda-companions.Threshold: the rule has several alarms, so it is not set",
      "Metadata.Gatewatch.Rules: there is no lambda-companions.nothing here",
    ]);
    expect(problems[0]!.hint).toContain("lambda-companions.duration");
  });

  it("hold a function's concurrency against what is reserved for it, or what stands at the API", () => {
    const withFunction = (metadata: string, properties: string): string =>
      `${api(metadata)}  Fn: {Type: "AWS::Lambda::Function", Properties: {${properties}}}
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Orders
      ResourceId: !GetAtt Orders.RootResourceId
      HttpMethod: GET
      Integration: {Type: AWS_PROXY, Uri: !Sub "arn/\${Fn.Arn}/invocations"}
`;
    const concurrency = (metadata: string, properties: string) => {
      const text = withFunction(metadata, properties);
      const alarm = added(text, injectTemplate(text).text).get("prod lambda-companions concurrency:${Fn}");
      return alarm && recordOf(alarm["Properties"]);
    };
    expect(concurrency("{}", "ReservedConcurrentExecutions: 30")).toMatchObject({
      MetricName: "ConcurrentExecutions",
      Statistic: "Maximum",
      Dimensions: [{ Name: "FunctionName", Value: { Ref: "Fn" } }],
      Threshold: 27,
    });
    expect(concurrency("{}", "ReservedConcurrentExecutions: !Ref OnCall")).toBeUndefined();
    const own = "{Rules: {lambda-companions.concurrency: {Threshold: 43}}}";
    expect(concurrency(own, "")).toMatchObject({ MetricName: "ConcurrentExecutions", Threshold: 43 });
    const text = withFunction("{}", "");
    const { alarms } = injectTemplate(text);
    expect(alarms.find(({ key }) => key.includes("throttles:"))?.why).toContain(
      "Its concurrency has no alarm: no reservation of it is known",
    );
  });

  it("leave the place of what has nothing to be compared with to the next", () => {
    const withFunctions = (metadata: string): string =>
      ["GET", "PUT"].reduce(
        (text, method) => `${text}  On${method}: {Type: "AWS::Lambda::Function"}
  Method${method}:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Orders
      ResourceId: !GetAtt Orders.RootResourceId
      HttpMethod: ${method}
      Integration: {Type: AWS_PROXY, Uri: !Sub "arn/\${On${method}.Arn}/invocations"}
`,
        api(metadata),
      );
    const keys = (metadata: string) => injectTemplate(withFunctions(metadata)).alarms.map(({ key }) => key);
    const all = keys("{}");
    const single = all.filter((key) => !key.includes("any-alarm"));
    expect(single.filter((key) => key.includes("lambda-companions"))).toHaveLength(6);
    expect(keys(`{MaxAlarms: ${single.length}}`)).toEqual(all);
  });

  it("are at most as many as the API wants, pages first", () => {
    const text = api("{MaxAlarms: 2}");
    const names = [...added(text, injectTemplate(text).text).keys()];
    expect(names).toEqual(["prod server-errors ratio", "prod most-refused ratio", "prod any-alarm page"]);
  });

  it("name a rule that is not known", () => {
    const { problems } = injectTemplate(api("{Rules: {server-error: false}}"));
    expect(problems.map(({ message }) => message)).toEqual([
      'Metadata.Gatewatch.Rules: there is no rule "server-error"',
    ]);
    expect(problems[0]!.hint).toContain("server-errors");
  });

  it("tell topics of the template, by logical id", () => {
    const topics = { page: ["OnCall"], ticket: ["Tickets"] };
    const text = api("{}");
    const { text: result } = injectTemplate(text, { topics });
    const alarms = added(text, result);
    expect(alarms.get("prod any-alarm page")).toMatchObject({
      Properties: { AlarmActions: [{ Ref: "OnCall" }] },
    });
    expect(alarms.get("prod any-alarm ticket")).toMatchObject({
      Properties: { AlarmActions: [{ Ref: "Tickets" }] },
    });
    expect(recordOf(recordOf(templateValue(result))["Parameters"])).toEqual({ OnCall: { Type: "String" } });
  });

  it("use a parameter of the template that has the very name", () => {
    const text = api("{}").replace("OnCall:", "PageTopicArn:");
    const { Parameters } = recordOf(templateValue(injectTemplate(text).text));
    expect(Object.keys(recordOf(Parameters))).toEqual(["PageTopicArn", "TicketTopicArn"]);
  });

  it("leave room for the longest names of stacks and functions", () => {
    const functions = Array.from(
      { length: 40 },
      (_, index) => `  Fn${index}: {Type: "AWS::Lambda::Function"}
  Get${index}:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Orders
      ResourceId: !Ref Path${index}
      HttpMethod: GET
      Integration: {Type: AWS_PROXY, Uri: !Sub "arn/\${Fn${index}.Arn}/invocations"}
  Path${index}: {Type: "AWS::ApiGateway::Resource", Properties: {PathPart: p${index}, ParentId: !GetAtt Orders.RootResourceId}}
`,
    );
    const text = (api("{}") + functions.join("")).replaceAll("Orders", "A".repeat(90));
    const { alarms, placeholders } = injectTemplate(text);
    expect(alarms.length).toBeGreaterThan(40 * 3 + 7);
    const atLongest = (value: string): number =>
      placeholders
        .readable(value)
        .replaceAll("${AWS::StackName}", "s".repeat(128))
        .replaceAll(/\$\{Fn\d+\}/g, "f".repeat(64)).length;
    const { definition } = alarms.find((spec) => spec.rule === "any-alarm" && spec.key.includes("page"))!;
    expect(atLongest(definition.AlarmName)).toBeLessThanOrEqual(255);
    const rules = alarms.flatMap((spec) =>
      "AlarmRule" in spec.definition ? [spec.definition.AlarmRule] : [],
    );
    expect(rules.length).toBeGreaterThan(2);
    for (const rule of rules) expect(atLongest(rule)).toBeLessThanOrEqual(10_240);
  });

  it.each([
    "a'b\"c\\d",
    "${AWS::Region}",
    "x: y # z",
    "{{resolve:ssm:x}}",
    "!Ref Orders",
    "%{x} é\u2028 <b>",
    "on",
  ])("keep the name %j as it is", (name) => {
    const text = api("{}", JSON.stringify(name));
    const errors = recordOf(
      added(text, injectTemplate(text).text).get("prod server-errors ratio")?.["Properties"],
    );
    const [first] = listOf(errors["Dimensions"]);
    // oxlint-disable-next-line no-control-regex -- ASCII starts at NUL, and CloudWatch's rule is about ASCII
    expect(recordOf(first)["Value"]).toBe(name.replace(/[^\x00-\x7f]/g, ""));
  });
});

/** A stage with an access log and metrics of its routes; in braces it is JSON too. */
const LOGGED = `{"Resources": {
  "Logs": {"Type": "AWS::Logs::LogGroup"},
  "Web": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Name": "w", "ProtocolType": "HTTP"}},
  "Fn": {"Type": "AWS::Lambda::Function"},
  "To": {"Type": "AWS::ApiGatewayV2::Integration", "Properties": {"ApiId": {"Ref": "Web"}, "IntegrationType": "AWS_PROXY", "IntegrationUri": {"Fn::GetAtt": ["Fn", "Arn"]}}},
  "Get": {"Type": "AWS::ApiGatewayV2::Route", "Properties": {"ApiId": {"Ref": "Web"}, "RouteKey": "GET /a", "Target": {"Fn::Join": ["/", ["integrations", {"Ref": "To"}]]}}},
  "Put": {"Type": "AWS::ApiGatewayV2::Route", "Properties": {"ApiId": {"Ref": "Web"}, "RouteKey": "PUT /a"}},
  "Any": {"Type": "AWS::ApiGatewayV2::Route", "Properties": {"ApiId": {"Ref": "Web"}, "RouteKey": "ANY /b"}},
  "Live": {"Type": "AWS::ApiGatewayV2::Stage", "Properties": {"ApiId": {"Ref": "Web"}, "StageName": "live",
    "DefaultRouteSettings": {"DetailedMetricsEnabled": true},
    "RouteSettings": {"PUT /a": {"DetailedMetricsEnabled": false}},
    "AccessLogSettings": {"DestinationArn": {"Fn::GetAtt": ["Logs", "Arn"]}, "Format": "{\\"id\\":\\"$context.apiId\\",\\"why\\":\\"$context.error.responseType\\"}"}}},
  "Test": {"Type": "AWS::ApiGatewayV2::Stage", "Properties": {"ApiId": {"Ref": "Web"}, "StageName": "test"}}
}}
`;

describe("what stands beside a stage", () => {
  const { text, alarms, problems } = injectTemplate(LOGGED);
  const injected = added(LOGGED, text);

  it("routes with metrics of their own have alarms, where their dimensions are documented", () => {
    expect(problems).toEqual([]);
    const routes = alarms.filter(({ route }) => route !== null);
    expect(new Set(routes.map(({ route }) => route))).toEqual(new Set(["GET /a"]));
    const errors = routes.find(({ rule }) => rule === "server-errors");
    expect(errors?.key).toBe("http:Web/live#GET /a#server-errors#ratio");
    const resource = Object.values(recordOf(recordOf(templateValue(text))["Resources"])).find((one) =>
      JSON.stringify(one).includes("live GET /a server-errors ratio"),
    );
    expect(recordOf(recordOf(resource)["Properties"])["Dimensions"]).toEqual([
      { Name: "ApiId", Value: { Ref: "Web" } },
      { Name: "Stage", Value: "live" },
      { Name: "Resource", Value: "/a" },
      { Name: "Method", Value: "GET" },
    ]);
  });

  it("a function behind two stages has its alarms once", () => {
    const companions = alarms.filter(({ rule }) => rule === "lambda-companions");
    expect(companions.map(({ target }) => target)).toEqual([
      "http:Web/live",
      "http:Web/live",
      "http:Web/live",
    ]);
    const inTwoWorlds = LOGGED.replace('"Test": {', '"Test": {"Condition": "C", ').replace(
      '{"Resources"',
      '{"Conditions": {"C": {"Fn::Equals": ["a", "b"]}}, "Resources"',
    );
    const twice = injectTemplate(inTwoWorlds).alarms.filter(({ rule }) => rule === "lambda-companions");
    expect(new Set(twice.map(({ target }) => target)).size).toBe(2);
  });

  it("an access log has a filter that counts this API's lines alone, and the alarm waits for it", () => {
    const resources = recordOf(recordOf(templateValue(text))["Resources"]);
    const filters = Object.entries(resources).filter(
      ([, one]) => recordOf(one)["Type"] === "AWS::Logs::MetricFilter",
    );
    expect(filters).toHaveLength(2);
    const [[id, filter] = []] = filters;
    expect(recordOf(filter)["Properties"]).toEqual({
      LogGroupName: { Ref: "Logs" },
      FilterName: "gatewatch throttled http/Web/live",
      FilterPattern: { "Fn::Sub": '{ ($.id = "${Web}") && ($.why = "THROTTLED") }' },
      MetricTransformations: [
        {
          MetricNamespace: "Gatewatch/AccessLogs",
          MetricName: { "Fn::Sub": "${AWS::StackName} http/Web/live Throttled" },
          MetricValue: "1",
        },
      ],
    });
    const alarm = injected.get("live logged-refusals throttled");
    expect(alarm).toMatchObject({
      DependsOn: [id],
      Properties: { MetricName: { "Fn::Sub": "${AWS::StackName} http/Web/live Throttled" } },
    });
    const spec = alarms.find(({ key }) => key.endsWith("logged-refusals#throttled"));
    expect(spec?.why).toContain("shared with other stages of the API, their lines would count as well");
    expect(spec?.why).toContain("usual start");
  });

  it("is taken out again, and stays as it is at a second run", () => {
    expect(text).not.toBe(LOGGED);
    expect(withoutInjected(text, "template")).toBe(LOGGED);
    expect(injectTemplate(text).text).toBe(text);
  });

  it("the API's MaxAlarms counts routes too, and stages come first", () => {
    const few = injectTemplate(
      LOGGED.replace('"Web": {', '"Web": {"Metadata": {"Gatewatch": {"MaxAlarms": 9}}, '),
    );
    const live = few.alarms.filter(({ target, rule }) => target === "http:Web/live" && rule !== "any-alarm");
    expect(live).toHaveLength(9);
    expect(live.every(({ route }) => route === null)).toBe(true);
  });
});

describe("refused with one message, and nothing is changed", () => {
  const functions = (count: number): string =>
    Array.from({ length: count }, (_, index) => `  Fn${index}: {Type: "AWS::SQS::Queue"}\n`).join("");

  it.each([
    [
      "a template of something else",
      "Resources:\n  Q: {Type: AWS::SQS::Queue}\n",
      /declares no API of API Gateway/,
    ],
    ["no template", "openapi: 3.0.0\npaths: {}\n", /no CloudFormation or SAM template/],
    ["mistakes of syntax", "Resources:\n  A: [\n", /^template:\d+:\d+: /],
    ["a key given twice", "Resources: {}\nResources: {}\n", /the same key stands twice/],
    ["more than CloudFormation takes", api("{}") + functions(495), /498 \+ 7 resources/],
    [
      "a marker without its other half",
      `${api("{}")}  # gatewatch:begin alarms\n`,
      /line 17: .* lost its other half/,
    ],
    [
      "Resources that are an alias",
      "A: &a {X: {Type: AWS::ApiGatewayV2::Api, Properties: {Target: x}}}\nResources: *a\n",
      /no map that is written out/,
    ],
  ])("%s", (_, text, message) => {
    expect(() => injectTemplate(text)).toThrow(message);
  });

  it("what has lost its markers", () => {
    const unmarked = injectTemplate(api("{}")).text.replaceAll(/ *# gatewatch:.*\n/g, "");
    expect(() => injectTemplate(unmarked)).toThrow(/has something of the name \w+ already/);
  });

  it("unknown functions are kept, and no name is taken from them", () => {
    const text = api("{}", "!Nonsense [a, {b: c}]");
    expect(injectTemplate(text).problems).toMatchObject([{ id: "Orders" }]);
    expect(injectTemplate(text).text).toBe(text);
  });
});
