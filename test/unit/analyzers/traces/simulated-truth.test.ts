import { describe, expect, test } from "vitest";

import { analyze } from "../../../../src/analyzers/run.ts";
import { explainTraces } from "../../../../src/analyzers/attribution/explain-traces.ts";
import { traceQuestions } from "../../../../src/analyzers/trace-questions.ts";
import { toTraceReport } from "../../../../src/analyzers/traces/to-trace-report.ts";
import { demoReader } from "../../../../src/cli/demo-reader.ts";
import { MINUTE_MS } from "../../../../src/core/window.ts";
import { findingSchema, type Finding } from "../../../../src/model/finding.ts";
import { snapshotSchema, type Snapshot } from "../../../../src/model/snapshot.ts";
import { traceReportSchema } from "../../../../src/model/trace-report.ts";
import { createAccount } from "../../../../src/simulate/create-account.ts";
import type { PlannedIncident } from "../../../../src/simulate/plan.ts";
import {
  SIMULATE_NOW_MS,
  simulateLatency,
  simulatePlan,
  simulateRoute,
  simulateStage,
} from "../../../support/simulate-plan.ts";

const START_MS = SIMULATE_NOW_MS - 40 * MINUTE_MS;
const WINDOW = { startMs: SIMULATE_NOW_MS - 100 * MINUTE_MS, endMs: SIMULATE_NOW_MS };

function accountWith(incidents: readonly Omit<PlannedIncident, "target" | "route" | "startMs" | "endMs">[]) {
  const stage = simulateStage({
    tracing: true,
    traffic: { requestsPerMinute: 30, dailySwing: 0, weekendDip: 0, peakHour: 13, burstiness: 0 },
    requestWindow: WINDOW,
    routes: [
      simulateRoute({
        key: "POST /things",
        weight: 0.6,
        integrationTarget: "things-create",
        integrationLatency: simulateLatency(120),
      }),
      simulateRoute({ weight: 0.4, authorizer: { kind: "CUSTOM", latency: simulateLatency(13) } }),
    ],
  });
  const planned = incidents.map((incident) => ({
    ...incident,
    target: "rest:things/prod",
    route: null,
    startMs: START_MS,
    endMs: SIMULATE_NOW_MS,
  }));
  return createAccount(simulatePlan([stage], { incidents: planned }));
}

async function snapshotOf(account: ReturnType<typeof accountWith>): Promise<Snapshot> {
  const target = account.targets[0]!;
  const before = { startMs: START_MS - 40 * MINUTE_MS, endMs: START_MS - 5 * MINUTE_MS };
  const after = { startMs: START_MS, endMs: SIMULATE_NOW_MS };
  const { slices, blindSpots } = await demoReader(account).readTraces(
    [before, after].map((window) => ({ target, window })),
    { mostTraces: 72, withExtremes: true, maxCostUsd: null },
    () => undefined,
  );
  expect(blindSpots).toEqual([]);
  return snapshotSchema.parse({
    schemaVersion: 1,
    origin: "demo",
    window: WINDOW,
    baseline: { startMs: WINDOW.startMs, endMs: WINDOW.startMs },
    settledMs: WINDOW.endMs,
    targets: [target],
    series: [],
    traces: slices,
    blindSpots: [],
    cost: { metricsRequested: 0, logBytesScanned: 0, tracesRetrieved: 0, usd: 0, calls: {} },
  });
}

function finding(analyzer: string): Finding {
  return findingSchema.parse({
    id: "f-1",
    analyzer,
    severity: "warning",
    target: "rest:things/prod",
    route: null,
    title: "Slow",
    summary: "Slow.",
    startedAt: new Date(START_MS).toISOString(),
    endedAt: null,
    confidence: 0.9,
    impact: { requests: 40, share: 0.4 },
    cause: { kind: "unknown", detail: "The metrics do not say." },
    evidence: [],
    actions: ["Look at traces of slow requests: they name the dependency that takes the time."],
    links: [],
  });
}

// Drawing an account takes longer than all that is asked of it.
const quiet = snapshotOf(accountWith([]));
const slowed = snapshotOf(accountWith([{ name: "backend-slowdown-step", magnitude: 3 }]));

describe("traces of a simulated account", () => {
  test("say of a slow backend that its table is slow, and that the gateway is not", async () => {
    const snapshot = await slowed;
    const told = explainTraces(finding("latency/integration-regression"), snapshot);
    expect(told.cause.kind).toBe("integration");
    expect(told.cause.detail).toMatch(
      /Traces of 72 requests before and 72 since: \d\d % of it in DynamoDB PutItem things behind things-create/,
    );
    expect(told.cause.detail).toMatch(/The gateway's own time did not grow: \d+ ms before, \d+ ms now\./);
    expect(told.evidence[0]).toMatchObject({ source: "traces", unit: "ms" });
    expect(told.evidence[0]?.observed).toBeGreaterThan(2 * (told.evidence[0]?.baseline ?? Infinity));
    expect(told.actions.join(" ")).not.toMatch(/Look at traces of slow/);
    expect(told.actions.join(" ")).toMatch(/Look at trace 1-[0-9a-f]{8}-/);
  });

  test("say of a slow authorizer that it is before the gateway's call", async () => {
    const snapshot = await snapshotOf(accountWith([{ name: "authorizer-slowdown" }]));
    const told = explainTraces(finding("latency/overhead-regression"), snapshot);
    expect(told.cause.kind).toBe("gateway");
    expect(told.cause.detail).toMatch(
      /9\d % of it in gateway, before its call|100 % of it in gateway, before its call/,
    );
  });

  test("say of many cold starts that they are the reason", async () => {
    const snapshot = await snapshotOf(accountWith([{ name: "cold-start-storm", magnitude: 0.4 }]));
    const told = explainTraces(finding("latency/regression"), snapshot);
    expect(told.cause.detail).toMatch(/of it in cold start of things-/);
    expect(told.cause.detail).toMatch(/\d\d % of the requests meet a cold start, before/);
  });

  test("say in which call failed requests fail", async () => {
    const snapshot = await snapshotOf(accountWith([{ name: "lambda-permission-removed", magnitude: 1 }]));
    const told = explainTraces(finding("errors/server-error-spike"), snapshot);
    expect(told.cause.kind).toBe("integration");
    expect(told.cause.detail).toMatch(/of them fail in call of things-/);
  });

  test("say nothing of quiet time, of clients' errors, and without traces", async () => {
    const snapshot = await quiet;
    for (const analyzer of ["latency/regression", "errors/client-error-spike", "traffic/drop"]) {
      expect(explainTraces(finding(analyzer), snapshot)).toEqual(finding(analyzer));
    }
    const { traces: _none, ...without } = snapshot;
    expect(explainTraces(finding("latency/regression"), without)).toEqual(finding("latency/regression"));
    expect(
      analyze(without, () => {
        throw new Error("no settings are asked for without series");
      }).findings,
    ).toEqual([]);
  });

  test("make a page that sums up, of the spans that are compared", async () => {
    const snapshot = await slowed;
    const [before, after] = (snapshot.traces ?? []).map(({ startMs, endMs }) => ({ startMs, endMs }));
    const report = toTraceReport(snapshot, { window: after!, compared: { before: before!, after: after! } });
    expect(traceReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    const [target] = report.targets;
    expect(target?.requests).toBe(72);
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    expect(sum(target?.steps.map(({ share }) => share) ?? [])).toBeCloseTo(1, 9);
    expect(sum(target?.phases.map(({ share }) => share) ?? [])).toBeCloseTo(1, 9);
    expect(sum(target?.steps.map(({ waitedMs }) => waitedMs.mean) ?? [])).toBeCloseTo(
      target?.durationMs?.mean ?? NaN,
      6,
    );
    expect(report.comparisons[0]?.comparison?.steps[0]?.phase).toBe("downstream");
    expect(target?.slowest[0]?.durationMs).toBe(
      Math.max(...(target?.slowest.map(({ durationMs }) => durationMs) ?? [])),
    );
    expect(target?.waterfall?.rows.length).toBeGreaterThan(3);
    expect(target?.baseAgainstCanary).toBeNull();
    // The same traces give the same page, chance and all.
    expect(toTraceReport(snapshot, { window: after!, compared: { before: before!, after: after! } })).toEqual(
      report,
    );
  });
});

describe("which traces are asked for", () => {
  test("those of the incident, and of the quiet time before it", async () => {
    const snapshot = await quiet;
    const asked = traceQuestions(snapshot, [finding("latency/regression")]);
    expect(
      asked.map(({ window }) => [
        (window.startMs - START_MS) / MINUTE_MS,
        (window.endMs - START_MS) / MINUTE_MS,
      ]),
    ).toEqual([
      [0, 30],
      [-35, -5],
    ]);
    const earlier = {
      ...finding("traffic/drop"),
      startedAt: new Date(START_MS - 20 * MINUTE_MS).toISOString(),
      endedAt: new Date(START_MS - 12 * MINUTE_MS).toISOString(),
    };
    expect(traceQuestions(snapshot, [finding("latency/regression"), earlier])[1]?.window.endMs).toBe(
      START_MS - 25 * MINUTE_MS,
    );
  });

  test("none of what traces cannot tell, or of stages without tracing", async () => {
    const snapshot = await quiet;
    expect(
      traceQuestions(snapshot, [finding("errors/client-error-spike"), finding("traffic/surge")]),
    ).toEqual([]);
    const untraced = snapshot.targets.map((target) => ({
      ...target,
      configuration: { ...target.configuration!, tracing: false },
    }));
    expect(traceQuestions({ ...snapshot, targets: untraced }, [finding("latency/regression")])).toEqual([]);
  });
});
