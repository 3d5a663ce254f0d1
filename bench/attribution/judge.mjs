// Judges what is said of incidents: simulated stages with the whole catalogue, from all signals, from metrics and access log,
// and from metrics alone.
//
//   npm run build && node bench/attribution/judge.mjs [--seeds tuning|judging] [--count 10] [--first 0] [--json OUT]
//     [--threads 1] [--from FILE] [--wrong]
//
// Rules and the table of confidences are tuned on the tuning seeds alone; the judging seeds are for the figures in
// docs/attribution.md. --from reports on what --json wrote.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";

import { judgeReport, wrongOnes } from "./report.mjs";

const SEEDS = { tuning: 4_001, judging: 8_001 };

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "tuning" },
    count: { type: "string", default: "10" },
    first: { type: "string", default: "0" },
    threads: { type: "string", default: "1" },
    json: { type: "string" },
    from: { type: "string" },
    wrong: { type: "boolean", default: false },
  },
});
if (SEEDS[values.seeds] === undefined) throw new Error("--seeds is tuning or judging");
const results = values.from === undefined ? await run() : JSON.parse(readFileSync(values.from, "utf8"));
console.log(judgeReport(results));
if (values.wrong) console.log(wrongOnes(results));

/** Answers in the order of the seeds, whichever thread did them. */
async function run() {
  const started = performance.now();
  const from = SEEDS[values.seeds] + Number(values.first);
  const queue = Array.from({ length: Number(values.count) }, (_, index) => from + index);
  const answers = new Map();
  await Promise.all(
    Array.from({ length: Number(values.threads) }, async () => {
      const worker = new Worker(new URL("./worker.mjs", import.meta.url), {
        // Drawn lines are short-lived: with little room the collector takes as long as the rest.
        resourceLimits: { maxYoungGenerationSizeMb: 128 },
      });
      for (let seed = queue.shift(); seed !== undefined; seed = queue.shift()) {
        const asked = seed;
        const answer = await new Promise((resolve, reject) => {
          worker.once("message", resolve).once("error", reject);
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread, not a window.
          worker.postMessage(asked);
        });
        answers.set(asked, answer);
        // What is there can be reported on where the rest takes too long.
        if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(inOrder(answers)));
        worker.removeAllListeners("error");
      }
      await worker.terminate();
    }),
  );
  const seconds = Math.round((performance.now() - started) / 1_000);
  console.log(`${answers.size} ${values.seeds} seeds from ${from} on, in ${seconds} s\n`);
  return inOrder(answers);
}

function inOrder(answers) {
  return [...answers].sort(([left], [right]) => left - right).flatMap(([, answer]) => answer);
}
