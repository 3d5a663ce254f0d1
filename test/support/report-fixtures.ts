import { MINUTE_MS, type Window } from "../../src/core/window.ts";
import type { Finding } from "../../src/model/finding.ts";
import { toRuns, type Series } from "../../src/model/series.ts";
import { NO_COST, type Snapshot } from "../../src/model/snapshot.ts";
import type { Target } from "../../src/model/target.ts";

export const END_MS = Date.parse("2026-03-05T17:00:00Z");
export const WINDOW: Window = { startMs: END_MS - 60 * MINUTE_MS, endMs: END_MS };

export function aTarget(changes: Partial<Target> = {}): Target {
  const target = { kind: "rest", apiId: "a1b2c3", apiName: "orders", stage: "prod", ...changes } as const;
  const api = target.kind === "rest" ? target.apiName : target.apiId;
  return {
    id: `${target.kind}:${api}/${target.stage}`,
    region: "eu-west-1",
    accountId: null,
    dimensions: {},
    configuration: null,
    ...target,
  };
}

/** Values from the window's start on, one a period; null is a gap. */
export function aSeries(
  metric: string,
  stat: string,
  values: readonly (number | null)[],
  changes: Partial<Series> & { readonly startMs?: number } = {},
): Series {
  const { startMs = WINDOW.startMs, ...rest } = changes;
  const periodSeconds = rest.periodSeconds ?? 300;
  const points = values.flatMap((value, index) =>
    value === null ? [] : [{ timeMs: startMs + index * periodSeconds * 1_000, value }],
  );
  return {
    target: "rest:orders/prod",
    route: null,
    namespace: "AWS/ApiGateway",
    metric,
    dimensions: {},
    stat,
    periodSeconds,
    runs: toRuns(points, periodSeconds),
    ...rest,
  };
}

export function aSnapshot(changes: Partial<Snapshot> = {}): Snapshot {
  return {
    schemaVersion: 1,
    origin: "recorded",
    window: WINDOW,
    baseline: { startMs: WINDOW.startMs - 7 * 1_440 * MINUTE_MS, endMs: WINDOW.startMs },
    settledMs: END_MS,
    targets: [aTarget()],
    logs: [],
    series: [],
    blindSpots: [],
    cost: NO_COST,
    ...changes,
  };
}

export function aFinding(changes: Partial<Finding> = {}): Finding {
  return {
    id: "f-1",
    analyzer: "errors/server-error-spike",
    severity: "critical",
    target: "rest:orders/prod",
    route: "POST /orders",
    title: "Server errors on POST /orders",
    summary: "1 of 12 requests fails with 5XX since 16:21, up from 1 in 1,000.",
    startedAt: "2026-03-05T16:21:00.000Z",
    endedAt: null,
    confidence: 0.97,
    impact: { requests: 412, share: 0.084 },
    cause: { kind: "integration", detail: "the Lambda function orders-api answers 502" },
    evidence: [{ label: "5XX ratio", baseline: 0.0011, observed: 0.084, unit: "ratio", source: "metrics" }],
    actions: ["Look at the function's log since 16:20.", "Roll back deployment d7."],
    links: [{ label: "Metrics", url: "https://console.aws.amazon.com/x" }],
    ...changes,
  };
}
