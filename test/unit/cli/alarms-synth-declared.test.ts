import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { recordOf, listOf } from "../../../src/core/is-record.ts";
import { runCli } from "../../support/cli-run.ts";

const cwd = mkdtempSync(join(tmpdir(), "gatewatch-declared-"));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});
const put = (name: string, text: string): void => {
  writeFileSync(join(cwd, name), text);
};

const TEMPLATE = `Parameters:
  Env: {Type: String, Default: test}
Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties: {Name: !Sub "\${AWS::StackName}-\${Env}"}
  Live: {Type: "AWS::ApiGateway::Stage", Properties: {RestApiId: !Ref Shop, StageName: !Ref Env}}
  Web: {Type: "AWS::Serverless::HttpApi"}
`;

const DOCUMENT = `openapi: 3.0.1
info: {title: Shöp, version: "1"}
paths:
  /orders:
    post:
      x-amazon-apigateway-integration:
        type: aws_proxy
        timeoutInMillis: 3000
        uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:place-order/invocations
`;

const resource = (type: string, name: string, values: object, more: object = {}): object => ({
  address: `${type}.${name}`,
  mode: "managed",
  type,
  name,
  values,
  ...more,
});
const references = (...names: readonly string[]): object => ({ references: names });
const PLAN = {
  format_version: "1.2",
  planned_values: {
    root_module: {
      resources: [
        resource("aws_api_gateway_rest_api", "shop", { name: "shop" }),
        resource("aws_api_gateway_stage", "live", { stage_name: "live", cache_cluster_enabled: true }),
        resource("aws_apigatewayv2_api", "web", { name: "web", protocol_type: "HTTP" }),
        resource("aws_apigatewayv2_stage", "web", { name: "$default" }),
        resource("aws_apigatewayv2_api", "chat", { name: "chat", protocol_type: "WEBSOCKET", id: "c4a7" }),
        resource("aws_apigatewayv2_stage", "chat", { name: "prod", api_id: "c4a7" }),
        resource("aws_apigatewayv2_route", "send", { route_key: "send", api_id: "c4a7" }),
        resource("aws_apigatewayv2_integration", "send", { integration_type: "AWS_PROXY" }),
        resource("aws_lambda_function", "send", { function_name: "send-it" }),
        resource("aws_api_gateway_stage", "far", { stage_name: "far", rest_api_id: "elsewhere" }),
      ],
    },
  },
  configuration: {
    root_module: {
      resources: [
        {
          type: "aws_api_gateway_stage",
          name: "live",
          expressions: {
            rest_api_id: references("aws_api_gateway_rest_api.shop.id", "aws_api_gateway_rest_api.shop"),
          },
        },
        {
          type: "aws_apigatewayv2_stage",
          name: "web",
          expressions: { api_id: references("aws_apigatewayv2_api.web.id", "aws_apigatewayv2_api.web") },
        },
        {
          type: "aws_apigatewayv2_route",
          name: "send",
          expressions: {
            target: references("aws_apigatewayv2_integration.send.id", "aws_apigatewayv2_integration.send"),
          },
        },
        {
          type: "aws_apigatewayv2_integration",
          name: "send",
          expressions: {
            integration_uri: references("aws_lambda_function.send.invoke_arn", "aws_lambda_function.send"),
          },
        },
      ],
    },
  },
};

async function synth(...options: readonly string[]) {
  const ran = await runCli(["alarms", "synth", "--format", "json", ...options], { cwd });
  const alarms = ran.stdout === "" ? [] : listOf(recordOf(JSON.parse(ran.stdout))["alarms"]).map(recordOf);
  const dimensions = alarms.flatMap(({ definition }) =>
    listOf(recordOf(definition)["Dimensions"]).map(recordOf),
  );
  const valuesOf = (name: string): readonly unknown[] => [
    ...new Set(dimensions.flatMap(({ Name, Value }) => (Name === name ? [Value] : []))),
  ];
  return { ...ran, valuesOf, targets: [...new Set(alarms.map(({ target }) => target))] };
}

describe("gatewatch alarms synth", () => {
  it("reads a template, as far as names are known before deployment", async () => {
    put("t.yaml", TEMPLATE);
    const blind = await synth("--template", "t.yaml");
    expect(blind.targets).toEqual([]);
    expect(blind.code).toBe(3);
    expect(blind.stderr).toContain(
      "Shop: its ApiName, ${AWS::StackName}-${Env}, is known only after deployment",
    );
    expect(blind.stderr).toContain("Web: its ApiId, ${Web}, is known only after deployment");
    const told = await synth("--template", "t.yaml", "--parameter", "AWS::StackName=s");
    expect(told.code).toBe(0);
    expect(told.targets).toEqual(["rest:s-test/test"]);
    expect(told.valuesOf("ApiName")).toEqual(["s-test"]);
    expect(told.valuesOf("Stage")).toEqual(["test"]);
    const asked = await synth("--template", "t.yaml", "--parameter", "Web=a1b2c3");
    expect(asked.targets).toEqual(["http:a1b2c3/$default"]);
    expect(asked.valuesOf("ApiId")).toEqual(["a1b2c3"]);
    const named = await synth("--template", "t.yaml", "--api-name", "Shop=mine", "--parameter", "Env=live");
    expect(named.targets).toEqual(["rest:mine/live"]);
  });

  it("reads an OpenAPI document, whose title is the API's name", async () => {
    put("api.yaml", DOCUMENT);
    const { targets, valuesOf, code } = await synth("--openapi", "api.yaml", "--stage", "live");
    expect(code).toBe(0);
    expect(targets).toEqual(["rest:Shp/live"]);
    expect(valuesOf("ApiName")).toEqual(["Shp"]);
    expect(valuesOf("FunctionName")).toEqual(["place-order"]);
    expect((await synth("--openapi", "api.yaml")).stderr).toContain("--stage prod");
  });

  it("reads a Terraform plan, and says which ids it does not know yet", async () => {
    put("plan.json", JSON.stringify(PLAN));
    const { targets, valuesOf, stderr } = await synth("--template", "plan.json");
    expect(targets).toEqual(["rest:shop/live", "websocket:c4a7/prod"]);
    expect(valuesOf("ApiId")).toEqual(["c4a7"]);
    expect(valuesOf("FunctionName")).toEqual(["send-it"]);
    expect(stderr).toContain("aws_apigatewayv2_stage.web: the id of its API");
    expect(stderr).toContain("aws_api_gateway_stage.far: its API is not in this plan");
  });

  it("reads of a plan what is reserved for a function", async () => {
    const concurrency = async (count: number) => {
      put(
        "reserved.json",
        JSON.stringify(PLAN).replace(
          '"function_name":"send-it"',
          `"function_name":"send-it","reserved_concurrent_executions":${count}`,
        ),
      );
      const { stdout } = await synth("--template", "reserved.json");
      const alarms = listOf(recordOf(JSON.parse(stdout))["alarms"]).map((one) =>
        recordOf(recordOf(one)["definition"]),
      );
      expect(alarms.filter(({ MetricName }) => MetricName === "Throttles")).toHaveLength(1);
      return alarms
        .filter(({ MetricName }) => MetricName === "ConcurrentExecutions")
        .map(({ Threshold }) => Threshold);
    };
    expect(await concurrency(70)).toEqual([63]);
    expect(await concurrency(-1)).toEqual([]);
  });

  it("reads of a plan where the access log goes, and which routes have metrics", async () => {
    const body = {
      info: { title: "shop" },
      paths: { "/a/{id}": { get: {}, put: {} }, "/b": { post: {} } },
    };
    const settings = (path: string, metrics: boolean) =>
      resource("aws_api_gateway_method_settings", path.replaceAll(/\W/g, "_"), {
        rest_api_id: "r7",
        stage_name: "live",
        method_path: path,
        settings: [{ metrics_enabled: metrics }],
      });
    const format = '{"api":"$context.apiId","stage":"$context.stage","why":"$context.error.responseType"}';
    const resources = [
      resource("aws_api_gateway_rest_api", "shop", { name: "shop", id: "r7", body: JSON.stringify(body) }),
      resource("aws_api_gateway_stage", "live", {
        stage_name: "live",
        rest_api_id: "r7",
        access_log_settings: [{ format }],
      }),
      resource("aws_cloudwatch_log_group", "access", { name: "/shop/access" }),
      settings("*/*", true),
      settings("a/{id}/PUT", false),
    ];
    const stage = {
      type: "aws_api_gateway_stage",
      name: "live",
      expressions: {
        access_log_settings: [
          {
            destination_arn: references(
              "aws_cloudwatch_log_group.access.arn",
              "aws_cloudwatch_log_group.access",
            ),
          },
        ],
      },
    };
    const plan = {
      format_version: "1.2",
      planned_values: { root_module: { resources } },
      configuration: { root_module: { resources: [stage] } },
    };
    put("logged.json", JSON.stringify(plan));
    const { stdout, valuesOf } = await synth("--template", "logged.json");
    expect(valuesOf("Resource")).toEqual(["/a/{id}", "/b"]);
    expect(valuesOf("Method")).toEqual(["GET", "POST"]);
    const filters = listOf(recordOf(JSON.parse(stdout))["alarms"]).flatMap(
      (alarm) => recordOf(alarm)["logMetric"] ?? [],
    );
    expect(filters).toMatchObject([
      {
        logGroupName: "/shop/access",
        metricName: "rest/shop/live Throttled",
        filterPattern: '{ ($.api = "r7") && ($.stage = "live") && ($.why = "THROTTLED") }',
      },
      { logGroupName: "/shop/access", metricName: "rest/shop/live IntegrationFailed" },
    ]);
  });

  it.each([
    [["--template", "t.yaml", "--demo"], 2, "--demo has no meaning with --template"],
    [["--template", "t.yaml", "--openapi", "api.yaml"], 2, "--openapi has no meaning with --template"],
    [["--template", "none.yaml"], 3, "there is no such file"],
    [["--template", "odd.yaml"], 3, "declares no API in a form that is known"],
  ])("refuses %j", async (options, code, message) => {
    put("t.yaml", TEMPLATE);
    put("api.yaml", DOCUMENT);
    put("odd.yaml", "a: 1\n");
    const ran = await synth(...options);
    expect(ran).toMatchObject({ code, stdout: "" });
    expect(ran.stderr).toContain(message);
  });
});
