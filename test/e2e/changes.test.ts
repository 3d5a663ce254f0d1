import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { ChangeReading } from "../../src/collectors/account-reader.ts";
import { awsAccountReader } from "../../src/collectors/aws-account-reader.ts";
import type { FaultPlan } from "../../src/loopback/fault-plan.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import { changeSchema } from "../../src/model/change.ts";
import type { Target } from "../../src/model/target.ts";
import type { AccountAlarm, AccountChange } from "../../src/simulate/account.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";
import { literalAccount, NOW_MS, REGION, TARGETS } from "../unit/loopback/literal-account.ts";

const MINUTE = 60_000;
const ORDERS = TARGETS[0]!;
const CATALOGUE = TARGETS[2]!;
const FUNCTION = "fn-post-orders";

function updated(minutesAgo: number, apiId: string, stageName: string): AccountChange {
  return {
    atMs: NOW_MS - minutesAgo * MINUTE,
    eventSource: "apigateway.amazonaws.com",
    eventName: "UpdateStage",
    role: "deployer",
    requestParameters: { [apiId.startsWith("h") ? "apiId" : "restApiId"]: apiId, stageName },
  };
}

/** More than a page of calls of other APIs, between those that matter. */
const NOISE = Array.from({ length: 61 }, (_, at) => updated(33 + at / 97, "other12345", "prod"));
const CHANGES: readonly AccountChange[] = [
  updated(90, "abc123def4", "prod"),
  updated(41, "abc123def4", "prod"),
  ...NOISE,
  updated(31, "h1h2h3h4h5", "$default"),
  {
    ...updated(37, "", ""),
    eventSource: "lambda.amazonaws.com",
    eventName: "UpdateFunctionCode20150331v2",
    requestParameters: { functionName: FUNCTION },
  },
];

function alarm(name: string, dimension: string, value: string, minutesAgo: number): AccountAlarm {
  const transitionedMs = NOW_MS - minutesAgo * MINUTE;
  return {
    definition: {
      AlarmName: name,
      Namespace: dimension === "ApiName" ? "AWS/ApiGateway" : "AWS/Lambda",
      MetricName: "Throttles",
      Dimensions: [{ Name: dimension, Value: value }],
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 3,
      ComparisonOperator: "GreaterThanThreshold",
    },
    stateValue: "ALARM",
    transitionedMs,
    changes: [{ atMs: transitionedMs, from: "OK", to: "ALARM" }],
  };
}

const ALARMS = [
  alarm("orders-throttled", "FunctionName", FUNCTION, 36),
  alarm("orders-5xx", "ApiName", "orders", 34),
  alarm("unrelated", "FunctionName", "somebody-else", 35),
];

let running: Loopback | undefined;

beforeEach(stubAwsEnvironment);
afterEach(async () => {
  vi.unstubAllEnvs();
  await running?.close();
  running = undefined;
});

async function ask(
  faults: FaultPlan = [],
  changes = CHANGES,
  first: Target = ORDERS,
): Promise<ChangeReading> {
  running = await startLoopback({ ...literalAccount(), changes, alarms: ALARMS }, { faults });
  const reader = awsAccountReader({
    region: REGION,
    nowMs: NOW_MS,
    endpointUrl: running.url,
    maxAttempts: 1,
  });
  const window = { startMs: NOW_MS - 63 * MINUTE, endMs: NOW_MS - 32 * MINUTE };
  try {
    const reading = await reader.readChanges(
      [
        { target: first, window },
        { target: CATALOGUE, window: { ...window, endMs: NOW_MS - 29 * MINUTE } },
      ],
      () => undefined,
    );
    for (const change of reading.changes) expect(changeSchema.safeParse(change).error).toBeUndefined();
    return reading;
  } finally {
    reader.close();
  }
}

const said = ({ changes }: ChangeReading): string[] =>
  changes.map(({ target, action, name, atMs }) => `${target} ${action} ${name} ${(NOW_MS - atMs) / MINUTE}`);
const ALARM = "rest:orders/prod ALARM orders-throttled 36";

describe("readChanges", () => {
  it("finds what was changed of each target in its own span, over pages, and asks once for all of them", async () => {
    expect(NOISE.length).toBeGreaterThan(50);
    const reading = await ask();
    expect(reading.blindSpots).toEqual([]);
    expect(said(reading)).toEqual([
      "rest:orders/prod UpdateStage prod 41",
      `rest:orders/prod UpdateFunctionCode ${FUNCTION} 37`,
      ALARM,
      "http:h1h2h3h4h5/$default UpdateStage $default 31",
    ]);
    const asked = running?.requests.filter(({ operation }) => operation === "LookupEvents") ?? [];
    // Two pages of API Gateway's calls, one of Lambda's and one of the firewall's; then what the second asks for besides: three minutes of the
    // first two.
    expect(asked).toHaveLength(6);
  });

  it("finds that a stage which has no web ACL had one", async () => {
    const detached: AccountChange = {
      ...updated(43, "", ""),
      eventSource: "wafv2.amazonaws.com",
      eventName: "DisassociateWebACL",
      requestParameters: {
        resourceArn: `arn:aws:apigateway:${REGION}::/restapis/abc123def4/stages/prod`,
      },
    };
    const open = { ...ORDERS, configuration: { ...ORDERS.configuration!, webAclArn: null } };
    const { changes } = await ask([], [detached], open);
    expect(changes).toMatchObject([
      { target: ORDERS.id, action: "DisassociateWebACL", subject: "web-acl" },
      { source: "alarm-history" },
    ]);
  });

  it("says that it may not look, once, and goes on with the alarms", async () => {
    const reading = await ask([{ kind: "deny", service: "cloudtrail" }]);
    expect(said(reading)).toEqual([ALARM]);
    expect(reading.blindSpots).toHaveLength(1);
    const [spot] = reading.blindSpots;
    expect(spot).toMatchObject({ source: "cloudtrail", target: null, code: "ACCESS_DENIED" });
    expect(spot?.hint).toContain("cloudtrail:LookupEvents");
    expect(running?.requests.filter(({ operation }) => operation === "LookupEvents")).toHaveLength(1);
  });

  it.each(["throttle", "server-error", "garbage", "cut-response"] as const)(
    "a %s is a blind spot, and no page of it a crash",
    async (kind) => {
      const { blindSpots } = await ask([{ kind, service: "cloudtrail" }]);
      expect(blindSpots.map(({ source }) => source)).toEqual(["cloudtrail"]);
    },
  );

  it("an alarm whose history cannot be read is none", async () => {
    const reading = await ask([{ kind: "deny", service: "cloudwatch" }]);
    expect(said(reading)).not.toContain(ALARM);
    expect(reading.blindSpots.map(({ source }) => source)).toEqual(["alarm-history"]);
  });
});
