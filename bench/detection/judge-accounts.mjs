// Judges the analyzers on simulated accounts: the whole catalogue of incidents over traffic, magnitude and noise, and weeks
// in which nothing is wrong.
//
//   npm run build && node bench/detection/judge-accounts.mjs [--quick] [--seeds tuning|judging] [--json OUT] [--only trials|quiet]
//     [--first N] [--trials SEEDS] [--weeks SEEDS] [--levels "3/h 1/min"] [--families latency,drop]
//     [--checks all|counts]
//
// Each incident begins at any minute of a week, with a week of baseline. Reports of the usual three hours are made at
// growing times after it shows, until one tells it. Times are minutes of data: a live run has them two minutes later.
// Rules are tuned on the tuning seeds alone; the judging seeds are for the figures in docs/detection.md.
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";

import { STRENGTHS } from "./accounts/cases.mjs";
import { LEVELS } from "./accounts/hosts.mjs";
import { accountsReport } from "./accounts/report.mjs";

const SEEDS = { tuning: 1, judging: 9_201 };
const KINDS = ["rest", "http", "websocket", "cached"];
const FULL = { trials: 2, quiet: 8, days: 7, strengths: STRENGTHS };
const QUICK = { trials: 1, quiet: 1, days: 2, strengths: ["medium"] };

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    seeds: { type: "string", default: "tuning" },
    first: { type: "string", default: "0" },
    json: { type: "string" },
    only: { type: "string" },
    levels: { type: "string" },
    families: { type: "string" },
    trials: { type: "string" },
    weeks: { type: "string" },
    checks: { type: "string", default: "all" },
  },
});
if (SEEDS[values.seeds] === undefined) throw new Error("--seeds is tuning or judging");
const firstSeed = SEEDS[values.seeds] + Number(values.first);
const usual = values.quick ? QUICK : FULL;
const size = {
  ...usual,
  trials: Number(values.trials ?? usual.trials),
  quiet: Number(values.weeks ?? usual.quiet),
};
const started = performance.now();
const results = await runAll(jobs());
const trials = results.filter((result) => result.isKnowable !== undefined);
const quiet = results.filter((result) => result.isKnowable === undefined);
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify({ trials, quiet }));
const seconds = Math.round((performance.now() - started) / 1_000);
console.log(
  `${trials.length} incidents and ${quiet.length} quiet stages, ${values.seeds} seeds, in ${seconds} s\n`,
);
console.log(accountsReport(trials, quiet));

function jobs() {
  const families = values.families?.split(",") ?? null;
  const levels = LEVELS.filter(({ name }) => values.levels?.split(" ").includes(name) ?? true);
  const tries = Array.from({ length: size.trials }, (_, index) => firstSeed + index).flatMap((seed) =>
    levels.map((level) => ({ level, seed, strengths: size.strengths, families })),
  );
  const weeks = Array.from({ length: size.quiet }, (_, index) => firstSeed + index).flatMap((seed) =>
    levels.map((level) => ({
      level,
      seed,
      host: KINDS[seed % KINDS.length],
      days: size.days,
      checks: values.checks,
    })),
  );
  return [...(values.only === "quiet" ? [] : tries), ...(values.only === "trials" ? [] : weeks)];
}

/** Answers in the order of the jobs, whichever thread did them. */
async function runAll(waiting) {
  const answers = [];
  const queue = [...waiting.entries()];
  const threads = Math.min(waiting.length, availableParallelism());
  await Promise.all(
    Array.from({ length: threads }, async () => {
      const worker = new Worker(new URL("./accounts/worker.mjs", import.meta.url));
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [index, job] = next;
        answers[index] = await new Promise((resolve, reject) => {
          worker.once("message", resolve).once("error", reject);
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread, not a window.
          worker.postMessage(job);
        });
        worker.removeAllListeners("error");
      }
      await worker.terminate();
    }),
  );
  return answers.flat();
}
