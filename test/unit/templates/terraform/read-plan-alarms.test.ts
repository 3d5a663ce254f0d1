import { describe, expect, it } from "vitest";

import { readPlanAlarms } from "../../../../src/templates/terraform/read-plan-alarms.ts";

const VALUES = {
  alarm_name: "orders-5xx",
  alarm_actions: null,
  dimensions: { Stage: "prod" },
  evaluation_periods: 3,
  metric_query: [],
  tags: { team: "shop", "gatewatch:silence": "metric/one" },
};

/** In the form that Terraform 1.x documents for `terraform show -json` of a plan. */
const PLAN = {
  format_version: "1.2",
  planned_values: {
    root_module: {
      resources: [
        { address: "aws_sns_topic.page", mode: "managed", type: "aws_sns_topic", name: "page", values: {} },
      ],
      child_modules: [
        {
          address: 'module.alarms["eu"]',
          resources: [
            {
              address: 'module.alarms["eu"].aws_cloudwatch_metric_alarm.errors[0]',
              mode: "managed",
              type: "aws_cloudwatch_metric_alarm",
              name: "errors",
              index: 0,
              values: VALUES,
            },
          ],
        },
      ],
    },
  },
  resource_changes: [
    {
      address: 'module.alarms["eu"].aws_cloudwatch_metric_alarm.errors[0]',
      change: {
        after_unknown: {
          id: true,
          arn: true,
          alarm_actions: [true],
          dimensions: { ApiId: true },
          metric_query: [],
          tags_all: true,
        },
      },
    },
  ],
  configuration: {
    root_module: {
      module_calls: {
        alarms: {
          module: {
            resources: [
              { type: "aws_apigatewayv2_api", name: "orders", expressions: {} },
              {
                type: "aws_cloudwatch_metric_alarm",
                name: "errors",
                expressions: {
                  alarm_actions: { references: ["var.topic_arn"] },
                  dimensions: {
                    references: [
                      "aws_apigatewayv2_api.orders.id",
                      "aws_apigatewayv2_api.orders",
                      "var.stage",
                    ],
                  },
                },
              },
            ],
          },
        },
      },
    },
  },
};

describe("a plan of Terraform", () => {
  it("names what is known after it was applied by the references of the configuration", () => {
    const { alarms, problems } = readPlanAlarms(PLAN, "plan.json");
    expect(problems).toEqual([]);
    expect(alarms).toHaveLength(1);
    expect(alarms[0]).toMatchObject({
      place: {
        file: "plan.json",
        line: null,
        id: 'module.alarms["eu"].aws_cloudwatch_metric_alarm.errors[0]',
      },
      silenced: ["metric/one"],
      fields: { AlarmName: "orders-5xx", EvaluationPeriods: 3, AlarmActions: ["${var.topic_arn}"] },
    });
    const orders = { id: "aws_apigatewayv2_api.orders", type: "aws_apigatewayv2_api", attribute: "id" };
    expect(alarms[0]?.unknown).toEqual([
      { path: "AlarmActions[0]", text: "var.topic_arn", refersTo: null },
      { path: "Dimensions[1].Value", text: "aws_apigatewayv2_api.orders.id", refersTo: orders },
      { path: "Dimensions[1].Value", text: "var.stage", refersTo: null },
    ]);
  });

  it("reads a state, where what is not set is an empty text or 0", () => {
    const values = {
      ...VALUES,
      id: "orders-5xx",
      arn: "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders-5xx",
      alarm_actions: [],
      datapoints_to_alarm: 0,
      extended_statistic: "",
      threshold: 0,
      threshold_metric_id: "ad1",
      region: "eu-west-1",
    };
    const type = "aws_cloudwatch_metric_alarm";
    const resource = { address: "a.b", mode: "managed", type, name: "b", values };
    const { alarms } = readPlanAlarms(
      { format_version: "1.0", values: { root_module: { resources: [resource] } } },
      "s.json",
    );
    expect(alarms[0]?.fields).toEqual({
      AlarmName: "orders-5xx",
      Dimensions: [{ Name: "Stage", Value: "prod" }],
      EvaluationPeriods: 3,
      ThresholdMetricId: "ad1",
      Tags: [
        { Key: "team", Value: "shop" },
        { Key: "gatewatch:silence", Value: "metric/one" },
      ],
    });
  });

  it.each([{}, { planned_values: null }, { planned_values: { root_module: { resources: [null, 7, {}] } } }])(
    "%j has no alarms",
    (plan) => {
      expect(readPlanAlarms({ format_version: "1.2", ...plan }, "p.json").alarms).toEqual([]);
    },
  );
});
