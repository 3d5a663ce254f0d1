import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { App, Stack } from "aws-cdk-lib";
import { Template as Synthesized } from "aws-cdk-lib/assertions";
import { EventBus } from "aws-cdk-lib/aws-events";
import { Code, Runtime } from "aws-cdk-lib/aws-lambda";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Duration } from "aws-cdk-lib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { generatedFiles } from "../../scripts/generate-deploy.mjs";
import { AGENT_STATEMENTS } from "../../src/cdk/agent-statements.gen.ts";
import { Gatewatch, type GatewatchProps } from "../../src/cdk/gatewatch.ts";
import {
  describeTemplate,
  describeTerraform,
  readSam,
  type Described,
  type Template,
} from "../support/resolve-deploy.ts";

const root = resolve(import.meta.dirname, "../..");
const SAM = resolve(root, "deploy/lambda/template.yaml");
const TERRAFORM = resolve(root, "deploy/terraform");

const topicArn = "arn:aws:sns:eu-west-1:111122223333:news";
const alarmTopicArn = "arn:aws:sns:eu-west-1:111122223333:page";
const roleArns = ["arn:aws:iam::222233334444:role/gatewatch", "arn:aws:iam::333344445555:role/gatewatch"];

/** The same wishes in the words of each; no two values are alike. */
const CASES = [
  { name: "nothing but defaults", sam: {}, cdk: () => ({}), terraform: { package: "lambda.zip" } },
  {
    name: "everything said",
    sam: {
      Schedule: "cron(*/7 8-18 ? * MON-FRI *)",
      ScheduleTimeZone: "Europe/Berlin",
      Api: "orders*",
      Stage: "prod",
      Regions: "eu-west-1,us-east-1",
      RoleArns: roleArns,
      ExternalId: "external-42",
      MaxCostUsd: "1.5",
      TopicArn: topicArn,
      EventBusName: "incidents",
      SlackUrl: "https://hooks.slack.com/services/T0/B1/X2",
      WebhookUrl: "https://example.com/hook",
      SigningKey: "k3y",
      MetricsNamespace: "Ours/Gatewatch",
      AlarmTopicArn: alarmTopicArn,
      SilenceSeconds: 7200,
      RetentionDays: 30,
      MemorySize: 2048,
      Runtime: "nodejs24.x",
    },
    cdk: (stack: Stack): GatewatchProps => ({
      schedule: "cron(*/7 8-18 ? * MON-FRI *)",
      scheduleTimeZone: "Europe/Berlin",
      api: "orders*",
      stage: "prod",
      regions: ["eu-west-1", "us-east-1"],
      roleArns,
      externalId: "external-42",
      maxCostUsd: 1.5,
      topic: Topic.fromTopicArn(stack, "news", topicArn),
      eventBus: EventBus.fromEventBusName(stack, "bus", "incidents"),
      slackUrl: "https://hooks.slack.com/services/T0/B1/X2",
      webhookUrl: "https://example.com/hook",
      signingKey: "k3y",
      metricsNamespace: "Ours/Gatewatch",
      alarmTopic: Topic.fromTopicArn(stack, "page", alarmTopicArn),
      silence: Duration.hours(2),
      retentionDays: 30,
      memorySize: 2048,
      runtime: Runtime.NODEJS_24_X,
    }),
    terraform: {
      package: "lambda.zip",
      schedule: "cron(*/7 8-18 ? * MON-FRI *)",
      schedule_time_zone: "Europe/Berlin",
      api: "orders*",
      stage: "prod",
      regions: ["eu-west-1", "us-east-1"],
      role_arns: roleArns,
      external_id: "external-42",
      max_cost_usd: "1.5",
      topic_arn: topicArn,
      event_bus_name: "incidents",
      slack_url: "https://hooks.slack.com/services/T0/B1/X2",
      webhook_url: "https://example.com/hook",
      signing_key: "k3y",
      metrics_namespace: "Ours/Gatewatch",
      alarm_topic_arn: alarmTopicArn,
      silence_seconds: 7200,
      retention_days: 30,
      memory_size: 2048,
      runtime: "nodejs24.x",
    },
  },
] as const;

function synthesize(props: (stack: Stack) => GatewatchProps): Described {
  const app = new App({ analyticsReporting: false, treeMetadata: false });
  const stack = new Stack(app, "stack", { env: { account: "111122223333", region: "eu-west-1" } });
  // eslint-disable-next-line no-new
  new Gatewatch(stack, "Gatewatch", { code: Code.fromInline("0"), ...props(stack) });
  return describeTemplate(Synthesized.fromStack(stack).toJSON() as Template, {});
}

// Its own check of templates takes ten times as long as all else.
beforeEach(() => vi.stubEnv("CDK_VALIDATION", "false"));
afterEach(() => vi.unstubAllEnvs());

describe.each(CASES)("$name", ({ sam, cdk, terraform }) => {
  const template = describeTemplate(readSam(SAM), sam);

  it("makes of the SAM template what it is to make", () => {
    expect(Object.keys(template)).toEqual([
      "alarm-deadletter",
      "alarm-failure",
      "alarm-silence",
      "bucket",
      "bucket-policy",
      "dead-letters",
      "function",
      "function-role",
      "invoke",
      "log-group",
      "timer",
      "timer-role",
    ]);
  });

  it("makes the same of the CDK construct", () => {
    expect(synthesize(cdk)).toEqual(template);
  });

  it("makes the same of the Terraform module", async () => {
    expect(await describeTerraform(TERRAFORM, terraform)).toEqual(template);
  });
});

describe("permissions", () => {
  it("are those of the calls in the code, in all three", async () => {
    const files = await generatedFiles();
    expect(files.size).toBe(3);
    const written = [...files.keys()].map((path) => [path, readFileSync(resolve(root, path), "utf8")]);
    expect(written).toEqual([...files]);
  });

  it("leave out nothing that a run reads", () => {
    expect(AGENT_STATEMENTS.map(({ sid }) => sid)).toEqual([
      "OwnLog",
      "DeadLetters",
      "OwnObjects",
      "OwnBucket",
      "Identity",
      "RestApisResources",
      "OtherApisResources",
      "MetricList",
      "Metrics",
      "AccessLogs",
      "AccessLogsResources",
      "ExecutionLogsResources",
      "Traces",
      "Topic",
      "EventBus",
      "OtherAccounts",
    ]);
  });

  it("grant nothing on everything that could be narrower", () => {
    const { Policies } = describeTemplate(readSam(SAM), CASES[1].sam)["function-role"] as {
      Policies: { PolicyDocument: { Statement: { Action: string[]; Resource: string[] }[] } }[];
    };
    const wide = Policies[0]!.PolicyDocument.Statement.filter(({ Resource }) => Resource.includes("*"));
    expect(wide.flatMap(({ Action }) => Action).toSorted()).toEqual([
      "cloudwatch:GetMetricData",
      "cloudwatch:ListMetrics",
      "logs:DescribeLogGroups",
      "logs:GetQueryResults",
      "logs:StopQuery",
      "sts:GetCallerIdentity",
      "xray:BatchGetTraces",
      "xray:GetTraceSegmentDestination",
      "xray:GetTraceSummaries",
      "xray:ListRetrievedTraces",
      "xray:StartTraceRetrieval",
    ]);
  });
});

const isThere = (tool: string): boolean => spawnSync("sh", ["-c", `command -v ${tool}`]).status === 0;

// Starting it takes as long as all else here; the comparison with the construct finds most of what it finds.
it.skipIf(process.env["GATEWATCH_JUDGE_ALL"] !== "1" || !isThere("cfn-lint"))(
  "the SAM template passes cfn-lint (skipped where that is not installed, or not all is judged)",
  () => {
    expect(execFileSync("cfn-lint", [SAM], { encoding: "utf8" })).toBe("");
  },
);

it.skipIf(!isThere("terraform"))(
  "the Terraform module is in Terraform's own format (skipped where that is not installed)",
  () => {
    expect(execFileSync("terraform", ["fmt", "-check", TERRAFORM], { encoding: "utf8", stdio: "pipe" })).toBe(
      "",
    );
  },
);
