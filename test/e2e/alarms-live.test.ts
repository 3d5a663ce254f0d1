import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  PutAlarmMuteRuleCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { awsAccountReader } from "../../src/collectors/aws-account-reader.ts";
import { readLiveAlarms } from "../../src/cli/alarms-source/read-live-alarms.ts";
import type { ServedAlarm } from "../../src/loopback/cloudwatch/alarm-store.ts";
import type { FaultPlan } from "../../src/loopback/fault-plan.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import { alarmContext } from "../support/alarm-context.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";
import { ACCOUNT_ID, literalAccount, NOW_MS, REGION } from "../unit/loopback/literal-account.ts";
import { clientConfig } from "./loopback-clients.ts";

let running: Loopback;
let client: CloudWatchClient;

async function serve(faults: FaultPlan = [], served: readonly ServedAlarm[] = []): Promise<void> {
  running = await startLoopback(literalAccount({}), {
    faults,
    nowMs: NOW_MS,
    alarms: new Map([[REGION, served]]),
  });
  client = new CloudWatchClient(clientConfig(running.url));
}

beforeEach(() => stubAwsEnvironment());
afterEach(async () => {
  vi.unstubAllEnvs();
  await running.close();
});

const metric = (AlarmName: string) => ({
  AlarmName,
  Namespace: "AWS/ApiGateway",
  MetricName: "5XXError",
  Dimensions: [{ Name: "ApiName", Value: "orders" }],
  Statistic: "Average" as const,
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 0.0173,
  ComparisonOperator: "GreaterThanThreshold" as const,
  AlarmActions: ["arn:aws:sns:eu-west-1:123456789012:page"],
});
const composite = { AlarmName: "all", AlarmRule: "ALARM(a-001) OR ALARM(a-002)" };
const live = async (region = [REGION]) =>
  readLiveAlarms(
    { color: false, region, endpointUrl: running.url },
    { version: 1 },
    { ...alarmContext("/"), now: () => NOW_MS },
  );

describe("deployed alarms through the real SDK", () => {
  it("reads every page of both kinds, field by field as they were put, in the regions asked for", async () => {
    const names = Array.from({ length: 117 }, (_, index) => `a-${String(index).padStart(3, "0")}`);
    const served = names.map((name) => ({
      definition: metric(name),
      stateValue: "ALARM" as const,
      transitionedMs: NOW_MS - 77_000,
    }));
    await serve([], served);
    await client.send(new PutMetricAlarmCommand(metric("a-007")));
    await client.send(new PutCompositeAlarmCommand(composite));
    const rule = {
      Name: "nights",
      Rule: { Schedule: { Expression: "cron(0 2 * * *)", Duration: "PT3H", Timezone: "UTC" } },
      MuteTargets: { AlarmNames: ["a-007"] },
    };
    await client.send(new PutAlarmMuteRuleCommand(rule));
    const [here, elsewhere] = await live([REGION, "ap-south-1"]);
    expect(here).toMatchObject({ dialect: "account", problems: [], muteRules: [rule] });
    expect(here?.alarms.map(({ place }) => place.id)).toEqual([...names, "all"]);
    expect(here?.alarms[7]?.fields).toEqual({ ...metric("a-007"), ActionsEnabled: true });
    expect(here?.alarms[7]).toMatchObject({
      place: { file: REGION, line: null },
      deployed: {
        stateValue: "ALARM",
        transitionedMs: NOW_MS - 77_000,
        arn: `arn:aws:cloudwatch:${REGION}:${ACCOUNT_ID}:alarm:a-007`,
      },
    });
    expect(here?.alarms.at(-1)).toMatchObject({ kind: "composite", fields: composite });
    expect(elsewhere).toEqual({ dialect: "account", alarms: [], muteRules: [], problems: [] });
    const pages = running.requests.filter(({ operation }) => operation === "DescribeAlarms");
    expect(pages.filter(({ region }) => region === REGION)).toHaveLength(2);
    expect(pages).toHaveLength(3);
  });

  it("reads changes of state, oldest first, of one alarm or of all, also of those deleted since", async () => {
    await serve();
    await client.send(new PutMetricAlarmCommand(metric("one")));
    await client.send(new PutMetricAlarmCommand(metric("two")));
    const set = async (AlarmName: string, StateValue: "ALARM" | "OK") =>
      client.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: "a test" }));
    await set("one", "ALARM");
    await set("two", "ALARM");
    await set("one", "OK");
    await client.send(new DeleteAlarmsCommand({ AlarmNames: ["one", "never there"] }));
    const left = await client.send(new DescribeAlarmsCommand({}));
    expect(left.MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(["two"]);
    const reader = awsAccountReader({ region: REGION, nowMs: NOW_MS, endpointUrl: running.url });
    const window = { startMs: NOW_MS - 60_000, endMs: NOW_MS + 60_000 };
    const one = await reader.readAlarmHistory(window, "one");
    expect(one).toEqual({
      transitions: [
        { alarmName: "one", atMs: NOW_MS, from: "INSUFFICIENT_DATA", to: "ALARM" },
        { alarmName: "one", atMs: NOW_MS, from: "ALARM", to: "OK" },
      ],
      isPartial: false,
      blindSpots: [],
    });
    const all = await reader.readAlarmHistory(window, null);
    expect(all.transitions.map(({ alarmName }) => alarmName)).toEqual(["one", "two", "one"]);
    expect(reader.cost().calls).toMatchObject({ "cloudwatch:DescribeAlarmHistory": 2 });
    reader.close();
  });

  it("says what was denied: nothing readable where the alarms are, a problem where the mute rules are", async () => {
    await serve([{ kind: "deny", operation: "DescribeAlarms" }]);
    await expect(live()).rejects.toMatchObject({
      code: "E_NOTHING_READABLE",
      hint: expect.stringContaining("cloudwatch:DescribeAlarms") as string,
    });
    await running.close();
    await serve([{ kind: "deny", operation: "ListAlarmMuteRules" }]);
    const [found] = await live();
    expect(found?.problems).toMatchObject([
      {
        place: { file: REGION, id: "mute-rules" },
        message: expect.stringContaining("cloudwatch:ListAlarmMuteRules") as string,
      },
    ]);
  });
});
