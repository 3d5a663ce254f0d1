import { describe, expect, it } from "vitest";

import { alarmSpecSchema } from "../../../src/model/alarm-spec.ts";
import { DEFAULT_SETTINGS, configSchema, settingsSchema } from "../../../src/model/config.ts";
import { findingSchema } from "../../../src/model/finding.ts";
import { NO_COST, snapshotSchema } from "../../../src/model/snapshot.ts";
import { targetId } from "../../../src/model/target.ts";

const target = {
  id: "rest:orders/prod",
  kind: "rest",
  apiId: "a1b2c3",
  apiName: "orders",
  stage: "prod",
  region: "eu-west-1",
  accountId: "123456789012",
  dimensions: { ApiName: "orders", Stage: "prod" },
  configuration: null,
};

const snapshot = {
  schemaVersion: 1,
  origin: "recorded",
  window: { startMs: 10_800_000, endMs: 21_600_000 },
  baseline: { startMs: 0, endMs: 10_800_000 },
  settledMs: 21_480_000,
  targets: [target],
  series: [],
  logs: [],
  blindSpots: [{ source: "metrics", target: null, code: "THROTTLED", hint: "Try again later." }],
  cost: NO_COST,
};

const finding = {
  id: "f-1",
  analyzer: "errors/server-error-spike",
  severity: "critical",
  target: "rest:orders/prod",
  route: "POST /orders",
  title: "Server errors",
  summary: "One paragraph.",
  startedAt: "2026-11-20T14:32:00.000Z",
  endedAt: null,
  confidence: 0.97,
  impact: { requests: 412, share: 0.084 },
  cause: { kind: "integration", detail: "The integration answers 502." },
  evidence: [{ label: "5XX ratio", baseline: 0.001, observed: 0.084, unit: "ratio", source: "metrics" }],
  actions: ["Look at the function's log."],
  links: [{ label: "Console", url: "https://example.invalid/" }],
};

const alarm = {
  schemaVersion: 1,
  key: "rest-orders-prod-server-errors",
  rule: "errors/server-error-ratio",
  target: "rest:orders/prod",
  route: null,
  definition: {
    AlarmName: "orders prod server errors",
    Namespace: "AWS/ApiGateway",
    MetricName: "5XXError",
    Dimensions: [{ Name: "ApiName", Value: "orders" }],
    Statistic: "Average",
    Period: 60,
    EvaluationPeriods: 3,
    Threshold: 0.05,
    ComparisonOperator: "GreaterThanThreshold",
    TreatMissingData: "notBreaching",
  },
  why: "Five times the worst quiet minute.",
  backtest: null,
  usdPerMonth: 0.1,
};

describe("the three values", () => {
  it.each([
    ["snapshot", snapshotSchema, snapshot],
    ["finding", findingSchema, finding],
    ["alarm spec", alarmSpecSchema, alarm],
  ])("a %s survives a JSON round trip through its schema", (_name, schema, value) => {
    expect(schema.parse(JSON.parse(JSON.stringify(value)))).toEqual(value);
  });

  it("refuse a version they do not know, a share above one and a misspelt alarm field", () => {
    expect(snapshotSchema.safeParse({ ...snapshot, schemaVersion: 2 }).success).toBe(false);
    expect(findingSchema.safeParse({ ...finding, confidence: 1.2 }).success).toBe(false);
    expect(findingSchema.safeParse({ ...finding, startedAt: "yesterday" }).success).toBe(false);
    const misspelt = { ...alarm, definition: { ...alarm.definition, EvaluationPeriod: 3 } };
    expect(alarmSpecSchema.safeParse(misspelt).success).toBe(false);
  });

  it("take a composite alarm as well as a metric alarm", () => {
    const composite = {
      ...alarm,
      definition: { AlarmName: "orders page", AlarmRule: 'ALARM("a") AND ALARM("b")' },
    };
    expect(alarmSpecSchema.parse(composite)).toEqual(composite);
  });
});

describe("config", () => {
  it("has defaults that satisfy their own schema", () => {
    expect(settingsSchema.parse(DEFAULT_SETTINGS)).toEqual(DEFAULT_SETTINGS);
    expect(Object.isFrozen(DEFAULT_SETTINGS)).toBe(true);
  });

  it("reads the whole cascade and refuses an unknown key", () => {
    const config = {
      version: 1,
      regions: ["eu-west-1"],
      defaults: { minErrors: 4 },
      apis: [
        {
          api: "orders*",
          stages: [
            { stage: "prod", routes: [{ route: "GET /health", settings: { disable: ["errors/*"] } }] },
          ],
        },
      ],
    };
    expect(configSchema.parse(config)).toEqual(config);
    expect(configSchema.safeParse({ ...config, region: "eu-west-1" }).success).toBe(false);
  });
});

describe("targetId", () => {
  it.each([
    ["rest", "orders", "prod", "", "rest:orders/prod"],
    ["http", "a1b2c3", "$default", "", "http:a1b2c3/$default"],
    ["websocket", "d4e5f6", "prod", "eu-west-1", "eu-west-1/websocket:d4e5f6/prod"],
    ["rest", "orders", "prod", "123456789012/eu-west-1", "123456789012/eu-west-1/rest:orders/prod"],
  ] as const)("%s %s/%s in scope %j is %s", (kind, api, stage, scope, expected) => {
    expect(targetId(kind, api, stage, scope)).toBe(expected);
  });
});
