import { describe, expect, it } from "vitest";

import { changesOfEvent } from "../../../src/collectors/changes/changes-of-event.ts";
import { trailItemSchema, type TrailEvent } from "../../../src/collectors/changes/trail-event.ts";
import { configuration, TARGETS } from "../loopback/literal-account.ts";

const AT = "2026-05-20T11:41:07Z";
const [ORDERS, ORDERS_DEV, CATALOGUE] = TARGETS;
const FUNCTION = ORDERS?.configuration?.routes.find(({ key }) => key === "POST /orders")?.integrationTarget;

interface Call {
  readonly source?: string;
  readonly name: string;
  readonly parameters?: object;
  readonly answer?: object;
  readonly more?: object;
}

/** As the event history keeps it. */
function item({ source = "apigateway", name, parameters, answer, more }: Call): unknown {
  const record = {
    eventVersion: "1.09",
    eventTime: AT,
    eventSource: `${source}.amazonaws.com`,
    eventName: name,
    requestParameters: parameters ?? null,
    responseElements: answer ?? null,
    userIdentity: {
      type: "AssumedRole",
      arn: "arn:aws:sts::210987654321:assumed-role/deployer/ana@example.com",
      sessionContext: { sessionIssuer: { type: "Role", userName: "deployer" } },
    },
    ...more,
  };
  return { EventId: "e", CloudTrailEvent: JSON.stringify(record) };
}

function eventOf(call: Call): TrailEvent {
  return trailItemSchema.parse(item(call));
}

function told(call: Call): string[] {
  return changesOfEvent(eventOf(call), TARGETS).map(
    ({ target, action, subject, name, fields, by }) =>
      `${target}: ${action} ${subject} ${name} [${fields.join(" ")}] ${by}`,
  );
}

describe("a record of the event history", () => {
  it.each([
    ["a role, not the session's name", {}, "role deployer"],
    ["a user", { userIdentity: { type: "IAMUser", userName: "ana" } }, "user ana"],
    ["the root user", { userIdentity: { type: "Root" } }, "the root user"],
    [
      "a service",
      { userIdentity: { type: "AWSService", invokedBy: "wafv2.amazonaws.com" } },
      "service wafv2.amazonaws.com",
    ],
    ["nobody", { userIdentity: null }, null],
  ])("names %s", (_what, more, by) => {
    expect(eventOf({ name: "UpdateStage", more }).by).toBe(by);
  });

  it("is one of a change unless it only read or was refused", () => {
    expect(eventOf({ name: "UpdateStage" }).isChange).toBe(true);
    expect(eventOf({ name: "UpdateStage", more: { readOnly: true } }).isChange).toBe(false);
    expect(eventOf({ name: "UpdateStage", more: { errorCode: "AccessDenied" } }).isChange).toBe(false);
    expect(eventOf({ name: "UpdateStage" }).atMs).toBe(Date.parse(AT));
  });

  it.each([
    { CloudTrailEvent: "{" },
    { CloudTrailEvent: "[]" },
    {},
    { CloudTrailEvent: '{"eventTime":"x"}' },
  ])("is refused where it has another shape: %j", (malformed) => {
    expect(trailItemSchema.safeParse(malformed).success).toBe(false);
  });
});

describe("what a call changed", () => {
  it.each<[string, Call, string[]]>([
    [
      "a stage's limits, version 1",
      {
        name: "UpdateStage",
        parameters: {
          restApiId: "abc123def4",
          stageName: "prod",
          template: false,
          updateStageInput: {
            patchOperations: [{ op: "replace", path: "/*/*/throttling/rateLimit", value: "7" }],
          },
        },
      },
      ["rest:orders/prod: UpdateStage stage prod [/*/*/throttling/rateLimit] role deployer"],
    ],
    [
      "a stage's limits, version 2",
      {
        name: "UpdateStage",
        parameters: {
          apiId: "h1h2h3h4h5",
          stageName: "$default",
          defaultRouteSettings: { throttlingRateLimit: 3 },
        },
      },
      ["http:h1h2h3h4h5/$default: UpdateStage stage $default [defaultRouteSettings] role deployer"],
    ],
    [
      "a deployment to one stage, named by its answer",
      {
        name: "CreateDeployment",
        parameters: {
          restApiId: "abc123def4",
          createDeploymentInput: { stageName: "dev", description: "x" },
        },
        answer: { id: "6gejpe" },
      },
      ["rest:orders/dev: CreateDeployment deployment 6gejpe [] role deployer"],
    ],
    [
      "a deployment that names no stage may be any stage's",
      {
        name: "CreateDeployment",
        parameters: { restApiId: "abc123def4", createDeploymentInput: { stageName: "" } },
        answer: { id: "6gejpf" },
      },
      [
        "rest:orders/prod: CreateDeployment deployment 6gejpf [] role deployer",
        "rest:orders/dev: CreateDeployment deployment 6gejpf [] role deployer",
      ],
    ],
    [
      "a function by its ARN, with the version of Lambda's API in the event's name",
      {
        source: "lambda",
        name: "UpdateFunctionCode20150331v2",
        parameters: {
          functionName: `arn:aws:lambda:eu-west-1:210987654321:function:${FUNCTION}:live`,
          publish: true,
          s3Key: "k",
        },
      },
      [`rest:orders/prod: UpdateFunctionCode function ${FUNCTION} [s3Key] role deployer`],
    ],
    [
      "a function of somebody else",
      { source: "lambda", name: "UpdateFunctionCode20150331v2", parameters: { functionName: "other" } },
      [],
    ],
    [
      "a usage plan",
      {
        name: "UpdateUsagePlan",
        parameters: {
          usagePlanId: "plan01",
          updateUsagePlanInput: { patchOperations: [{ path: "/throttle/rateLimit" }] },
        },
      },
      ["rest:orders/prod: UpdateUsagePlan usage-plan plan01 [/throttle/rateLimit] role deployer"],
    ],
    [
      "a web ACL by its id",
      {
        source: "wafv2",
        name: "UpdateWebACL",
        parameters: { name: "edge", scope: "REGIONAL", id: "1", rules: [] },
      },
      ["rest:orders/prod: UpdateWebACL web-acl edge [rules] role deployer"],
    ],
    [
      "a web ACL that is put before a stage",
      {
        source: "wafv2",
        name: "AssociateWebACL",
        parameters: {
          webACLArn: "arn:aws:wafv2:eu-west-1:210987654321:regional/webacl/strict/9",
          resourceArn: "arn:aws:apigateway:eu-west-1::/restapis/abc123def4/stages/dev",
        },
      },
      ["rest:orders/dev: AssociateWebACL web-acl strict [webACLArn] role deployer"],
    ],
    [
      "a web ACL that is taken from a stage",
      {
        source: "wafv2",
        name: "DisassociateWebACL",
        parameters: { resourceArn: "arn:aws:apigateway:eu-west-1::/restapis/abc123def4/stages/dev" },
      },
      ["rest:orders/dev: DisassociateWebACL web-acl  [] role deployer"],
    ],
    [
      "a route of an HTTP API",
      { name: "UpdateRoute", parameters: { apiId: "h1h2h3h4h5", routeId: "r", target: "integrations/x" } },
      ["http:h1h2h3h4h5/$default: UpdateRoute api catalogue [routeId target] role deployer"],
    ],
    ...["UpdateIntegration", "DeleteIntegration", "UpdateAuthorizer", "CreateAuthorizer"].map(
      (name): [string, Call, string[]] => [
        `a REST API's working copy, by a name of version 2 as well: ${name}`,
        { name, parameters: { restApiId: "abc123def4" } },
        [],
      ],
    ),
    ["a REST API's working copy", { name: "PutIntegration", parameters: { restApiId: "abc123def4" } }, []],
    ["another API", { name: "UpdateStage", parameters: { restApiId: "zzz", stageName: "prod" } }, []],
    ["a stage that is not named", { name: "UpdateStage", parameters: { restApiId: "abc123def4" } }, []],
    ["another service", { source: "iam", name: "UpdateStage", parameters: { restApiId: "abc123def4" } }, []],
    ["a name of Object's", { name: "constructor", parameters: { restApiId: "abc123def4" } }, []],
  ])("%s", (_what, call, expected) => {
    expect([ORDERS?.id, ORDERS_DEV?.id, CATALOGUE?.id]).toEqual(TARGETS.slice(0, 3).map(({ id }) => id));
    expect(FUNCTION).toBeTruthy();
    expect(told(call)).toEqual(expected);
  });

  it("keeps no value that was set, and no more than five settings", () => {
    const variables = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`v${at}`, "s3cr3t"]));
    const event = eventOf({
      name: "UpdateStage",
      parameters: {
        restApiId: "abc123def4",
        stageName: "prod",
        ...variables,
        stageVariables: { token: "s3cr3t" },
      },
    });
    const changes = changesOfEvent(event, TARGETS);
    expect(changes[0]?.fields).toHaveLength(5);
    expect(JSON.stringify(changes)).not.toContain("s3cr3t");
  });

  it("is nothing of an HTTP API's stage that a deployment alone changes", () => {
    const event = eventOf({ name: "UpdateRoute", parameters: { apiId: "h1h2h3h4h5", routeId: "r" } });
    const deploying = (autoDeploy: boolean) =>
      changesOfEvent(event, [{ ...CATALOGUE!, configuration: configuration({ autoDeploy }) }]);
    expect(deploying(true)).toMatchObject([{ target: CATALOGUE!.id, action: "UpdateRoute", subject: "api" }]);
    expect(deploying(false)).toEqual([]);
    const deployment = eventOf({ name: "CreateDeployment", parameters: { apiId: "h1h2h3h4h5" } });
    const stage = { ...CATALOGUE!, configuration: configuration({ autoDeploy: false }) };
    expect(changesOfEvent(deployment, [stage])).toMatchObject([{ subject: "deployment" }]);
  });

  it("needs no configuration", () => {
    const bare = TARGETS.map((target) => ({ ...target, configuration: null }));
    const parameters = { functionName: FUNCTION, usagePlanId: "plan01", id: "1" };
    for (const [source, name] of [
      ["lambda", "UpdateFunctionCode"],
      ["wafv2", "UpdateWebACL"],
      ["apigateway", "UpdateUsagePlan"],
    ] as const)
      expect(changesOfEvent(eventOf({ source, name, parameters }), bare)).toEqual([]);
    const odd = TARGETS.map((target) => ({ ...target, configuration: configuration() }));
    expect(changesOfEvent(eventOf({ source: "lambda", name: "UpdateFunctionCode" }), odd)).toEqual([]);
  });
});
