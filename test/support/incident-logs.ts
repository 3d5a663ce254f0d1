import type { Dimension } from "../../src/logs/filter/filter.ts";
import { MINUTE_MS, type Window } from "../../src/core/window.ts";
import { compileFormat } from "../../src/logs/layout/compile-format.ts";
import { COUNT_DIMENSIONS, LATENCY_DIMENSIONS, toLogSlice } from "../../src/logs/to-log-slice.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { LogSlice } from "../../src/model/log-slice.ts";
import { NO_COST, type Snapshot } from "../../src/model/snapshot.ts";
import type { Account } from "../../src/simulate/account.ts";
import type { StageConfiguration } from "../../src/model/target.ts";
import type { StagePlan } from "../../src/simulate/plan.ts";
import { createAccount } from "../../src/simulate/create-account.ts";
import { stageTarget } from "../../src/simulate/stage-target.ts";
import { scanLog } from "./scan-log.ts";
import {
  SIMULATE_NOW_MS,
  simulateLatency,
  simulatePlan,
  simulateRoute,
  simulateStage,
} from "./simulate-plan.ts";

const VARIABLES = {
  requestId: "requestId",
  extendedRequestId: "extendedRequestId",
  requestTimeEpoch: "requestTimeEpoch",
  deploymentId: "deploymentId",
  isCanary: "isCanaryRequest",
  httpMethod: "httpMethod",
  resourcePath: "resourcePath",
  path: "path",
  status: "status",
  responseLatency: "responseLatency",
  ip: "identity.sourceIp",
  userAgent: "identity.userAgent",
  apiKeyId: "identity.apiKeyId",
  integrationStatus: "integration.status",
  integrationLatency: "integration.latency",
  integrationError: "integration.error",
  wafLatency: "waf.latency",
  authorizerLatency: "authorizer.latency",
  authorizeLatency: "authorize.latency",
  errorMessage: "error.message",
  errorResponseType: "error.responseType",
} as const;

const FORMAT = `{${Object.entries(VARIABLES)
  .map(([key, variable]) => `"${key}":"$context.${variable}"`)
  .join(",")}}`;

const INCIDENT_MS = 12 * MINUTE_MS;
export const INCIDENT: Window = { startMs: SIMULATE_NOW_MS - INCIDENT_MS, endMs: SIMULATE_NOW_MS };
export const QUIET: Window = {
  startMs: INCIDENT.startMs - 14 * MINUTE_MS,
  endMs: INCIDENT.startMs - 2 * MINUTE_MS,
};

const authorizer = { kind: "CUSTOM" as const, latency: simulateLatency(17) };
const STAGE = simulateStage({
  accessLogFormat: FORMAT,
  // Drawing single requests takes time.
  traffic: { requestsPerMinute: 40, dailySwing: 0.4, weekendDip: 0.2, peakHour: 13, burstiness: 0.08 },
  webAcl: true,
  routes: [
    simulateRoute({ key: "GET /things/{thingId}", weight: 0.55, authorizer }),
    simulateRoute({ key: "POST /things", weight: 0.3, authorizer, integrationTarget: "things-write" }),
    simulateRoute({ key: "GET /health", weight: 0.15, integrationTarget: "health" }),
  ],
});

/** A stage whose clients have a plan with room for each, and whose canary gets a fifth. */
export const PLANNED: Partial<StagePlan> = {
  limits: {
    usagePlan: { rateLimit: 41, burstLimit: 83, quotaPerDay: 1_900_000 },
    stage: null,
    account: { rateLimit: 10_000, burstLimit: 5_000 },
  },
  canaryPercent: 20,
  deployments: [
    { id: "dep001", createdMs: INCIDENT.startMs - 1_500 * MINUTE_MS, description: "first" },
    { id: "dep002", createdMs: INCIDENT.startMs - 40 * MINUTE_MS, description: "canary" },
  ],
};

/**
 * A snapshot of the stage whose log, as the log engine reads it, holds an incident of the catalogue and a quiet time before.
 *
 * @param change what the stage is besides.
 */
export function incidentSnapshot(
  name: string,
  change: Partial<StagePlan> = {},
  where: { readonly route?: string; readonly magnitude?: number } = {},
): Snapshot {
  const target = "rest:things/prod";
  const { route = null, ...magnitude } = where;
  const plan = simulatePlan([{ ...STAGE, ...change }], {
    seed: 23,
    incidents: [{ name, target, route, ...INCIDENT, ...magnitude }],
  });
  const account = createAccount(plan);
  // What was before an incident is the same whichever comes.
  const quiet = quietSlices.get(change) ?? sliceOf(createAccount({ ...plan, incidents: [] }), target, QUIET);
  quietSlices.set(change, quiet);
  return {
    ...EMPTY,
    targets: [...account.targets],
    logs: [quiet, sliceOf(account, target, INCIDENT)],
  };
}

const quietSlices = new WeakMap<Partial<StagePlan>, LogSlice>();

const EMPTY: Snapshot = {
  schemaVersion: 1,
  origin: "demo",
  window: { startMs: INCIDENT.startMs, endMs: SIMULATE_NOW_MS },
  baseline: { startMs: SIMULATE_NOW_MS - 1_440 * MINUTE_MS, endMs: INCIDENT.startMs },
  settledMs: SIMULATE_NOW_MS,
  targets: [],
  series: [],
  logs: [],
  blindSpots: [],
  cost: NO_COST,
};

/** A snapshot of one stage with these slices. */
export function logSnapshot(
  logs: readonly LogSlice[],
  configuration: Partial<StageConfiguration> = {},
): Snapshot {
  const target = stageTarget(simulatePlan([STAGE]), STAGE);
  const own = target.configuration;
  if (own === null) throw new Error("the simulated stage has no configuration");
  return {
    ...EMPTY,
    targets: [
      { ...target, configuration: { ...own, throttle: null, usagePlans: [], routes: [], ...configuration } },
    ],
    logs: [...logs],
  };
}

/** A slice of the stage's log, read whole. */
export function madeSlice(window: Window, change: Partial<LogSlice>): LogSlice {
  const counts = change.counts ?? [];
  return {
    target: "rest:things/prod",
    ...window,
    engine: "local",
    sampledShare: 1,
    isComplete: true,
    fields: ["responseType", "route", "apiKeyId"],
    requests: counts.reduce((sum, { requests }) => sum + requests, 0),
    unparsed: 0,
    bytes: 1_234,
    counts,
    latencies: [],
    top: [],
    slowest: [],
    ...change,
  };
}

function sliceOf(account: Account, target: string, window: Window): LogSlice {
  const lines = account
    .logGroups()
    .filter(({ name }) => !/^API-Gateway-Execution-Logs|\/Canary$/.test(name))
    .flatMap(({ name }) => [...account.logEvents(name, window)].map(({ message }) => message.trimEnd()));
  if (lines.length === 0) throw new Error("the simulated stage logged nothing");
  const layout = compileFormat(FORMAT);
  const log = `${lines.join("\n")}\n`;
  const scan = (by: readonly Dimension[], cells: boolean) => scanLog(log, { layout, by, cells });
  const origin = {
    target,
    ...window,
    engine: "local" as const,
    sampledShare: 1,
    isComplete: true,
    bytes: log.length,
    fields: layout.fields,
  };
  return toLogSlice(origin, scan(COUNT_DIMENSIONS, true), scan(LATENCY_DIMENSIONS, false));
}

/** A finding as metrics alone would give it. */
export function bareFinding(analyzer: string): Finding {
  return {
    id: `${analyzer}-1`,
    analyzer,
    severity: "warning",
    target: "rest:things/prod",
    route: null,
    title: "Errors",
    summary: "More errors than usual.",
    startedAt: new Date(INCIDENT.startMs).toISOString(),
    endedAt: null,
    confidence: 0.9,
    impact: { requests: 100, share: 0.1 },
    cause: { kind: "unknown", detail: "Metrics do not tell." },
    evidence: [{ label: "ratio", baseline: 0.01, observed: 0.2, unit: "ratio", source: "metrics" }],
    actions: ["Group the access logs by status."],
    links: [],
  };
}
