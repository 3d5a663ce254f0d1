import type { LogGroup, LogMinute, LogReport } from "../../../../src/model/log-report.ts";

const NONE = { p50: null, p90: null, p99: null };

export function logGroup(key: LogGroup["key"], changes: Partial<LogGroup> = {}): LogGroup {
  return {
    key,
    requests: 1_234,
    errors4xx: 17,
    errors5xx: 41,
    throttled: 3,
    quotaExceeded: 2,
    gatewayErrors: 6,
    bytes: 99_001,
    latencyMs: { p50: 61, p90: 113, p99: 1_870 },
    integrationLatencyMs: { p50: 52, p90: 101, p99: 1_850 },
    overheadMs: { p50: 8, p90: 11, p99: 23 },
    authorizerLatencyMs: { p50: 4, p90: 7, p99: 19 },
    authorizeLatencyMs: NONE,
    authenticateLatencyMs: NONE,
    wafLatencyMs: NONE,
    statuses: { "200": 1_176, "502": 41, "404": 14, "429": 3 },
    responseTypes: { THROTTLED: 5 },
    ...changes,
  };
}

export function logMinute(start: string, changes: Partial<LogMinute> = {}): LogMinute {
  return {
    start,
    requests: 29,
    errors4xx: 2,
    errors5xx: 1,
    throttled: 0,
    latencyMs: { p50: 60, p90: 110, p99: 840 },
    integrationLatencyMs: { p50: 51, p90: 99, p99: 810 },
    ...changes,
  };
}

/** One route, two minutes with a gap of one between them. */
export function logReport(changes: Partial<LogReport> = {}): LogReport {
  const { key: _key, ...total } = logGroup({});
  return {
    schemaVersion: 1,
    requests: 1_234,
    unparsed: 7,
    repaired: 0,
    filtered: 0,
    untimed: 0,
    groups: [logGroup({ route: "POST /orders" })],
    minutes: [
      logMinute("2026-11-22T14:00:00.000Z"),
      logMinute("2026-11-22T14:02:00.000Z", {
        requests: 37,
        throttled: 1,
        latencyMs: { p50: 63, p90: 120, p99: 1_990 },
      }),
    ],
    total,
    top: {
      clients: [
        { text: "203.0.113.9", requests: 700, error: 0, errors4xx: 5, errors5xx: 20, throttled: 1 },
        { text: "198.51.100.4", requests: 534, error: 12, errors4xx: 12, errors5xx: 21, throttled: 2 },
      ],
      apiKeys: [],
      userAgents: [],
      messages: [
        { text: "order <n> failed", requests: 41, error: 0, errors4xx: 0, errors5xx: 41, throttled: 0 },
      ],
    },
    slowest: [
      {
        latencyMs: 4_321,
        time: "2026-11-22T14:02:07.000Z",
        status: 504,
        key: { route: "POST /orders" },
        requestId: "r-17",
        integrationRequestId: "i-23",
      },
    ],
    formats: ["JSON lines, keys by the alias table"],
    unparsedSamples: ["START RequestId"],
    problems: [],
    limits: { otherGroups: 0, minutes: 0, outcomes: 0, latencies: 0, tooLongLines: 0 },
    ...changes,
  };
}
