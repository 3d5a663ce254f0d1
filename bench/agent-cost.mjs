// What it costs to watch quiet targets: a simulated account behind the loopback endpoint, asked through the real SDK by the
// agent every five minutes of simulated days; what GetMetricData was asked for is counted and priced.
//
//   npm run build && node bench/agent-cost.mjs [TARGETS] [DAYS] [SEED] [BASELINE]
//
// Days may be a fraction; a shorter baseline than the usual 14d is quicker to draw, asks for as many series, and makes more move for
// nothing, since less is known to be usual. The first run learns what is usual and reads everything once; it is counted apart. After it, what goes beyond tripwire, tail
// and sweep is what moved for nothing.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { agentAccounts } from "../dist/agent/agent-accounts.js";
import { monthlyCost } from "../dist/agent/monthly-cost.js";
import { runOnce } from "../dist/agent/run-once.js";
import { fileStateStore } from "../dist/agent/state/file-store.js";
import { parseDurationMs } from "../dist/core/window.js";
import { startLoopback } from "../dist/loopback/start-loopback.js";
import { createAccount } from "../dist/simulate/create-account.js";

const [targets = 20, days = 1, seed = 41] = process.argv.slice(2, 5).map(Number);
const baseline = process.argv[5] ?? "14d";
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const EVERY_MS = 5 * MINUTE_MS;
const NOW_MS = Date.UTC(2026, 10, 20);
const KINDS = ["rest", "rest", "http", "rest", "http", "rest", "rest", "http", "rest", "websocket"];
const RATES = [3, 11, 37, 90, 240, 600];
const USD = 0.01 / 1_000;

Object.assign(process.env, { AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x" });
delete process.env["AWS_PROFILE"];

const kinds = Array.from({ length: targets }, (_, at) => KINDS[at % KINDS.length]);
const account = createAccount({
  seed,
  accountId: "123456789012",
  region: "eu-west-1",
  nowMs: NOW_MS + days * DAY_MS,
  stages: kinds.map(stageOf),
  incidents: [],
});
// What takes long to draw is drawn before it is asked for: a client waits a minute at most.
const drawn = { startMs: NOW_MS - parseDurationMs(baseline) - DAY_MS / 4, endMs: NOW_MS };
for (const { namespace, metric, dimensions } of account.metrics())
  if (["Count", "MessageCount"].includes(metric))
    account.query({ namespace, metric, dimensions }, "SampleCount", 3_600, drawn);
const loopback = await startLoopback(account);
const folder = mkdtempSync(join(tmpdir(), "gatewatch-bench-"));
try {
  await measure();
} finally {
  await loopback.close();
  rmSync(folder, { recursive: true });
}

async function measure() {
  const config = { version: 1, regions: ["eu-west-1"], baseline, agent: { logs: "off" } };
  const accounts = await agentAccounts(config, { endpointUrl: loopback.url });
  const path = join(folder, "agent.json.gz");
  const state = fileStateStore(path);
  const runs = [];
  const heard = [];
  const blind = [];
  for (let nowMs = NOW_MS; nowMs < NOW_MS + days * DAY_MS; nowMs += EVERY_MS) {
    const begun = performance.now();
    const { summary, events } = await runOnce({
      accounts,
      state,
      sinks: [],
      archive: null,
      config,
      nowMs,
      deadlineMs: null,
      runKey: null,
      clock: () => nowMs,
      toolVersion: "bench",
    });
    if (summary.blindSpots > 0) blind.push(summary.blindSpots);
    heard.push(...events.map(({ kind, incident }) => `${kind} ${incident.target} ${incident.analyzer}`));
    const { cost, targetsReadWhole, incidents } = summary;
    runs.push({
      metrics: cost.metricsRequested,
      whole: targetsReadWhole,
      incidents,
      ms: performance.now() - begun,
    });
  }
  const [first, ...others] = runs;
  const sum = (name) => others.reduce((total, one) => total + one[name], 0);
  const known = monthlyCost(kinds, EVERY_MS, 120 * MINUTE_MS);
  const perMonth = (sum("metrics") / others.length) * known.runs * USD;
  const times = others.map(({ ms }) => ms).sort((left, right) => left - right);
  console.log(`${targets} targets, ${days} days, seed ${seed}, baseline ${baseline}: ${runs.length} runs`);
  console.log(`first run: ${first.metrics} metrics, ${(first.metrics * USD).toFixed(4)} USD`);
  console.log(`other runs: ${sum("metrics")} metrics, ${sum("whole")} targets read whole`);
  console.log(`tripwire: ${known.tripwireSeries} series a run, ${known.tripwireUsd.toFixed(2)} USD a month`);
  console.log(
    `tail: ${known.tailSeries} series ${known.tails} times, ${known.tailUsd.toFixed(2)} USD a month`,
  );
  console.log(
    `sweep: ${known.wholeSeries} series ${known.sweeps} times, ${known.sweepUsd.toFixed(2)} USD a month`,
  );
  console.log(`measured: ${perMonth.toFixed(2)} USD a month, ${known.usd.toFixed(2)} known beforehand`);
  console.log(`state: ${statSync(path).size} bytes; median run ${times[times.length >> 1]?.toFixed(0)} ms`);
  console.log(`runs with blind spots: ${blind.length}`);
  console.log(`news: ${heard.length === 0 ? "none" : heard.join("; ")}`);
}

function stageOf(kind, at) {
  const isSocket = kind === "websocket";
  const latency = (medianMs, sigma) => ({ parts: [{ weight: 1, medianMs, sigma }], capMs: 29_000 });
  const route = (key, weight) => ({
    key,
    weight,
    integration: "lambda-proxy",
    integrationTarget: `function-${at}`,
    integrationLatency: latency(40 + 7 * at, 0.4),
    gatewayLatency: latency(6, 0.3),
    authorizer: null,
    clientErrorRatio: 0.02,
    serverErrorRatio: at % 3 === 0 ? 0.002 : 0.0005,
    cacheHitRatio: null,
    coldStartRatio: 0.004,
    timeoutMs: 29_000,
  });
  return {
    kind,
    apiId: `api${String(at).padStart(7, "0")}`,
    apiName: `api-${at}`,
    stage: "prod",
    traffic: {
      requestsPerMinute: RATES[at % RATES.length],
      dailySwing: 0.5,
      weekendDip: 0.3,
      peakHour: 9 + (at % 8),
      burstiness: 0.1,
    },
    routes: isSocket ? [route("$connect", 0.1), route("send", 0.9)] : [route("GET /things/{thingId}", 1)],
    detailedMetrics: false,
    cacheSizeGb: null,
    limits: { usagePlan: null, stage: null, account: { rateLimit: 10_000, burstLimit: 5_000 } },
    accessLogFormat: null,
    executionLogLevel: "OFF",
    tracing: false,
    webAcl: false,
    clients: [{ apiKeyId: "key-one", userAgent: "one/1.0", ip: "203.0.113.7", share: 1 }],
    canaryPercent: null,
    deployments: [{ id: "dep001", createdMs: NOW_MS - 90 * DAY_MS, description: "first" }],
    requestWindow: null,
  };
}
