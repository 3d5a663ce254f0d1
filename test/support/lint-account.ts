import { toCoverage } from "../../src/alarms/lint/coverage.ts";
import type { LintContext } from "../../src/alarms/lint/lint-context.ts";
import type { DeclaredAlarm } from "../../src/model/declared-alarm.ts";
import type { MetricKey } from "../../src/model/metric-key.ts";
import { OFFLINE } from "./lint-alarms.ts";
import { LINT_TARGETS } from "./lint-recording.ts";

const REGION = "eu-west-1";
const TOPIC = `arn:aws:sns:${REGION}:210987654321:`;

export const LINT_NOW_MS = Date.parse("2026-11-20T15:00:00Z");

function keys(dimensions: MetricKey["dimensions"], ...metrics: readonly string[]): MetricKey[] {
  return metrics.map((metric) => ({ namespace: "AWS/ApiGateway", metric, dimensions }));
}

const prod = { ApiName: "orders", Stage: "prod" };

/** Metrics of orders/prod, of one of its routes, and of the stage test, which has had no Latency. */
export const LINT_METRICS: readonly MetricKey[] = [
  ...keys(prod, "Count", "4XXError", "5XXError", "Latency", "IntegrationLatency"),
  ...keys({ ...prod, Resource: "/orders/{id}", Method: "GET" }, "Count", "Latency"),
  ...keys({ ApiName: "orders", Stage: "test" }, "Count", "5XXError"),
];

/** A change each so many minutes, from ALARM to OK and back. */
export function changes(alarm: string, count: number, everyMinutes: number) {
  return Array.from({ length: count }, (_, index) => ({
    alarm,
    atMs: LINT_NOW_MS - 86_400_000 * 3 + index * everyMinutes * 60_000,
    to: index % 2 === 0 ? ("ALARM" as const) : ("OK" as const),
  }));
}

/** What the account says that the lint tests live in, each part alone. */
export const LINT_STAGES = { region: REGION, targets: LINT_TARGETS, inventoried: new Set([REGION]) };
export const LINT_LISTED = { region: REGION, metrics: new Map([[REGION, LINT_METRICS]]) };
export const LINT_TOPICS = {
  region: REGION,
  topics: new Map([
    [`${TOPIC}page`, { confirmed: 3, pending: 0 }],
    [`${TOPIC}unheard`, { confirmed: 0, pending: 2 }],
    [`${TOPIC}gone`, null],
  ]),
};
export const LINT_HISTORY = {
  region: REGION,
  history: new Map([
    [
      REGION,
      {
        startMs: LINT_NOW_MS - 30 * 86_400_000,
        endMs: LINT_NOW_MS,
        changes: [...changes("orders-errors", 2, 13), ...changes("orders-nervous", 11, 97)],
      },
    ],
  ]),
};

/** Coverage of the one HTTP API. */
export function lintCoverage(alarms: readonly DeclaredAlarm[]): Partial<LintContext> {
  const targets = LINT_TARGETS.filter(({ kind }) => kind === "http");
  return { coverage: toCoverage({ ...OFFLINE, region: REGION, targets, alarms }) };
}
