import { API_GATEWAY_NAMESPACE } from "../catalog/metrics.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../core/window.ts";
import type { CompositeAlarm, MetricAlarm } from "../model/alarm-spec.ts";
import type { AccountAlarm, AccountTopic } from "./account.ts";

const ACCOUNT = "eu-west-1:123456789012";
const ON_CALL = `arn:aws:sns:${ACCOUNT}:on-call`;
/** Whoever made it never followed the link in the mail. */
const SHOP_TEAM = `arn:aws:sns:${ACCOUNT}:shop-team`;
/** Deleted with the team. */
const LEGACY = `arn:aws:sns:${ACCOUNT}:legacy-alerts`;

export const DEMO_TOPICS: readonly AccountTopic[] = [
  { arn: ON_CALL, confirmed: 3, pending: 0 },
  { arn: SHOP_TEAM, confirmed: 0, pending: 1 },
];

/**
 * What the retailer has deployed over the years: some alarms do their work, some ring for nothing, and some have never had a
 * datapoint.
 */
export function demoAlarms(nowMs: number): AccountAlarm[] {
  const orders = { ApiName: "orders", Stage: "prod" };
  return [
    deployed(nowMs, 210, errors("orders-5xx", "5XXError", orders, 0.02)),
    deployed(nowMs, 208, slow("orders-slow", "Latency", orders, "p90", 1_200)),
    deployed(nowMs, 205, quiet("orders-no-traffic", "Count", orders, 90, "breaching")),
    deployed(
      nowMs,
      96,
      slow("orders-create-slow", "Latency", { ...orders, Resource: "/orders", Method: "POST" }, "p90", 1_900),
    ),
    deployed(nowMs, 94, {
      AlarmName: "orders-in-trouble",
      AlarmRule: 'ALARM("orders-5xx") OR ALARM("orders-slow")',
      AlarmActions: [ON_CALL],
    }),
    // Somebody thought in percent.
    deployed(nowMs, 340, errors("storefront-5xx", "5XXError", { ApiName: "storefront", Stage: "prod" }, 2)),
    deployed(nowMs, 341, {
      ...slow("storefront-slow", "Latency", { ApiName: "storefront", Stage: "prod" }, "p99", 800),
      AlarmActions: [SHOP_TEAM],
    }),
    // As !Ref of the API gives it.
    without(nowMs, 180, errors("payments-5xx", "5XXError", { ApiName: "p4y6b2nr8t", Stage: "prod" }, 0.015)),
    deployed(
      nowMs,
      179,
      slow("payments-slow", "Latency", { ApiName: "payments", Stage: "prod" }, "p90", 30_000),
    ),
    // Copied from a REST API.
    without(nowMs, 150, errors("search-5xx", "5XXError", { ApiId: "h2s9e4c7ra", Stage: "prod" }, 0.03)),
    deployed(nowMs, 149, slow("search-slow", "Latency", { ApiId: "h2s9e4c7ra", Stage: "prod" }, "p90", 700)),
    deployed(nowMs, 400, {
      ...errors("catalog-4xx", "4XXError", { ApiName: "catalog", Stage: "prod" }, 0.06),
      AlarmActions: [LEGACY],
    }),
    without(nowMs, 70, errors("accounts-5xx", "5XXError", { ApiName: "accounts", Stage: "Prod" }, 0.025)),
    deployed(
      nowMs,
      66,
      quiet("notifications-no-traffic", "Count", { ApiId: "n6w0d3k2qj", Stage: "$default" }, 40, "missing"),
    ),
    flappy(
      nowMs,
      240,
      slow("invoices-slow", "Latency", { ApiName: "partner-invoices", Stage: "prod" }, "p99", 900),
    ),
    without(nowMs, 520, errors("checkout-5xx", "5XXError", { ApiName: "checkout", Stage: "prod" }, 0.035)),
  ];
}

type Dimensions = Readonly<Record<string, string>>;

function errors(name: string, metric: string, dimensions: Dimensions, threshold: number): MetricAlarm {
  return {
    ...metricAlarm(name, metric, dimensions),
    Statistic: "Average",
    EvaluationPeriods: 5,
    DatapointsToAlarm: 3,
    Threshold: threshold,
    ComparisonOperator: "GreaterThanThreshold",
    TreatMissingData: "notBreaching",
  };
}

function slow(
  name: string,
  metric: string,
  dimensions: Dimensions,
  stat: string,
  thresholdMs: number,
): MetricAlarm {
  return {
    ...metricAlarm(name, metric, dimensions),
    ExtendedStatistic: stat,
    EvaluationPeriods: 5,
    DatapointsToAlarm: 5,
    Threshold: thresholdMs,
    ComparisonOperator: "GreaterThanOrEqualToThreshold",
    TreatMissingData: "notBreaching",
  };
}

function quiet(
  name: string,
  metric: string,
  dimensions: Dimensions,
  threshold: number,
  missing: "breaching" | "missing",
): MetricAlarm {
  return {
    ...metricAlarm(name, metric, dimensions),
    Statistic: "Sum",
    EvaluationPeriods: 10,
    DatapointsToAlarm: 10,
    Threshold: threshold,
    ComparisonOperator: "LessThanThreshold",
    TreatMissingData: missing,
  };
}

function metricAlarm(name: string, metric: string, dimensions: Dimensions) {
  return {
    AlarmName: name,
    Namespace: API_GATEWAY_NAMESPACE,
    MetricName: metric,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    Period: 60,
    AlarmActions: [ON_CALL],
  };
}

/** In OK since it was put, but for one evening two weeks ago. */
function deployed(nowMs: number, days: number, definition: MetricAlarm | CompositeAlarm): AccountAlarm {
  const configuredMs = nowMs - days * DAY_MS - (days % 7) * HOUR_MS;
  const firedMs = nowMs - 15 * DAY_MS + days * MINUTE_MS;
  const hasFired = days % 2 === 0;
  return {
    definition,
    stateValue: "OK",
    configuredMs,
    transitionedMs: hasFired ? firedMs + 21 * MINUTE_MS : configuredMs + 3 * MINUTE_MS,
    changes: hasFired
      ? [
          { atMs: firedMs, from: "OK", to: "ALARM" },
          { atMs: firedMs + 21 * MINUTE_MS, from: "ALARM", to: "OK" },
        ]
      : [],
  };
}

/** Without a datapoint since it was put. */
function without(nowMs: number, days: number, definition: MetricAlarm): AccountAlarm {
  const configuredMs = nowMs - days * DAY_MS - (days % 5) * HOUR_MS;
  const { TreatMissingData: _missing, ...fields } = definition;
  return { definition: fields, stateValue: "INSUFFICIENT_DATA", configuredMs, transitionedMs: configuredMs };
}

/** Rings for some minutes, many times a night. */
function flappy(nowMs: number, days: number, definition: MetricAlarm): AccountAlarm {
  const startMs = nowMs - 3 * DAY_MS;
  const changes = Array.from({ length: 18 }, (_, index) => {
    const isOver = index % 2 === 1;
    const atMs = startMs + Math.floor(index / 2) * 47 * MINUTE_MS + (isOver ? 6 * MINUTE_MS : 0);
    return isOver
      ? ({ atMs, from: "ALARM", to: "OK" } as const)
      : ({ atMs, from: "OK", to: "ALARM" } as const);
  });
  return {
    definition,
    stateValue: "OK",
    configuredMs: nowMs - days * DAY_MS,
    transitionedMs: changes.at(-1)?.atMs ?? startMs,
    changes,
  };
}
