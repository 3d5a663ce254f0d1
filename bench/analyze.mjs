// How long 500 targets take to load from a recording and to analyze, and how much memory.
//
//   npm run build && node bench/analyze.mjs
//
// 500 targets of 7 series, 14 days at 300 s and 3 h at 60 s: 14.7 million datapoints. The recording is made in a
// temporary folder first; what is measured runs in a process of its own, so that making it does not count.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const TARGETS = 500;
const GOAL = { seconds: 60, mebibytes: 1024 };
const DAY_MS = 86_400_000;
const END_MS = Date.UTC(2026, 2, 5, 12);
const WINDOW_MS = DAY_MS / 8;
const [folder] = process.argv.slice(2);

if (folder === undefined) await measure();
else await work(folder);

async function measure() {
  const recording = mkdtempSync(join(tmpdir(), "gatewatch-bench-"));
  try {
    const { writeSnapshot } = await import("../dist/collectors/files/write-snapshot.js");
    await writeSnapshot(recording, madeSnapshot());
    const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), recording], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (child.status !== 0) throw new Error(`the measured process ended with ${child.status}`);
    const result = JSON.parse(child.stdout);
    const seconds = result.loadSeconds + result.analyzeSeconds;
    const isMet = seconds <= GOAL.seconds && result.mebibytes <= GOAL.mebibytes && result.findings > 0;
    console.log(
      `analyze: ${TARGETS} targets, ${result.series} series, ${result.datapoints} datapoints: ` +
        `load ${result.loadSeconds.toFixed(1)} s, analyze ${result.analyzeSeconds.toFixed(1)} s, ` +
        `${result.mebibytes.toFixed(0)} MiB at most, ${result.findings} findings ` +
        `(goal: ${GOAL.seconds} s, ${GOAL.mebibytes} MiB) ${isMet ? "met" : "MISSED"}`,
    );
    process.exitCode = isMet ? 0 : 1;
  } finally {
    rmSync(recording, { recursive: true, force: true });
  }
}

async function work(recording) {
  const { readFrom } = await import("../dist/collectors/files/read-from.js");
  const { analyze } = await import("../dist/analyzers/run.js");
  const { DEFAULT_SETTINGS } = await import("../dist/model/config.js");
  const startedMs = performance.now();
  const snapshot = await readFrom(recording);
  const loadedMs = performance.now();
  const { findings, failures } = analyze(snapshot, () => DEFAULT_SETTINGS);
  const doneMs = performance.now();
  if (failures.length > 0) throw new Error(JSON.stringify(failures[0]));
  const result = {
    series: snapshot.series.length,
    datapoints: snapshot.series.reduce(
      (sum, { runs }) => sum + runs.reduce((own, [, values]) => own + values.length, 0),
      0,
    ),
    loadSeconds: (loadedMs - startedMs) / 1_000,
    analyzeSeconds: (doneMs - loadedMs) / 1_000,
    mebibytes: process.resourceUsage().maxRSS / 1_024,
    findings: findings.length,
  };
  console.log(JSON.stringify(result));
}

/** Stages of one to a few hundred requests a minute, with day, night, noise, and an error spike on every fiftieth. */
function madeSnapshot() {
  let state = 12_345;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const baseline = { startMs: END_MS - WINDOW_MS - 14 * DAY_MS, endMs: END_MS - WINDOW_MS };
  const targets = [];
  const series = [];
  for (let index = 0; index < TARGETS; index += 1) {
    const dimensions = { ApiName: `api-${index}`, Stage: "prod" };
    const id = `rest:api-${index}/prod`;
    targets.push({
      id,
      kind: "rest",
      apiId: null,
      apiName: `api-${index}`,
      stage: "prod",
      region: "eu-west-1",
      accountId: null,
      dimensions,
      configuration: null,
    });
    const busy = 1 + (index % 10) ** 2.5;
    const isSick = index % 50 === 0;
    const spans = [
      { periodSeconds: 300, startMs: baseline.startMs },
      { periodSeconds: 60, startMs: baseline.endMs },
    ];
    for (const { periodSeconds, startMs } of spans) {
      const periodMs = periodSeconds * 1_000;
      const columns = {
        "Count Sum": [],
        "4XXError Sum": [],
        "5XXError Sum": [],
        "Latency p50": [],
        "Latency p99": [],
        "IntegrationLatency p50": [],
        "IntegrationLatency p99": [],
      };
      for (let timeMs = startMs; timeMs < END_MS; timeMs += periodMs) {
        const rhythm = 1 + 0.5 * Math.cos((2 * Math.PI * timeMs) / DAY_MS);
        const requests = Math.max(
          1,
          Math.round(busy * (periodSeconds / 60) * rhythm * (0.8 + 0.4 * random())),
        );
        const errorRatio = isSick && timeMs >= END_MS - 3_000_000 ? 0.3 : 0.002;
        const typical = 60 * (1 + 0.05 * rhythm) * (0.95 + 0.1 * random());
        const slow = 4 * typical * (0.8 + 0.4 * random());
        columns["Count Sum"].push(requests);
        columns["4XXError Sum"].push(Math.floor(requests * 0.02 + random()));
        columns["5XXError Sum"].push(Math.floor(requests * errorRatio + random() * 0.9));
        columns["Latency p50"].push(rounded(typical + 6));
        columns["Latency p99"].push(rounded(slow + 9));
        columns["IntegrationLatency p50"].push(rounded(typical));
        columns["IntegrationLatency p99"].push(rounded(slow));
      }
      for (const [name, values] of Object.entries(columns)) {
        const [metric, stat] = name.split(" ");
        series.push({
          target: id,
          route: null,
          namespace: "AWS/ApiGateway",
          metric,
          dimensions,
          stat,
          periodSeconds,
          runs: [[startMs, values]],
        });
      }
    }
  }
  return {
    schemaVersion: 1,
    origin: "demo",
    window: { startMs: baseline.endMs, endMs: END_MS },
    baseline,
    settledMs: END_MS - 120_000,
    targets,
    series,
    blindSpots: [],
    cost: { metricsRequested: 0, logBytesScanned: 0, tracesRetrieved: 0, usd: 0, calls: {} },
  };
}

function rounded(ms) {
  return Math.round(ms * 100) / 100;
}
