import { Duration, type Stack } from "aws-cdk-lib";
import { EventBus } from "aws-cdk-lib/aws-events";
import { Key } from "aws-cdk-lib/aws-kms";
import { Runtime } from "aws-cdk-lib/aws-lambda";
import { Topic } from "aws-cdk-lib/aws-sns";

import type { GatewatchProps } from "../../src/cdk/gatewatch.ts";

const topicArn = "arn:aws:sns:eu-west-1:111122223333:news";
const alarmTopicArn = "arn:aws:sns:eu-west-1:111122223333:page";
const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/4ae7b1c3-0000-4000-8000-5d6f00c0ffee";
const roleArns = ["arn:aws:iam::222233334444:role/gatewatch", "arn:aws:iam::333344445555:role/gatewatch"];

/** The same wishes in the words of each; no two values are alike. */
export const DEPLOY_CASES = [
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
      KmsKeyArn: keyArn,
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
      environmentKey: Key.fromKeyArn(stack, "key", keyArn),
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
      kms_key_arn: keyArn,
    },
  },
] as const;
