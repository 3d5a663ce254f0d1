import { describe, expect, test } from "vitest";

import { usagePlanSchema } from "../../../src/collectors/inventory/rest-schemas.ts";
import { toUsagePlan } from "../../../src/collectors/posture/to-usage-plan.ts";
import type { AuditResult } from "../../../src/model/audit-result.ts";
import type { Estate, EstateApi, EstateStage } from "../../../src/model/estate.ts";
import { CHECKS } from "../../../src/posture/registry.ts";
import { runAudit } from "../../../src/posture/run-audit.ts";
import { readEstate } from "../../../src/templates/estate/read-estate.ts";

type Plan = NonNullable<Estate["usagePlans"]>[number];

const FINE = { rateLimit: 310, burstLimit: 155 };
/** What the account below has; its Region's default is 10,000 and 5,000. */
const ACCOUNT = { rateLimit: 12_000, burstLimit: 5_000 };

function judge(
  check: "throttle" | "usage-plans" | "detailed-metrics" | "data-trace",
  kind: EstateApi["kind"],
  stage: Partial<EstateStage>,
  { account, plans = [] }: { readonly account?: Estate["account"]; readonly plans?: readonly Plan[] } = {},
): AuditResult {
  const routes = ["GET /orders", "POST /orders"].map((key) => ({
    key,
    authorization: "AWS_IAM",
    apiKeyRequired: true,
  }));
  const estate: Estate = {
    schemaVersion: 1,
    origin: "aws",
    takenMs: 0,
    region: "eu-west-1",
    accountId: null,
    ...(account === undefined ? {} : { account }),
    apis: [{ kind, id: "a1", name: "shop", routes, stages: [{ name: "prod", ...stage }] }],
    usagePlans: [...plans],
  };
  const [result] = runAudit(
    CHECKS.filter(({ id }) => id === check),
    [estate],
  );
  if (result === undefined) throw new Error("nothing was judged");
  return result;
}

const account = { throttle: ACCOUNT };
const fields = ({ evidence }: AuditResult): string[] => evidence.map(({ field }) => field);

describe("throttle", () => {
  test("a method that is closed is told beside a stage that is fine, and it alone is mended", () => {
    const found = judge(
      "throttle",
      "rest",
      {
        every: { throttle: FINE },
        byRoute: { "GET /orders": { throttle: { rateLimit: 0, burstLimit: 17 } } },
      },
      { account },
    );
    expect(found).toMatchObject({ verdict: "fail", severity: "medium" });
    expect(found.message).toBe("GET /orders lets nobody in: a limit of 0.");
    expect(found.evidence).toContainEqual({
      field: "stages[prod].methodSettings[GET /orders].throttlingRateLimit",
      value: "0 a second, burst 17",
    });
    expect(found.remedy?.cli.join("\n")).toContain("/~1orders/GET/throttling/rateLimit");
    expect(found.remedy?.cli.join("\n")).not.toContain("/*/*/");
  });

  test("a route of an HTTP API with more than the account has, in the words of its own API", () => {
    const found = judge(
      "throttle",
      "http",
      {
        every: { throttle: FINE },
        byRoute: { "POST /orders": { throttle: { rateLimit: 12_001, burstLimit: 9 } } },
      },
      { account },
    );
    expect(found.verdict).toBe("fail");
    expect(found.message).toBe(
      "1 route has a throttle that is not below the account's 12000 a second, burst 5000: POST /orders.",
    );
    expect(fields(found)).toEqual([
      "stages[prod].DefaultRouteSettings.ThrottlingRateLimit",
      "stages[prod].RouteSettings[POST /orders].ThrottlingRateLimit",
      "account.throttleSettings.rateLimit",
    ]);
    expect(found.remedy?.cli.join("\n")).toContain('--route-settings \'{"POST /orders"');
  });

  test("a bucket of no token lets nobody in, and one above the account's is never full", () => {
    const of = (burstLimit: number) =>
      judge("throttle", "websocket", { every: { throttle: { rateLimit: 41, burstLimit } } }, { account });
    expect(of(0)).toMatchObject({ verdict: "fail", severity: "high" });
    expect(of(5_000).verdict).toBe("pass");
    expect(of(5_001)).toMatchObject({ verdict: "fail", severity: "medium" });
  });

  test("limits of every single route do as well as one of the stage", () => {
    const byRoute = {
      "GET /orders": { throttle: FINE },
      "POST /orders": { throttle: { rateLimit: 7, burstLimit: 8 } },
    };
    expect(judge("throttle", "http", { every: { throttle: null }, byRoute }, { account }).verdict).toBe(
      "pass",
    );
    const { "GET /orders": _left, ...rest } = byRoute;
    const found = judge("throttle", "http", { every: { throttle: null }, byRoute: rest }, { account });
    expect(found.verdict).toBe("fail");
    expect(found.message).toContain("no throttle of its own");
  });

  test("an account whose limit could not be read has at least its Region's default: above it nothing is decided", () => {
    const of = (rateLimit: number) =>
      judge("throttle", "rest", { every: { throttle: { rateLimit, burstLimit: 21 } } }).verdict;
    expect(of(9_999)).toBe("pass");
    expect(of(10_000)).toBe("unknown");
    expect(of(0)).toBe("fail");
    // What is closed is closed, whatever else could not be seen.
    const closed = { "GET /orders": { throttle: { rateLimit: 0, burstLimit: 0 } } };
    expect(judge("throttle", "rest", { byRoute: closed }).verdict).toBe("fail");
    expect(judge("throttle", "rest", { byRoute: {} }).verdict).toBe("unknown");
  });

  test("a limit of 0 that Terraform's provider may send or leave out is told as both", () => {
    const of = (stage: string) => {
      const resource = (type: string, values: object) =>
        ({ address: `${type}.x`, mode: "managed", type, name: "x", values }) as const;
      const resources = [
        resource("aws_apigatewayv2_api", { id: "h1", name: "shop", protocol_type: "HTTP" }),
        resource("aws_apigatewayv2_stage", { api_id: "h1", name: "prod", ...(JSON.parse(stage) as object) }),
      ];
      const text = JSON.stringify({ format_version: "1.0", values: { root_module: { resources } } });
      const check = CHECKS.filter(({ id }) => id === "throttle");
      return runAudit(check, [read(text, "state.json")]).find(({ id }) => id.endsWith("/prod"));
    };
    const limited = '"throttling_rate_limit": 31, "throttling_burst_limit": 62';
    const usual = `"default_route_settings": [{${limited}}]`;
    const route = '"route_settings": [{"route_key": "GET /orders", "throttling_rate_limit": 0}]';
    expect(of(`{${usual}}`)).toMatchObject({ verdict: "pass" });
    const halfRoute = '"route_settings": [{"route_key": "GET /orders", "throttling_rate_limit": 11}]';
    expect(of(`{${usual}, ${halfRoute}}`)?.verdict).toBe("unknown");
    expect(of(`{${usual}, ${route}}`)).toMatchObject({
      verdict: "unknown",
      message: expect.stringMatching(
        /^Not decided: The block of GET \/orders lacks a rate or burst limit.* answered 429/,
      ) as string,
    });
    // A whole stage that may be closed is as grave as one that is, and is not told as having no limit, too.
    const closable = [
      '"detailed_metrics_enabled": true',
      '"throttling_rate_limit": 0, "throttling_burst_limit": 53',
      '"throttling_rate_limit": 107',
      '"throttling_rate_limit": 107, "throttling_burst_limit": null',
      '"throttling_rate_limit": 107, "throttling_burst_limit": 0',
    ];
    for (const block of closable) {
      const found = of(`{"default_route_settings": [{${block}}]}`);
      expect([block, found]).toMatchObject([block, { verdict: "fail", severity: "high" }]);
      expect(found?.message).toMatch(
        /^The block of all routes lacks a rate or burst limit, or has one of 0 or one that the plan does not know; .* 429\.$/,
      );
      expect(found?.evidence).toEqual([
        {
          field: "stages[prod].DefaultRouteSettings.ThrottlingRateLimit",
          value: "this or the burst limit is 0, not set, or not known",
        },
      ]);
    }
    expect(of("{}")).toMatchObject({ verdict: "fail", severity: "medium" });
    expect(of("{}")?.message).not.toContain("provider");
  });
});

describe("what a remedy of something else writes into route settings of Terraform", () => {
  const limits = (rateLimit: number, burstLimit: number) => ({
    throttling_rate_limit: rateLimit,
    throttling_burst_limit: burstLimit,
  });
  const asked = { throttling_rate_limit: "RATE_LIMIT", throttling_burst_limit: "BURST_LIMIT" };
  const writes = (found: AuditResult): unknown => found.remedy?.terraform[0]?.properties;

  test.each([
    ["the stage's", { throttle: FINE }, account, limits(310, 155)],
    ["the account's where the stage has none", { throttle: null }, account, limits(12_000, 5_000)],
    ["the Region's default where nobody knows either", { throttle: null }, undefined, limits(10_000, 5_000)],
    ["what the reader fills in where only the deployment knows", { throttle: undefined }, account, asked],
    ["the same where it may be 0", { throttle: null, isThrottleUnsure: true }, account, asked],
    [
      "a stage's 0, which is its owner's to raise",
      { throttle: { rateLimit: 0, burstLimit: 19 } },
      account,
      limits(0, 19),
    ],
  ] as const)("the limits that hold: %s", (_, every, known, written) => {
    const stage = { every: { metrics: false, ...every } };
    const found = judge("detailed-metrics", "http", stage, known === undefined ? {} : { account: known });
    expect(writes(found)).toEqual({
      default_route_settings: { ...written, detailed_metrics_enabled: true },
    });
  });

  test("a route's own, and the stage's for a route without", () => {
    const stage = {
      every: { dataTrace: true, throttle: FINE },
      // A route of a WebSocket API is called as its owner likes.
      byRoute: {
        send: { dataTrace: true, throttle: { rateLimit: 7, burstLimit: 8 } },
        constructor: { dataTrace: true },
        $default: { dataTrace: true, isThrottleUnsure: true },
      },
    };
    expect(writes(judge("data-trace", "websocket", stage, { account }))).toEqual({
      default_route_settings: { ...limits(310, 155), data_trace_enabled: false },
      route_settings: [
        { route_key: "send", ...limits(7, 8), data_trace_enabled: false },
        { route_key: "constructor", ...limits(310, 155), data_trace_enabled: false },
        { route_key: "$default", ...asked, data_trace_enabled: false },
      ],
    });
  });
});

describe("usage plans", () => {
  const plan = (more: Partial<Plan>): Plan => ({
    id: "up7",
    name: "partners",
    hasThrottle: true,
    hasQuota: true,
    throttle: { rateLimit: 23, burstLimit: 46 },
    quota: 900,
    stages: [{ apiId: "a1", stage: "prod" }],
    ...more,
  });
  const of = (more: Partial<Plan>, known: Estate["account"] = account) =>
    judge(
      "usage-plans",
      "rest",
      {},
      { plans: [plan(more)], ...(known === undefined ? {} : { account: known }) },
    );

  test.each([
    [
      "a throttle of 0",
      { throttle: { rateLimit: 0, burstLimit: 46 } },
      "none of its clients call it: a limit of 0",
    ],
    [
      "a throttle above the account's",
      { throttle: { rateLimit: 13_000, burstLimit: 46 } },
      "not below the account's",
    ],
    ["a quota of 0", { quota: 0 }, "none of its clients call it: a quota of 0"],
    ["no quota", { hasQuota: false }, "partners lacks a limit"],
  ] satisfies [string, Partial<Plan>, string][])("%s", (_, more, said) => {
    const found = of(more);
    expect(found.verdict).toBe("fail");
    expect(found.message).toContain(said);
    expect(found.remedy?.cli).toEqual([expect.stringContaining("--usage-plan-id up7")]);
    expect(found.remedy?.cli[0]).toContain("/throttle/rateLimit");
  });

  test("a single method's limit, which is mended alone", () => {
    const byRoute = {
      "GET /orders": { rateLimit: 0, burstLimit: 3 },
      "POST /orders": { rateLimit: 4, burstLimit: 5 },
    };
    const found = of({ stages: [{ apiId: "a1", stage: "prod", byRoute }] });
    expect(found.message).toBe("partners lets none of its clients call GET /orders: a limit of 0.");
    expect(fields(found)).toContain("usagePlans[partners].apiStages[a1:prod].throttle[GET /orders]");
    expect(found.remedy?.cli).toEqual([
      "aws apigateway update-usage-plan --usage-plan-id up7 --patch-operations 'op=replace,path=/apiStages/a1:prod/throttle/~1orders/GET/rateLimit,value=10' 'op=replace,path=/apiStages/a1:prod/throttle/~1orders/GET/burstLimit,value=20'",
    ]);
    // Another stage's limits are not this one's.
    expect(
      of({
        stages: [
          { apiId: "a1", stage: "prod" },
          { apiId: "a1", stage: "dev", byRoute },
        ],
      }).verdict,
    ).toBe("pass");
  });

  test("above the default of a Region whose account is not known nothing is decided", () => {
    const wide = [plan({ throttle: { rateLimit: 11_000, burstLimit: 46 } })];
    expect(judge("usage-plans", "rest", {}, { plans: wide }).verdict).toBe("unknown");
  });
});

describe("as they are read", () => {
  const stages = [
    { apiId: "a1", stage: "prod", byRoute: { "GET /orders/{id}": { rateLimit: 0, burstLimit: 6 } } },
  ];

  test("of an account", () => {
    const plan = usagePlanSchema.parse({
      id: "up7",
      throttle: { rateLimit: 23, burstLimit: 46 },
      quota: { limit: 900, period: "DAY" },
      apiStages: [
        { apiId: "a1", stage: "prod", throttle: { "/orders/{id}/GET": { rateLimit: 0, burstLimit: 6 } } },
      ],
    });
    expect(toUsagePlan(plan)).toMatchObject({
      throttle: { rateLimit: 23, burstLimit: 46 },
      quota: 900,
      stages,
    });
    expect(toUsagePlan({ id: "bare" })).toEqual({
      id: "bare",
      name: null,
      hasThrottle: false,
      hasQuota: false,
      stages: [],
    });
  });

  test("of a template, and of a plan of Terraform", () => {
    const template = `
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: shop}}
  Deployment: {Type: AWS::ApiGateway::Deployment, Properties: {RestApiId: !Ref Api, StageName: prod}}
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties:
      Throttle: {RateLimit: 23, BurstLimit: "46"}
      Quota: {Limit: 900, Period: DAY}
      ApiStages: [{ApiId: !Ref Api, Stage: prod, Throttle: {"/orders/{id}/GET": {RateLimit: 0, BurstLimit: 6}}}]`;
    const [plan] = read(template, "template.yaml").usagePlans ?? [];
    expect(plan).toMatchObject({ throttle: { rateLimit: 23, burstLimit: 46 }, quota: 900 });
    expect(plan?.stages).toEqual([{ ...stages[0], apiId: "Api" }]);

    const limit = { detailed_metrics_enabled: true, throttling_rate_limit: 33, throttling_burst_limit: 66 };
    const resource = (type: string, values: object) => ({
      address: `${type}.x`,
      mode: "managed",
      type,
      name: "x",
      values,
    });
    const state = JSON.stringify({
      format_version: "1.0",
      terraform_version: "1.9.0",
      values: {
        root_module: {
          resources: [
            resource("aws_apigatewayv2_api", { id: "h1", name: "shop", protocol_type: "HTTP" }),
            resource("aws_apigatewayv2_stage", {
              api_id: "h1",
              name: "prod",
              route_settings: [
                { route_key: "GET /orders", ...limit },
                { route_key: "GET /bare", throttling_rate_limit: 0, throttling_burst_limit: 0 },
              ],
            }),
          ],
        },
      },
    });
    expect(read(state, "plan.json").apis[0]?.stages[0]?.byRoute).toEqual({
      "GET /orders": { metrics: true, throttle: { rateLimit: 33, burstLimit: 66 } },
      "GET /bare": { isThrottleUnsure: true },
    });
  });

  test("of single methods in a plan of Terraform, whether its values tell them or what was written", () => {
    const block = { path: "/orders/{id}/GET", rate_limit: 0, burst_limit: 6 };
    const api = "aws_api_gateway_rest_api.x";
    const resource = (type: string, values: object, expressions: object) => ({
      planned: { address: `${type}.x`, mode: "managed", type, name: "x", values },
      written: { address: `${type}.x`, mode: "managed", type, name: "x", expressions },
    });
    const stagesOf = (values: object[], written: object[]) => {
      const parts = [
        resource("aws_api_gateway_rest_api", { name: "shop" }, {}),
        resource("aws_api_gateway_usage_plan", { api_stages: values }, { api_stages: written }),
      ];
      const text = JSON.stringify({
        format_version: "1.2",
        planned_values: { root_module: { resources: parts.map((part) => part.planned) } },
        configuration: { root_module: { resources: parts.map((part) => part.written) } },
      });
      return read(text, "plan.json").usagePlans?.[0]?.stages;
    };
    const API = { references: [`${api}.id`, api] };
    const stage = { constant_value: "prod" };
    const rate = { references: ["var.rate"] };
    const variable = { path: { constant_value: block.path }, rate_limit: rate, burst_limit: rate };
    const byRoute = { "GET /orders/{id}": { rateLimit: 0, burstLimit: 6 } };
    expect(
      stagesOf([{ stage: "prod", throttle: [block] }], [{ api_id: API, stage, throttle: [variable] }]),
    ).toEqual([{ apiId: api, stage: "prod", byRoute }]);
    const constant = Object.fromEntries(
      Object.entries(block).map(([name, value]) => [name, { constant_value: value }]),
    );
    // Two blocks of a set are in no order.
    expect(
      stagesOf(
        [{ stage: "dev" }, { stage: "prod", throttle: [block] }],
        [
          { api_id: API, stage, throttle: [constant] },
          { api_id: API, stage: { constant_value: "dev" }, throttle: [variable] },
        ],
      ),
    ).toEqual([
      { apiId: api, stage: "prod", byRoute },
      { apiId: api, stage: "dev" },
    ]);
  });
});

function read(text: string, file: string): Estate {
  return readEstate(text, file, { parameters: new Map(), stage: null, takenMs: 0 }).estate;
}
