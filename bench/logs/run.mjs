// Speed and memory of `gatewatch logs` against what else is at hand, as whole processes, start-up included. Each peer runs in turn with
// gatewatch, so that what else the machine does hits both; what counts is the median of the ratios.
//
//   npm run bench:logs [-- --lines 2000000 --runs 5 --dir /tmp --only DuckDB]
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { generate } from "./generate.mjs";

const { values } = parseArgs({
  options: {
    lines: { type: "string", default: "2000000" },
    runs: { type: "string", default: "5" },
    dir: { type: "string", default: tmpdir() },
    only: { type: "string", default: "" },
  },
});
const LINES = Number(values.lines);
const RUNS = Number(values.runs);
const HERE = new URL(".", import.meta.url).pathname;
const CLI = new URL("../../dist/cli/bin.js", import.meta.url).pathname;
const peer = (name) => join(HERE, "peers", name);

function input(name, lines, kind) {
  const path = join(values.dir, `gatewatch-bench-${name}-${lines}.log`);
  if (!existsSync(path)) generate(path, lines, kind);
  return path;
}

/** Seconds by the clock and of both processors, peak memory in MiB. Needs GNU time for the last two. */
function measure([command, ...args]) {
  const report = join(values.dir, "gatewatch-bench-time.txt");
  const timed = existsSync("/usr/bin/time")
    ? ["/usr/bin/time", "-o", report, "-f", "%e %U %S %M", command, ...args]
    : [command, ...args];
  const started = performance.now();
  const [program, ...rest] = timed;
  const { status, stderr } = spawnSync(program, rest, {
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 1 << 28,
  });
  const wall = (performance.now() - started) / 1_000;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}: ${stderr}`);
  if (timed[0] === command) return { wall, cpu: Number.NaN, mebibytes: Number.NaN };
  const [, user = 0, system = 0, kibibytes = 0] = readFileSync(report, "utf8")
    .trim()
    .split("\n")
    .at(-1)
    .split(" ")
    .map(Number);
  return { wall, cpu: user + system, mebibytes: kibibytes / 1_024 };
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

const has = (command) => spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
const gatewatch = (paths, threads, ...options) =>
  ["node", CLI, "logs", paths, "--format", "json", "--threads", String(threads), options].flat();
/** Through a pipe, as `cat FILES | gatewatch logs -`; only gatewatch itself is timed. */
const piped = (paths) => ["sh", "-c", `cat ${paths.map((path) => `"${path}"`).join(" ")} | exec "$@"`, "sh"];

/** One decimal less for what is large. */
function text(cell) {
  if (typeof cell !== "number") return cell;
  return Number.isNaN(cell) ? "-" : cell.toFixed(cell >= 20 ? 0 : 2);
}

/** Runs both in turn; the ratios are ours by theirs. `goal`: the most that the ratio of the clock may be. */
function pair(name, ours, theirs, { runs = RUNS, goal } = {}) {
  if (!new RegExp(values.only).test(name)) return undefined;
  const samples = Array.from({ length: runs }, () => ({ a: measure(ours), b: measure(theirs) }));
  const of = (side, what) => median(samples.map((sample) => sample[side][what]));
  const ratio = median(samples.map(({ a, b }) => a.wall / b.wall));
  const cpu = median(samples.map(({ a, b }) => a.cpu / b.cpu));
  const verdict = goal === undefined ? "" : ratio <= goal ? "reached" : "missed";
  const cells = [name, of("a", "wall"), of("b", "wall"), ratio, goal ?? "", verdict, cpu];
  console.log(`| ${[...cells, of("a", "mebibytes"), of("b", "mebibytes")].map(text).join(" | ")} |`);
  return {
    name,
    ratio,
    ours: of("a", "wall"),
    theirs: of("b", "wall"),
    mebibytes: of("a", "mebibytes"),
  };
}

const FIGURES = [];
function figure(name, value, goal, isReached) {
  FIGURES.push([name, value, goal, isReached ? "reached" : "missed"]);
}

const plain = input("plain", LINES, "plain");
const mixed = input("mixed", Math.round(LINES / 4), "mixed");
const small = input("small", 10_000, "plain");
const part = Math.round(LINES / 8);
const parts = Array.from({ length: 8 }, (_, at) => input(`part${at}`, part, "plain"));
const packed = `${plain}.gz`;
if (!existsSync(packed)) execFileSync("sh", ["-c", `gzip -6 -c "${plain}" > "${packed}"`]);
const inflate = join(values.dir, "gatewatch-bench-inflate.mjs");
writeFileSync(
  inflate,
  `import { createReadStream } from "node:fs"; import { createGunzip } from "node:zlib";
let n = 0; for await (const b of createReadStream(process.argv[2], { highWaterMark: 1 << 18 }).pipe(createGunzip({ chunkSize: 1 << 20 }))) n += b.length; console.log(n);\n`,
);

const size = (path) => statSync(path).size / 1e6;
console.log(
  `plain ${text(size(plain))} MB, ${LINES} lines; mixed ${text(size(mixed))} MB; gzip ${text(size(packed))} MB; Node ${process.version}; median of ${RUNS} pairs\n`,
);
console.log(
  "| against | gatewatch s | peer s | wall ratio | goal | verdict | CPU ratio | gatewatch MiB | peer MiB |",
);
console.log("| --- | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: |");
const two = gatewatch(plain, 2);
const one = gatewatch(plain, 1);
const brief = gatewatch(plain, 2, "--brief");
const few = { runs: Math.min(RUNS, 3) };
const hasDuckDb = existsSync(new URL("../../node_modules/@duckdb/node-api", import.meta.url));
const duckDb = (way) => ["node", peer("duckdb.mjs"), plain, way, "2"];

const counted = pair("`wc -l`, 2 threads", two, ["wc", "-l", plain], { goal: 6 });
pair("`wc -l`, 1 thread", one, ["wc", "-l", plain]);
pair("small question (--brief): `wc -l`, 2 threads", brief, ["wc", "-l", plain], { goal: 5 });
if (hasDuckDb) {
  const ways = {
    table: "temporary table",
    sets: "grouping sets",
    auto: "read_json_auto",
    exact: "quantile_cont",
  };
  const found = Object.entries(ways).map(([way, name]) =>
    pair(`DuckDB (${name}), 2 threads`, two, duckDb(way), way === "table" || way === "sets" ? {} : few),
  );
  const best = found.filter(Boolean).sort((a, b) => a.theirs - b.theirs)[0];
  if (best)
    figure(
      `full question: time by that of DuckDB's best (${best.name})`,
      best.ratio,
      "0.5",
      best.ratio <= 0.5,
    );
  pair("small question (--brief): DuckDB (grouping sets), 2 threads", brief, duckDb("brief"), { goal: 1 });
}
const parse = (threads) => ["node", peer("json-parse.mjs"), plain, String(threads)];
pair("JSON.parse per line, 2 threads", two, parse(2), { ...few, goal: 1 / 6 });
pair("JSON.parse per line, 1 thread", one, parse(1), { ...few, goal: 1 / 6 });
// It cannot have more than one thread; the goal is for gatewatch as it is run.
const readline = ["node", peer("readline.mjs"), plain];
pair("readline and JSON.parse; gatewatch with 2 threads", two, readline, { ...few, goal: 1 / 12 });
pair("readline and JSON.parse; gatewatch with 1 thread", one, readline, { runs: 1 });
const zipped = pair("one .gz: Node's inflate alone", gatewatch(packed, 2), ["node", inflate, packed], {
  goal: 1.25,
});
const foreign = hasDuckDb
  ? pair(
      "random key order, nested, escaped: DuckDB, 1 thread (three of its columns)",
      gatewatch(mixed, 1, "--brief"),
      ["node", peer("duckdb-mixed.mjs"), mixed, "1"],
      { goal: 1 },
    )
  : undefined;
const little = pair("10,000 lines: `node -e 0`", gatewatch(small, 1), ["node", "-e", "0"]);
const throughPipe = pair(
  "standard input, 1 thread: the file",
  [...piped([plain]), ...gatewatch("-", 1)],
  one,
);
pair("8 files, 2 threads: 1 thread", gatewatch(parts, 2), gatewatch(parts, 1), { goal: 1 / 1.7 });
if (has("mawk"))
  pair(
    "mawk: counts by status alone",
    two,
    ["mawk", "-F", '"status":"', "{c[substr($2,1,3)]++} END {for (s in c) print s, c[s]}", plain],
    { runs: 1 },
  );
if (has("jq"))
  pair(
    "10,000 lines: jq, counts by route and status alone",
    gatewatch(small, 1),
    [
      "jq",
      "-n",
      'reduce inputs as $l ({}; .["\\($l.httpMethod) \\($l.resourcePath) \\($l.status)"] += 1)',
      small,
    ],
    few,
  );

// Four times the input: what grows with it would show.
function memory(name, usual, command) {
  if (!usual || !new RegExp(values.only).test("memory")) return;
  const mebibytes = median(Array.from({ length: few.runs }, () => measure(command).mebibytes));
  figure(`${name}: MiB at most`, usual.mebibytes, "120", usual.mebibytes <= 120);
  const more = mebibytes - usual.mebibytes;
  figure(`${name}: MiB more at four times the input`, more, "10", more <= 10);
}
const four = (path) => [path, path, path, path];
memory("plain, 2 threads", counted, gatewatch(four(plain), 2));
memory("standard input", throughPipe, [...piped(four(plain)), ...gatewatch("-", 1)]);
if (zipped) {
  const larger = join(values.dir, "gatewatch-bench-four.gz");
  execFileSync("sh", ["-c", `cat ${four(`"${packed}"`).join(" ")} > "${larger}"`]);
  memory("one .gz", zipped, gatewatch(larger, 2));
  rmSync(larger);
}
if (foreign) {
  const rate = size(mixed) / foreign.ours;
  figure("random key order, nested, escaped: MB a second, whole process, 1 thread", rate, "300", rate >= 300);
}
if (little) {
  const most = 1.5 * little.theirs + 0.1;
  figure("10,000 lines: seconds", little.ours, text(most), little.ours <= most);
}
console.log("\n| figure | value | goal | verdict |\n| --- | ---: | ---: | --- |");
for (const row of FIGURES) console.log(`| ${row.map(text).join(" | ")} |`);
rmSync(inflate);
