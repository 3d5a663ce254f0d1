// How often the audit's advice is right, on simulated accounts of which the truth is known:
//
//   npm run build && node bench/audit-advice.mjs [--seeds tuning|judging] [--count 10]
//
// Cache: the advice sees the counts of one day, the truth is the next day: its requests, one by one, against a cache as API Gateway
// keeps it (an entry lives for 300 seconds from when it was stored; who comes while it is fetched asks too). A route has one
// answer, or many that a query string chooses, the n-th as often as 1/n.
// Without Lambda: traced requests of functions whose own time is known, in a share of which a second call was planted.
// Limits are chosen on the tuning seeds alone; the judging seeds are for the figures in docs/audit.md.
import { parseArgs } from "node:util";

import { forwardingRoutes } from "../dist/analyzers/traces/forwarding-routes.js";
import { demoReader } from "../dist/cli/demo-reader.js";
import { createRandom } from "../dist/core/random.js";
import { toRuns } from "../dist/model/series.js";
import { cacheAdvice } from "../dist/posture/advice/cache-advice.js";
import { createAccount } from "../dist/simulate/create-account.js";
import { route, stage, traffic } from "../dist/simulate/demo-parts.js";

const SEEDS = { tuning: 501, judging: 20_501 };
const { values } = parseArgs({
  options: { seeds: { type: "string", default: "tuning" }, count: { type: "string", default: "10" } },
});
if (SEEDS[values.seeds] === undefined) throw new Error("--seeds is tuning or judging");
const seeds = Array.from({ length: Number(values.count) }, (_, index) => SEEDS[values.seeds] + index);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.parse("2026-11-18T00:00:00Z");
const TTL_MS = 300_000;
/** Share of the stage's requests: from about one in a minute and a half to 12 a second. */
const WEIGHTS = [0.0005, 0.001, 0.002, 0.004, 0.008, 0.02, 0.06, 0.1, 0.2, 0.6045];
const TARGET = "rest:shop/prod";

console.log(`${values.seeds} seeds ${seeds[0]} to ${seeds.at(-1)}\n`);
caches();
await functions();

function planOf(seed, routes, perMinute, shape = {}) {
  const one = stage(
    {
      kind: "rest",
      apiId: "a1b2c3",
      apiName: "shop",
      stage: "prod",
      traffic: traffic(perMinute, shape),
      routes,
    },
    NOW,
    {
      detailedMetrics: true,
      accessLogFormat: null,
      tracing: true,
      webAcl: false,
      requestWindow: null,
      hasTraces: true,
    },
  );
  return {
    seed,
    accountId: "123456789012",
    region: "eu-west-1",
    nowMs: NOW,
    stages: [{ ...one, deployments: one.deployments.slice(0, 1) }],
    incidents: [],
  };
}

function caches() {
  const rows = [];
  for (const seed of seeds) {
    const random = createRandom(seed);
    const shape = { dailySwing: 0.8 * random.next(), burstiness: 0.3 * random.next(), weekendDip: 0 };
    const routes = WEIGHTS.map((weight, index) =>
      route(`GET /r${index}`, weight, `read-${index}`, 20 + 400 * random.next()),
    );
    const account = createAccount(planOf(seed, routes, 1_200, shape));
    const [target] = account.targets;
    const keyOf = (key, metric) => ({
      namespace: "AWS/ApiGateway",
      metric,
      dimensions: { ...target.dimensions, Method: "GET", Resource: key.slice(4) },
    });
    const window = { startMs: NOW - 2 * DAY, endMs: NOW - DAY };
    const series = routes.flatMap(({ key }) =>
      ["Count", "5XXError"].map((metric) => {
        const found = keyOf(key, metric);
        const points = account.query(found, "Sum", 3_600, window);
        return {
          ...found,
          target: TARGET,
          route: key,
          stat: "Sum",
          periodSeconds: 3_600,
          runs: toRuns(points, 3_600),
        };
      }),
    );
    const advice = cacheAdvice({ targets: [{ ...target, id: TARGET }], series, window, logs: [] });
    for (const { key, integrationLatency } of routes) {
      const told = advice.find((one) => one.route === key)?.numbers ?? null;
      const counts = account.query(keyOf(key, "Count"), "Sum", 60, { startMs: NOW - DAY, endMs: NOW });
      const latencyMs = integrationLatency.parts[0].medianMs;
      const truth = (answers) => literalCache(counts, latencyMs, answers, createRandom(seed + answers));
      const requests = counts.reduce((sum, { value }) => sum + value, 0);
      rows.push({
        told,
        requests,
        perSecond: requests / (DAY / 1_000),
        one: truth(1),
        ten: truth(10),
        hundred: truth(100),
      });
    }
  }
  if (rows.every(({ told }) => told === null)) throw new Error("nothing was advised");
  console.log("Cache: hit ratio of the next day\n");
  console.log(
    "requests a second   routes  advised  foretold  one answer  foretold  10 answers  100 answers  worst error",
  );
  for (const [from, to] of [
    [0, 0.02],
    [0.02, 0.05],
    [0.05, 0.1],
    [0.1, 0.3],
    [0.3, 1],
    [1, 4],
    [4, 100],
  ]) {
    const own = rows.filter(({ perSecond }) => perSecond >= from && perSecond < to);
    if (own.length === 0) continue;
    const advised = own.filter(({ told }) => told !== null);
    const errors = advised.map(({ told, one }) => Math.abs(told.hitRatio - one.ratio));
    console.log(
      [
        `${from} to ${to}`.padEnd(18),
        String(own.length).padStart(7),
        String(advised.length).padStart(8),
        share(mean(advised.map(({ told }) => told.hitRatio))).padStart(9),
        share(mean(own.map(({ one }) => one.ratio))).padStart(11),
        share(mean(advised.map(({ told }) => told.sharedHitRatio))).padStart(9),
        ...["ten", "hundred"].map((name) => share(mean(own.map((row) => row[name].ratio))).padStart(11)),
        share(Math.max(...errors)).padStart(12),
      ].join(" "),
    );
  }
  const advised = rows.filter(({ told }) => told !== null);
  const saved = advised.map(({ told, one }) => told.savedCallsPerMonth / 730 / (one.hits / 24) - 1);
  saved.sort((left, right) => left - right);
  console.log(
    `\nsaved calls, foretold against saved: median ${signed(middle(saved))}, from ${signed(saved[0])} to ${signed(saved.at(-1))}`,
  );
  const good = rows.filter(({ one }) => one.ratio >= 0.8);
  console.log(
    `${good.length} of ${rows.length} routes have 80 % and more; advised ${advised.length}, of which ${advised.filter(({ one }) => one.ratio >= 0.8).length} have\n`,
  );
}

/** Requests of each minute anywhere in it; entries as the gateway keeps them. */
function literalCache(counts, latencyMs, answers, random) {
  const shares = Array.from({ length: answers }, (_, index) => 1 / (index + 1));
  const whole = shares.reduce((sum, one) => sum + one, 0);
  const fetched = Array(answers).fill(-Infinity);
  let hits = 0;
  let requests = 0;
  for (const { timeMs, value } of counts) {
    const times = Array.from({ length: Math.round(value) }, () => timeMs + MINUTE * random.next());
    for (const at of times.sort((left, right) => left - right)) {
      let left = random.next() * whole;
      let entry = 0;
      while (entry < answers - 1 && (left -= shares[entry]) > 0) entry += 1;
      requests += 1;
      const storedMs = fetched[entry] + latencyMs;
      if (at >= storedMs && at < storedMs + TTL_MS) hits += 1;
      else if (at >= storedMs) fetched[entry] = at;
    }
  }
  return { hits, ratio: requests === 0 ? 0 : hits / requests };
}

async function functions() {
  console.log("Without Lambda: share of routes that are advised (a second call in a share of requests)\n");
  const owns = [6, 12, 16, 18, 22, 24, 30, 60];
  const second = [0, 0.01, 0.02, 0.05, 0.1, 0.2];
  const tally = new Map();
  for (const seed of seeds) {
    // The simulator's functions spend a quarter of their route's usual time in their own code.
    const routes = owns.map((ownMs) =>
      route(`GET /own${ownMs}`, 1 / owns.length, `own${ownMs}-read`, 4 * ownMs),
    );
    const account = createAccount(planOf(seed, routes, 240));
    const [target] = account.targets;
    for (const part of second) {
      const random = createRandom(seed + Math.round(part * 1_000));
      const planted = {
        ...account,
        traces: (window, id) => withSecondCall(account.traces(window, id), part, random),
      };
      const window = { startMs: NOW - 2 * HOUR, endMs: NOW - HOUR };
      const options = { mostTraces: 560, withExtremes: false, maxCostUsd: null };
      const { slices } = await demoReader(planted).readTraces([{ target, window }], options, () => undefined);
      const found = forwardingRoutes({ targets: [target], traces: slices });
      for (const ownMs of owns) {
        const key = `${ownMs} ${part}`;
        const isAdvised = found.some((one) => one.route === `GET /own${ownMs}`);
        const { advised = 0, traced = 0 } = tally.get(key) ?? {};
        const requests = found.find((one) => one.route === `GET /own${ownMs}`)?.requests ?? 0;
        tally.set(key, { advised: advised + (isAdvised ? 1 : 0), traced: traced + requests });
      }
    }
  }
  console.log(`own ms ${second.map((part) => share(part).padStart(9)).join("")}   traced requests`);
  for (const ownMs of owns) {
    const cells = second.map((part) =>
      share(tally.get(`${ownMs} ${part}`).advised / seeds.length).padStart(9),
    );
    const { advised, traced } = tally.get(`${ownMs} 0`);
    console.log(
      `${String(ownMs).padStart(6)} ${cells.join("")}   ${advised === 0 ? "-" : Math.round(traced / advised)}`,
    );
  }
}

/** A function that writes as well, in a share of its requests. */
function* withSecondCall(traces, part, random) {
  for (const trace of traces) {
    if (random.next() >= part) {
      yield trace;
      continue;
    }
    yield { ...trace, segments: trace.segments.map(withCall) };
  }
}

function withCall(segment) {
  if (segment.origin !== "AWS::Lambda::Function") return segment;
  return {
    ...segment,
    subsegments: segment.subsegments.map((one) => {
      const [call] = one.subsegments ?? [];
      if (call === undefined) return one;
      const id = [...call.id].reverse().join("");
      return { ...one, subsegments: [call, { ...call, id, aws: { ...call.aws, operation: "PutItem" } }] };
    }),
  };
}

function mean(list) {
  return list.length === 0 ? Number.NaN : list.reduce((sum, one) => sum + one, 0) / list.length;
}
function middle(sorted) {
  return sorted[Math.floor(sorted.length / 2)];
}
function share(ratio) {
  return Number.isFinite(ratio) ? `${(100 * ratio).toFixed(1)} %` : "-";
}
function signed(ratio) {
  return `${ratio < 0 ? "-" : "+"}${(100 * Math.abs(ratio)).toFixed(1)} %`;
}
