import { describe, expect, test } from "vitest";

import {
  ALARM_CALLS_PER_SECOND,
  ALARM_LIMITS,
  isAlarmPeriod,
  maxEvaluationPeriods,
} from "../../../src/catalog/alarm-limits.ts";
import {
  ACCESS_LOG_FORMAT_BYTES,
  CACHE_SIZES_GB,
  CACHE_TTL_SECONDS,
  CACHED_RESPONSE_BYTES,
  EXECUTION_LOG_EVENT_BYTES,
  NEW_CONNECTIONS_PER_SECOND,
  QUOTAS,
  WEBSOCKET_FRAME_BYTES,
} from "../../../src/catalog/quotas.ts";

// The documentation's own words beside each number, so that a swapped pair shows.
describe("quotas of API Gateway", () => {
  test.each([
    ["REST integration timeout", QUOTAS.rest.integrationTimeoutMs / 1_000, 29],
    ["HTTP integration timeout", QUOTAS.http.integrationTimeoutMs / 1_000, 30],
    ["WebSocket integration timeout", QUOTAS.websocket.integrationTimeoutMs / 1_000, 29],
    ["REST payload, MB", QUOTAS.rest.payloadBytes / 2 ** 20, 10],
    ["HTTP payload, MB", QUOTAS.http.payloadBytes / 2 ** 20, 10],
    ["WebSocket message, KB", QUOTAS.websocket.payloadBytes / 2 ** 10, 128],
    ["WebSocket frame, KB", WEBSOCKET_FRAME_BYTES / 2 ** 10, 32],
    ["REST headers, bytes", QUOTAS.rest.headerBytes, 10_240],
    ["HTTP request line and headers, bytes", QUOTAS.http.headerBytes, 10_240],
    ["WebSocket connection, hours", (QUOTAS.websocket.connectionMs ?? 0) / 3_600_000, 2],
    ["WebSocket idle, minutes", (QUOTAS.websocket.idleConnectionMs ?? 0) / 60_000, 10],
    ["REST idle connection, seconds", (QUOTAS.rest.idleConnectionMs ?? 0) / 1_000, 310],
    ["new WebSocket connections a second", NEW_CONNECTIONS_PER_SECOND, 500],
    ["cached response, bytes", CACHED_RESPONSE_BYTES, 1_048_576],
    ["cache TTL by default, seconds", CACHE_TTL_SECONDS.default, 300],
    ["cache TTL at most, seconds", CACHE_TTL_SECONDS.max, 3_600],
    ["access-log template, KB", ACCESS_LOG_FORMAT_BYTES / 2 ** 10, 3],
    ["execution-log event, bytes", EXECUTION_LOG_EVENT_BYTES, 1_024],
  ])("%s: %d", (_name, listed, documented) => {
    expect(listed).toBe(documented);
  });

  test("300 resources or routes and 10 stages, whatever the flavour", () => {
    const kinds = Object.values(QUOTAS);
    expect(kinds).toHaveLength(3);
    for (const { routes, stages } of kinds) expect([routes, stages]).toEqual([300, 10]);
  });

  test("cache sizes ascend", () => {
    const sizes = CACHE_SIZES_GB.map(Number);
    expect(sizes).toEqual([...sizes].sort((left, right) => left - right));
    expect(sizes).toHaveLength(8);
  });
});

describe("limits of alarms", () => {
  test("periods: 10, 20, 30 and multiples of 60", () => {
    const allowed = [...Array(200).keys(), 3_600, 3_601, 86_400, -60].filter(isAlarmPeriod);
    expect(allowed).toEqual([10, 20, 30, 60, 120, 180, 3_600, 86_400]);
  });

  test("a day of evaluation below one hour of period, a week from there on", () => {
    expect(maxEvaluationPeriods(60) * 60).toBe(24 * 3_600);
    expect(maxEvaluationPeriods(3_540)).toBe(24);
    expect(maxEvaluationPeriods(3_600)).toBe(7 * 24);
    expect(maxEvaluationPeriods(86_400)).toBe(7);
  });

  test.each([
    ["metrics in an expression", ALARM_LIMITS.metricsInExpression, 10],
    ["actions of a state", ALARM_LIMITS.actionsPerState, 5],
    ["request, KB", ALARM_LIMITS.requestBytes / 2 ** 10, 120],
    ["children of a composite", ALARM_LIMITS.compositeChildren, 100],
    ["elements of a rule", ALARM_LIMITS.compositeElements, 500],
    ["composites of one alarm", ALARM_LIMITS.compositesOfOneAlarm, 150],
    ["names in DeleteAlarms", ALARM_LIMITS.deletedAtOnce, 100],
    ["Metrics Insights alarms", ALARM_LIMITS.metricsInsightsAlarms, 200],
  ])("%s: %d", (_name, listed, documented) => {
    expect(listed).toBe(documented);
  });

  test("what changes alarms is slower than what reads them", () => {
    const { DescribeAlarms, DescribeAlarmHistory, PutMetricAlarm } = ALARM_CALLS_PER_SECOND;
    expect([PutMetricAlarm, DescribeAlarms, DescribeAlarmHistory]).toEqual([3, 9, 20]);
  });
});
