// How long the charts of the HTML report take to be drawn, and how large the page is.
//
//   npm run build && node bench/html-report.mjs
//
// Two pages of noisy minutes: one target with 20,000 points in its charts, all drawn at once as before printing, and 20
// targets with a day of minutes. Each is opened five times in Chromium (CHROMIUM_PATH, else /usr/bin/chromium); the median.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

import { chromium } from "playwright-core";

import { htmlRenderer } from "../dist/report/renderers/html/html.js";
import { toView } from "../dist/report/view/to-view.js";

const GOAL_MS = 1_000;
const GOAL_BYTES = 1_000_000;
const END_MS = Date.UTC(2026, 3, 7, 12);
const RUNS = 5;
const MEASURES = [
  ["Count", "Sum", 41_300, 0.05],
  ["4XXError", "Sum", 530, 0.2],
  ["5XXError", "Sum", 23, 0.6],
  ["Latency", "p50", 61, 0.06],
  ["Latency", "p90", 127, 0.1],
  ["Latency", "p99", 483, 0.25],
  ["IntegrationLatency", "p50", 47, 0.06],
  ["IntegrationLatency", "p90", 111, 0.1],
  ["IntegrationLatency", "p99", 447, 0.25],
  ["CacheHitCount", "Sum", 29_000, 0.05],
  ["CacheMissCount", "Sum", 12_300, 0.1],
];

/** The same numbers in every run. */
function noise(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function snapshotOf(targets, minutes) {
  const startMs = END_MS - minutes * 60_000;
  const all = Array.from({ length: targets }, (_, index) => ({
    id: `rest:api-${index}/prod`,
    kind: "rest",
    apiId: `id${index}`,
    apiName: `api-${index}`,
    stage: "prod",
    region: "eu-west-1",
    accountId: null,
    dimensions: {},
    configuration: null,
  }));
  const series = all.flatMap(({ id }, index) =>
    MEASURES.map(([metric, stat, level, spread], at) => {
      const next = noise(index * 31 + at + 1);
      const values = Array.from({ length: minutes }, () => {
        const value = level * (1 + spread * (next() + next() + next() - 1.5));
        return stat === "Sum" ? Math.round(value) : value;
      });
      const shape = { route: null, namespace: "AWS/ApiGateway", dimensions: {}, periodSeconds: 60 };
      return { ...shape, target: id, metric, stat, runs: [[startMs, values]] };
    }),
  );
  const none = { metricsRequested: 0, logBytesScanned: 0, tracesRetrieved: 0, usd: 0, calls: {} };
  return {
    schemaVersion: 1,
    origin: "recorded",
    window: { startMs, endMs: END_MS },
    baseline: { startMs: startMs - 86_400_000, endMs: startMs },
    settledMs: END_MS,
    targets: all,
    series,
    logs: [],
    blindSpots: [],
    cost: none,
  };
}

const median = (values) => values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];
const folder = await mkdtemp(join(tmpdir(), "gatewatch-bench-"));
const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
let isMet = true;
try {
  // Ten lines are drawn of eleven series.
  for (const [name, targets, minutes] of [
    ["one target, 20,000 points", 1, 2_000],
    ["20 targets, a day of minutes", 20, 1_440],
  ]) {
    const rendering = performance.now();
    const text = htmlRenderer.render(toView(snapshotOf(targets, minutes), [], "bench"), {});
    const renderedMs = performance.now() - rendering;
    const path = join(folder, `${targets}.html`);
    await writeFile(path, text);
    const size = Buffer.byteLength(text);
    const times = [];
    for (let run = 0; run < RUNS; run += 1) {
      const page = await browser.newPage();
      await page.goto(`file://${path}`);
      times.push(
        await page.evaluate(async () => {
          for (const folded of document.querySelectorAll("details.target")) folded.open = true;
          const begun = performance.now();
          dispatchEvent(new Event("beforeprint"));
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          const drawn = document.querySelectorAll(".plot canvas").length;
          if (drawn !== document.querySelectorAll(".plot").length) throw new Error("not all were drawn");
          return performance.now() - begun;
        }),
      );
      await page.close();
    }
    const drawnMs = median(times);
    console.log(
      `${name}: ${Math.round(size / 1_000)} kB, rendered in ${Math.round(renderedMs)} ms, drawn in ${Math.round(drawnMs)} ms`,
    );
    if (size > GOAL_BYTES || (targets === 1 && drawnMs > GOAL_MS)) isMet = false;
  }
} finally {
  await browser.close();
  await rm(folder, { recursive: true });
}
console.log(
  `goals: 20,000 points below ${GOAL_MS} ms, pages below ${GOAL_BYTES / 1_000} kB: ${isMet ? "met" : "missed"}`,
);
console.log(`load of the machine: ${loadavg()[0].toFixed(1)}`);
if (!isMet) process.exitCode = 1;
