import { describe, expect, test } from "vitest";

import type { Estate } from "../../../../src/model/estate.ts";
import { CHECKS } from "../../../../src/posture/registry.ts";
import { runAudit } from "../../../../src/posture/run-audit.ts";
import { readEstate } from "../../../../src/templates/estate/read-estate.ts";

type Json = Record<string, unknown>;

function read(text: string, parameters: Readonly<Record<string, string>> = {}): Estate {
  const question = { parameters: new Map(Object.entries(parameters)), stage: "live", takenMs: 0 };
  return readEstate(text, "file", question).estate;
}

/** By "id check" what the audit says of it. */
function verdicts(estate: Estate): Map<string, string> {
  return new Map(runAudit(CHECKS, [estate]).map(({ id, check, verdict }) => [`${id} ${check}`, verdict]));
}

/** A resource of a plan as it is planned and as it is configured. */
function planned(type: string, name: string, values: Json, expressions: Json = {}): [Json, Json] {
  return [
    { address: `${type}.${name}`, mode: "managed", type, name, values },
    { address: `${type}.${name}`, mode: "managed", type, name, expressions },
  ];
}

const refers = (...references: string[]) => ({ references });
const API = refers("aws_api_gateway_rest_api.orders.id", "aws_api_gateway_rest_api.orders");

const PARTS = [
  planned("aws_api_gateway_rest_api", "orders", {
    name: "orders",
    endpoint_configuration: [{ types: ["REGIONAL"] }],
    disable_execute_api_endpoint: true,
    minimum_compression_size: "1024",
    tags: { owner: "shop" },
    description: "Orders",
  }),
  planned(
    "aws_api_gateway_resource",
    "items",
    { path_part: "items" },
    { rest_api_id: API, parent_id: refers("aws_api_gateway_rest_api.orders.root_resource_id") },
  ),
  planned(
    "aws_api_gateway_method",
    "list",
    { http_method: "GET", authorization: "AWS_IAM", api_key_required: true },
    {
      rest_api_id: API,
      resource_id: refers("aws_api_gateway_resource.items.id", "aws_api_gateway_resource.items"),
    },
  ),
  planned(
    "aws_api_gateway_integration",
    "list",
    { http_method: "GET", type: "AWS_PROXY", timeout_milliseconds: 12_000 },
    {
      rest_api_id: API,
      resource_id: refers("aws_api_gateway_resource.items.id", "aws_api_gateway_resource.items"),
      uri: refers("aws_lambda_function.list.invoke_arn", "aws_lambda_function.list"),
    },
  ),
  planned("aws_lambda_function", "list", { function_name: "list-items", timeout: 45 }),
  planned(
    "aws_api_gateway_stage",
    "live",
    {
      stage_name: "live",
      xray_tracing_enabled: true,
      cache_cluster_enabled: true,
      cache_cluster_size: "0.5",
    },
    { rest_api_id: API },
  ),
  planned(
    "aws_api_gateway_method_settings",
    "all",
    {
      stage_name: "live",
      method_path: "*/*",
      settings: [
        {
          metrics_enabled: true,
          logging_level: "ERROR",
          throttling_rate_limit: -1,
          throttling_burst_limit: -1,
        },
      ],
    },
    { rest_api_id: API },
  ),
  planned(
    "aws_api_gateway_method_settings",
    "list",
    {
      stage_name: "live",
      method_path: "items/GET",
      settings: [
        {
          caching_enabled: true,
          cache_data_encrypted: false,
          throttling_rate_limit: 70,
          throttling_burst_limit: 35,
        },
      ],
    },
    { rest_api_id: API },
  ),
  planned("aws_api_gateway_domain_name", "shop", {
    domain_name: "api.example.com",
    security_policy: "TLS_1_0",
    mutual_tls_authentication: [],
  }),
  planned(
    "aws_api_gateway_base_path_mapping",
    "shop",
    { domain_name: "api.example.com", stage_name: "live" },
    { api_id: API },
  ),
  planned(
    "aws_api_gateway_usage_plan",
    "partners",
    {
      name: "partners",
      throttle_settings: [{ rate_limit: 9 }],
      quota_settings: [],
      api_stages: [{ stage: "live" }],
    },
    { api_stages: [{ api_id: API, stage: { constant_value: "live" } }] },
  ),
];

function planOf(parts: readonly [Json, Json][]): string {
  return JSON.stringify({
    format_version: "1.2",
    planned_values: { root_module: { resources: parts.map(([value]) => value) } },
    configuration: { root_module: { resources: parts.map(([, written]) => written) } },
  });
}

function alarm(name: string, metric: string, stage: string): [Json, Json] {
  return planned("aws_cloudwatch_metric_alarm", name, {
    alarm_name: name,
    namespace: "AWS/ApiGateway",
    metric_name: metric,
    dimensions: { ApiName: "orders", Stage: stage },
    alarm_actions: ["arn:aws:sns:eu-west-1:111122223333:page"],
    actions_enabled: true,
  });
}

describe("a Terraform plan", () => {
  test("has the verdicts that a reader gives it", () => {
    const found = verdicts(read(planOf(PARTS)));
    const api = "rest:orders";
    const stage = "rest:orders/live";
    const expected: Record<string, string> = {
      [`${api} endpoint-type`]: "pass",
      [`${api} compression`]: "pass",
      [`${api} description-tags`]: "pass",
      [`${api} method-authorization`]: "pass",
      [`${api} api-key-alone`]: "pass",
      // The function may run for 45 s, and the gateway waits for 12.
      [`${api} integration-timeout`]: "fail",
      [`${api} custom-domain`]: "pass",
      [`${api} default-endpoint`]: "pass",
      "domain:api.example.com tls-policy": "fail",
      // It has none, which nobody must.
      "domain:api.example.com mutual-tls": "not-applicable",
      [`${stage} access-logs`]: "fail",
      [`${stage} execution-logs`]: "pass",
      [`${stage} detailed-metrics`]: "pass",
      [`${stage} tracing`]: "pass",
      [`${stage} cache-encryption`]: "fail",
      // A throttle, and no quota.
      [`${stage} usage-plans`]: "fail",
      [`${stage} canary`]: "unknown",
      [`${stage} alarms`]: "unknown",
      [`${stage} deployment-status`]: "not-applicable",
    };
    expect(Object.fromEntries(Object.keys(expected).map((key) => [key, found.get(key)]))).toEqual(expected);
  });

  test("settings of one method leave what they do not name as it is for all", () => {
    const [stage] = read(planOf(PARTS)).apis[0]?.stages ?? [];
    expect(stage?.every?.throttle).toBeNull();
    expect(stage?.byRoute).toEqual({
      "GET /items": { caching: true, cacheEncrypted: false, throttle: { rateLimit: 70, burstLimit: 35 } },
    });
  });

  test("alarms that it declares decide whether anybody is woken up", () => {
    const both = [alarm("errors", "5XXError", "live"), alarm("slow", "Latency", "live")];
    const verdict = (alarms: readonly [Json, Json][]) =>
      verdicts(read(planOf([...PARTS, ...alarms]))).get("rest:orders/live alarms");
    expect(verdict(both)).toBe("pass");
    expect(verdict(both.slice(1))).toBe("fail");
    expect(verdict([alarm("errors", "5XXError", "other"), alarm("slow", "Latency", "live")])).toBe("fail");
  });
});

describe("alarms of a CloudFormation template", () => {
  const template = (apiId: string, stage: string): string => `
Parameters: {Where: {Type: String}}
Resources:
  Http: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: shop, ProtocolType: HTTP}}
  Stage: {Type: AWS::ApiGatewayV2::Stage, Properties: {ApiId: !Ref Http, StageName: !Ref Where}}
  Page: {Type: AWS::SNS::Topic}
${["5xx", "Latency"]
  .map(
    (metric) => `  A${metric}:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/ApiGateway
      MetricName: ${JSON.stringify(metric)}
      Dimensions: [{Name: ApiId, Value: ${apiId}}, {Name: Stage, Value: ${stage}}]
      AlarmActions: [!Ref Page]`,
  )
  .join("\n")}
`;
  const verdict = (text: string, parameters = {}) =>
    [...verdicts(read(text, parameters))].find(([key]) => key.endsWith(" alarms"))?.[1];

  test("references to its API and its stage are known without the deployment", () => {
    expect(verdict(template("!Ref Http", "!Ref Stage"), { Where: "live" })).toBe("pass");
    expect(verdict(template("!Ref Http", "!Ref Stage"))).toBe("pass");
    expect(verdict(template("!Ref Http", "dev"), { Where: "live" })).toBe("fail");
  });

  test("an API that only the deployment knows, and a template without alarms on APIs, decide nothing", () => {
    expect(verdict(template("!ImportValue shop-api", "live"), { Where: "live" })).toBe("unknown");
    expect(verdict(template("!Ref Http", "live").split("  A5xx")[0] ?? "", { Where: "live" })).toBe(
      "unknown",
    );
  });
});

describe("an OpenAPI document", () => {
  const DOCUMENT = `
openapi: 3.0.1
info: {title: parcels, version: "3"}
x-amazon-apigateway-request-validators: {all: {validateRequestBody: true, validateRequestParameters: true}}
x-amazon-apigateway-request-validator: all
x-amazon-apigateway-minimum-compression-size: 2048
paths:
  /parcels:
    post:
      security: [{keys: []}]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Parcel"}}}}
      x-amazon-apigateway-integration: {type: http_proxy, httpMethod: POST, uri: "https://parcels.example.com/", tlsConfig: {insecureSkipVerification: true}}
components:
  schemas: {Parcel: {type: object}}
  securitySchemes: {keys: {type: apiKey, name: x-api-key, in: header}}
`;

  test("of a REST API has the verdicts that a reader gives it", () => {
    const found = verdicts(read(DOCUMENT));
    const expected: Record<string, string> = {
      "rest:parcels method-authorization": "fail",
      "rest:parcels api-key-alone": "fail",
      "rest:parcels request-validation": "pass",
      "rest:parcels backend-tls": "fail",
      "rest:parcels compression": "pass",
      "rest:parcels endpoint-type": "unknown",
      "rest:parcels integration-timeout": "not-applicable",
      // A document says nothing of stages.
      "rest:parcels/live access-logs": "unknown",
      "rest:parcels/live tracing": "unknown",
      "rest:parcels/live alarms": "unknown",
    };
    expect(Object.fromEntries(Object.keys(expected).map((key) => [key, found.get(key)]))).toEqual(expected);
  });

  test("with a payload version is one of an HTTP API, which has no keys and no validators", () => {
    const text = DOCUMENT.replace("type: http_proxy,", 'type: http_proxy, payloadFormatVersion: "1.0",');
    const found = verdicts(read(text));
    expect(found.get("http:parcels route-authorization")).toBe("fail");
    expect(found.get("http:parcels request-validation")).toBe("not-applicable");
    expect(found.get("http:parcels method-authorization")).toBe("not-applicable");
  });
});
