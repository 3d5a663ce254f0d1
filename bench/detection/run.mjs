// The whole judgement of the detectors, as one Markdown report.
//
//   npm run bench:detection -- [--quick] [--seeds tuning|judging]
//
// --quick takes about a minute on two cores: one seed, medium incidents, quiet stages of two days, no made series.
//
// 1. Simulated accounts: judge-accounts.mjs.
// 2. Labelled series of error counts and of latencies, through the doors that any labelled data can take, with the scorers
//    that lie beside them: only where $GATEWATCH_DATA (../shared/data) holds them and python3 is there.
// 3. Made series of error counts from judging seeds: judge-counts.mjs; not with --quick.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { quick: { type: "boolean", default: false }, seeds: { type: "string", default: "tuning" } },
});
const data = process.env.GATEWATCH_DATA ?? "../shared/data";

console.log("## Simulated accounts\n");
node("judge-accounts.mjs", ["--seeds", values.seeds, ...(values.quick ? ["--quick"] : [])]);

console.log("\n## Labelled series\n");
const lacking = whyNot();
if (lacking === null) labelled();
else console.log(`Skipped: ${lacking}.`);

console.log("\n## Made series of error counts\n");
if (values.quick) console.log("Skipped: --quick.");
else node("judge-counts.mjs", []);

function whyNot() {
  const folders = ["counts", "latency"].map((name) => join(data, name, "dev"));
  const absent = folders.find((folder) => !existsSync(folder));
  if (absent !== undefined) return `${absent} is not there (set GATEWATCH_DATA)`;
  return spawnSync("python3", ["--version"]).status === 0 ? null : "the scorers need python3";
}

function labelled() {
  const out = mkdtempSync(join(tmpdir(), "gatewatch-detection-"));
  try {
    const counts = join(data, "counts");
    node("run-counts.mjs", [join(counts, "dev"), join(out, "counts.json")]);
    score(join(counts, "score_counts.py"), [join(counts, "dev"), `counts=${join(out, "counts.json")}`]);
    const latency = join(data, "latency");
    for (const mode of ["online", "offline"]) {
      const said = join(out, `${mode}.json`);
      node("run-latency.mjs", [join(latency, "dev"), mode, said]);
      score(join(latency, "score_latency.py"), [join(latency, "dev"), mode, `latency-${mode}=${said}`]);
    }
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function node(script, args) {
  run(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args]);
}

function score(script, args) {
  run("python3", [script, ...args]);
}

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}`);
}
