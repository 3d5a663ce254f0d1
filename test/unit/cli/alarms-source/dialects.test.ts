import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { readAlarms } from "../../../../src/cli/alarms-source/read-alarms.ts";
import type { AlarmCollection } from "../../../../src/model/declared-alarm.ts";
import { alarmContext } from "../../../support/alarm-context.ts";

/** What each of the texts below says, written down once by hand in the words of PutMetricAlarm and PutCompositeAlarm. */
const RATE = {
  AlarmName: "orders-5xx",
  AlarmDescription: "5 in 1,000",
  ActionsEnabled: true,
  AlarmActions: ["arn:aws:sns:eu-west-1:123456789012:page"],
  Namespace: "AWS/ApiGateway",
  MetricName: "5XXError",
  Dimensions: [
    { Name: "ApiName", Value: "orders" },
    { Name: "Stage", Value: "prod" },
  ],
  Statistic: "Average",
  Period: 60,
  EvaluationPeriods: 7,
  DatapointsToAlarm: 3,
  Threshold: 0.005,
  ComparisonOperator: "GreaterThanThreshold",
  TreatMissingData: "notBreaching",
};
const MATH = {
  AlarmName: "orders-share",
  ActionsEnabled: false,
  EvaluationPeriods: 2,
  Threshold: 4.5,
  ComparisonOperator: "GreaterThanOrEqualToThreshold",
  EvaluateLowSampleCountPercentile: "ignore",
  Metrics: [
    { Id: "e1", Expression: "100*m1/m2", Label: "share", ReturnData: true },
    ...["5xx", "Count"].map((MetricName, index) => ({
      Id: `m${index + 1}`,
      MetricStat: {
        Metric: {
          Namespace: "AWS/ApiGateway",
          MetricName,
          Dimensions: [{ Name: "ApiId", Value: "a1b2c3" }],
        },
        Period: 300,
        Stat: "Sum",
      },
      ReturnData: false,
    })),
  ],
};
const ALL = {
  AlarmName: "orders-all",
  ActionsEnabled: true,
  AlarmRule: "ALARM(orders-5xx) AND ALARM(orders-share)",
  ActionsSuppressor: "orders-share",
  ActionsSuppressorWaitPeriod: 61,
  ActionsSuppressorExtensionPeriod: 122,
};

const SPECS = JSON.stringify({
  schemaVersion: 1,
  alarms: [RATE, MATH, ALL].map((definition) => ({ key: `key/${definition.AlarmName}`, definition })),
});

const DESCRIBED = JSON.stringify({
  MetricAlarms: [RATE, MATH].map((alarm) => ({
    OKActions: [],
    InsufficientDataActions: [],
    Dimensions: [],
    StateValue: "OK",
    StateReason: "because",
    StateUpdatedTimestamp: 1_795_000_000.123,
    StateTransitionedTimestamp: 1_795_000_000.123,
    ...alarm,
  })),
  CompositeAlarms: [{ OKActions: [], ...ALL, StateValue: "ALARM" }],
});

const TEMPLATE = `
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Stage: { Type: String, Default: dev }
  Periods: { Type: Number, Default: 7 }
Mappings:
  Limits:
    prod: { Rate: "0.005" }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  ApiStage:
    Type: AWS::ApiGateway::Stage
    Properties: { StageName: !Ref Stage }
  Rate:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: orders-5xx
      AlarmDescription: !Join ["", ["5 in ", "1,000"]]
      ActionsEnabled: true
      AlarmActions:
        - !Sub "arn:\${AWS::Partition}:sns:\${AWS::Region}:\${AWS::AccountId}:page"
        - !Ref AWS::NoValue
      Namespace: AWS/ApiGateway
      MetricName: !Select [1, !Split [",", "4XXError,5XXError"]]
      Dimensions:
        - { Name: ApiName, Value: orders }
        - { Name: Stage, Value: !Ref ApiStage }
      Statistic: Average
      Period: "60"
      EvaluationPeriods: !Ref Periods
      DatapointsToAlarm: !If [IsProd, 3, 1]
      Threshold: !FindInMap [Limits, !Ref Stage, Rate]
      ComparisonOperator: GreaterThanThreshold
      TreatMissingData: notBreaching
  Share:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: !Sub ["orders-\${What}", { What: share }]
      ActionsEnabled: "false"
      EvaluationPeriods: 2
      Threshold: 4.5
      ComparisonOperator: GreaterThanOrEqualToThreshold
      EvaluateLowSampleCountPercentile: ignore
      Metrics:
        - { Id: e1, Expression: 100*m1/m2, Label: share, ReturnData: "true" }
        - Id: m1
          MetricStat: &stat
            Metric: { Namespace: AWS/ApiGateway, MetricName: 5xx, Dimensions: [{ Name: ApiId, Value: a1b2c3 }] }
            Period: 300
            Stat: Sum
          ReturnData: false
        - Id: m2
          MetricStat:
            <<: *stat
            Metric: { Namespace: AWS/ApiGateway, MetricName: Count, Dimensions: [{ Name: ApiId, Value: a1b2c3 }] }
          ReturnData: false
  Everything:
    Type: AWS::CloudWatch::CompositeAlarm
    Properties:
      AlarmName: orders-all
      ActionsEnabled: true
      AlarmRule: !Sub ALARM(\${Rate}) AND ALARM(\${Share})
      ActionsSuppressor: !GetAtt Share.Arn
      ActionsSuppressorWaitPeriod: 61
      ActionsSuppressorExtensionPeriod: 122
`;

const VARIABLES = `
variable "stage" {
  default = "dev"
}
variable "limits" {
  type    = map(number)
  default = { prod = 0.005 }
}
locals {
  api  = "orders"
  name = "\${local.api}-5xx"
}
resource "aws_api_gateway_stage" "this" {
  stage_name = var.stage
}
`;
const HCL = `
resource "aws_cloudwatch_metric_alarm" "rate" {
  alarm_name          = local.name
  alarm_description   = "5 in 1,000"
  actions_enabled     = true
  alarm_actions       = ["arn:aws:sns:eu-west-1:123456789012:page"]
  namespace           = "AWS/ApiGateway"
  metric_name         = "5XXError"
  dimensions = {
    ApiName = local.api
    Stage   = aws_api_gateway_stage.this.stage_name
  }
  statistic           = "Average"
  period              = "60"
  evaluation_periods  = 7
  datapoints_to_alarm = 3
  threshold           = var.limits["prod"]
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
}

resource "aws_cloudwatch_metric_alarm" "share" {
  alarm_name                            = "orders-share"
  actions_enabled                       = false
  evaluation_periods                    = 2
  threshold                             = 4.5
  comparison_operator                   = "GreaterThanOrEqualToThreshold"
  evaluate_low_sample_count_percentiles = "ignore"
  metric_query {
    id          = "e1"
    expression  = "100*m1/m2"
    label       = "share"
    return_data = true
  }
  metric_query {
    id = "m1"
    metric {
      namespace   = "AWS/ApiGateway"
      metric_name = "5xx"
      dimensions  = { ApiId = "a1b2c3" }
      period      = 300
      stat        = "Sum"
    }
  }
  metric_query {
    id = "m2"
    metric {
      namespace   = "AWS/ApiGateway"
      metric_name = "Count"
      dimensions  = { ApiId = "a1b2c3" }
      period      = 300
      stat        = "Sum"
    }
  }
}

resource "aws_cloudwatch_composite_alarm" "all" {
  alarm_name      = "orders-all"
  actions_enabled = true
  alarm_rule      = "ALARM(\${aws_cloudwatch_metric_alarm.rate.alarm_name}) AND ALARM(\${aws_cloudwatch_metric_alarm.share.arn})"
  actions_suppressor {
    alarm            = aws_cloudwatch_metric_alarm.share.arn
    wait_period      = 61
    extension_period = 122
  }
}
`;

/** In the form of \`terraform show -json\` of a plan; the provider fills in what was not set. */
const planned = (type: string, name: string, values: object) => ({
  address: `module.alarms[0].${type}.${name}`,
  mode: "managed",
  type,
  name,
  values,
});
const metricQuery = (id: string, metricName: string) => ({
  id,
  account_id: "",
  expression: "",
  label: "",
  period: null,
  return_data: null,
  metric: [
    {
      namespace: "AWS/ApiGateway",
      metric_name: metricName,
      dimensions: { ApiId: "a1b2c3" },
      period: 300,
      stat: "Sum",
      unit: "",
    },
  ],
});
const PLAN = JSON.stringify({
  format_version: "1.2",
  terraform_version: "1.9.0",
  planned_values: {
    root_module: {
      child_modules: [
        {
          address: "module.alarms[0]",
          resources: [
            planned("aws_cloudwatch_metric_alarm", "rate", {
              actions_enabled: true,
              alarm_actions: ["arn:aws:sns:eu-west-1:123456789012:page"],
              alarm_description: "5 in 1,000",
              alarm_name: "orders-5xx",
              comparison_operator: "GreaterThanThreshold",
              datapoints_to_alarm: 3,
              dimensions: { ApiName: "orders", Stage: "prod" },
              evaluation_periods: 7,
              extended_statistic: null,
              insufficient_data_actions: null,
              metric_name: "5XXError",
              metric_query: [],
              namespace: "AWS/ApiGateway",
              ok_actions: null,
              period: 60,
              statistic: "Average",
              tags: null,
              tags_all: {},
              threshold: 0.005,
              threshold_metric_id: null,
              treat_missing_data: "notBreaching",
              unit: null,
            }),
            planned("aws_cloudwatch_metric_alarm", "share", {
              actions_enabled: false,
              alarm_name: "orders-share",
              comparison_operator: "GreaterThanOrEqualToThreshold",
              datapoints_to_alarm: 0,
              evaluate_low_sample_count_percentiles: "ignore",
              evaluation_periods: 2,
              metric_query: [
                { id: "e1", expression: "100*m1/m2", label: "share", return_data: true, metric: [] },
                metricQuery("m1", "5xx"),
                metricQuery("m2", "Count"),
              ],
              period: 0,
              statistic: "",
              threshold: 4.5,
            }),
            planned("aws_cloudwatch_composite_alarm", "all", {
              actions_enabled: true,
              actions_suppressor: [{ alarm: "orders-share", extension_period: 122, wait_period: 61 }],
              alarm_name: "orders-all",
              alarm_rule: "ALARM(orders-5xx) AND ALARM(orders-share)",
            }),
          ],
        },
      ],
    },
  },
});

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gatewatch-dialects-"));
  const files = {
    "specs.json": SPECS,
    "described.json": DESCRIBED,
    "template.yaml": TEMPLATE,
    "variables.tf": VARIABLES,
    "alarms.tf": HCL,
    "terraform.tfvars": 'stage = "prod"\n',
    "plan.json": PLAN,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

const PARAMETERS = [
  "Stage=prod",
  "AWS::Region=eu-west-1",
  "AWS::AccountId=123456789012",
  "AWS::Partition=aws",
];

async function readOne(file: string): Promise<AlarmCollection> {
  const [found] = await readAlarms([file], PARAMETERS, alarmContext(folder));
  if (found === undefined) throw new Error(`${file} gave nothing`);
  return found;
}

describe("the same alarms", () => {
  it.each([
    ["specs.json", "gatewatch", 1],
    ["described.json", "describe-alarms", 1],
    ["template.yaml", "cloudformation", 15],
    ["alarms.tf", "terraform", 2],
    ["plan.json", "terraform-plan", null],
  ])("are the same from %s (%s)", async (file, dialect, firstLine) => {
    const found = await readOne(file);
    expect(found).toMatchObject({ dialect, problems: [], muteRules: [] });
    expect(found.alarms.map(({ fields }) => fields)).toEqual([RATE, MATH, ALL]);
    expect(found.alarms.map(({ kind }) => kind)).toEqual(["metric", "metric", "composite"]);
    expect(found.alarms.flatMap(({ unknown }) => unknown)).toEqual([]);
    expect(found.alarms[0]?.place.line).toBe(firstLine);
  });

  it("are told from a folder one collection a file, and what holds none is counted", async () => {
    const said: string[] = [];
    const found = await readAlarms(["."], PARAMETERS, alarmContext(folder, said));
    expect(found.map(({ alarms }) => alarms[0]?.place.file)).toEqual([
      "alarms.tf",
      "described.json",
      "plan.json",
      "specs.json",
      "template.yaml",
    ]);
    expect(said).toEqual([".: 1 file without alarms passed over\n"]);
  });
});
