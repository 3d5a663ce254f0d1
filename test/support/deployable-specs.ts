import type { AlarmSpec } from "../../src/model/alarm-spec.ts";
import type { EmitOptions } from "../../src/model/emit.ts";
import { topicAction } from "../../src/model/topic-action.ts";

export const PAGE_ARN = "arn:aws:sns:eu-west-1:210987654321:page";

export const EMIT: EmitOptions = {
  name: "gatewatch-alarms",
  tags: { team: "orders" },
  topics: { page: [PAGE_ARN] },
  okActions: false,
  insufficientDataActions: false,
  dashboard: null,
};

function spec(key: string, definition: AlarmSpec["definition"], change: Partial<AlarmSpec> = {}): AlarmSpec {
  return {
    schemaVersion: 1,
    key,
    rule: "server-errors",
    target: "rest:orders/prod",
    route: null,
    definition,
    why: `Why ${key}.`,
    backtest: null,
    usdPerMonth: 0.1,
    ...change,
  };
}

/** An alarm on the stage's errors that tells the topic "page". */
export function errorsSpec(name = "orders errors", threshold = 0.0173): AlarmSpec {
  return spec("rest:orders/prod##server-errors#share", {
    AlarmName: name,
    AlarmDescription: "Too many answers are errors of the server.",
    Namespace: "AWS/ApiGateway",
    MetricName: "5XXError",
    Dimensions: [
      { Name: "ApiName", Value: "orders" },
      { Name: "Stage", Value: "prod" },
    ],
    Statistic: "Average",
    Period: 60,
    EvaluationPeriods: 5,
    DatapointsToAlarm: 3,
    Threshold: threshold,
    ComparisonOperator: "GreaterThanThreshold",
    TreatMissingData: "notBreaching",
    AlarmActions: [topicAction("page")],
  });
}

/** Metric math, without actions. */
export function mathSpec(name = "orders overhead"): AlarmSpec {
  const stat = (MetricName: string) => ({
    Metric: {
      Namespace: "AWS/ApiGateway",
      MetricName,
      Dimensions: [
        { Name: "Stage", Value: "prod" },
        { Name: "ApiName", Value: "orders" },
      ],
    },
    Period: 300,
    Stat: "Average",
  });
  return spec("rest:orders/prod##gateway-overhead#mean", {
    AlarmName: name,
    Metrics: [
      { Id: "overhead", Expression: "whole - behind", ReturnData: true },
      { Id: "whole", MetricStat: stat("Latency"), ReturnData: false },
      { Id: "behind", MetricStat: stat("IntegrationLatency"), ReturnData: false },
    ],
    EvaluationPeriods: 4,
    Threshold: 213,
    ComparisonOperator: "GreaterThanThreshold",
  });
}

/** Watches a metric that a filter makes of the log group. */
export function logSpec(logGroupName: string): AlarmSpec {
  const logMetric = {
    logGroupName,
    filterName: "gatewatch-throttled-prod",
    filterPattern: '{ $.type = "THROTTLED" }',
    metricNamespace: "Gatewatch/AccessLogs",
    metricName: "orders throttled",
  };
  return spec(
    "rest:orders/prod##logged-refusals#throttled",
    {
      AlarmName: "orders throttled",
      Namespace: logMetric.metricNamespace,
      MetricName: logMetric.metricName,
      Statistic: "Sum",
      Period: 300,
      EvaluationPeriods: 2,
      Threshold: 17,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      TreatMissingData: "notBreaching",
    },
    { logMetric },
  );
}

export function compositeSpec(name: string, ofAlarms: readonly string[], key = name): AlarmSpec {
  return spec(`rest:orders/prod##any-alarm#${key}`, {
    AlarmName: name,
    AlarmRule: ofAlarms.map((one) => `ALARM("${one}")`).join(" OR "),
    AlarmActions: [topicAction("page")],
  });
}
