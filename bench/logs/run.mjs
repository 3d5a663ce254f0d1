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
function measure([command, ...args], stdin) {
  const report = join(values.dir, "gatewatch-bench-time.txt");
  const timed = existsSync("/usr/bin/time")
    ? ["/usr/bin/time", "-o", report, "-f", "%e %U %S %M", command, ...args]
    : [command, ...args];
  const started = performance.now();
  const [program, ...rest] =
    stdin === undefined ? timed : ["sh", "-c", `exec "$@" < "${stdin}"`, "sh", ...timed];
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
const gatewatch = (path, threads) => [
  "node",
  CLI,
  "logs",
  path,
  "--format",
  "json",
  "--threads",
  String(threads),
];

/** Runs both in turn; `ratio` is ours by theirs. */
function pair(name, ours, theirs, { runs = RUNS, stdin } = {}) {
  if (!new RegExp(values.only).test(name)) return;
  const samples = Array.from({ length: runs }, () => ({
    a: measure(ours, stdin),
    b: measure(theirs, stdin),
  }));
  const of = (side, figure) => median(samples.map((sample) => sample[side][figure]));
  const ratio = median(samples.map(({ a, b }) => a.wall / b.wall));
  const cpu = median(samples.map(({ a, b }) => a.cpu / b.cpu));
  const row = [
    name,
    of("a", "wall"),
    of("b", "wall"),
    ratio,
    cpu,
    of("a", "mebibytes"),
    of("b", "mebibytes"),
  ];
  const cells = row.map((cell) =>
    typeof cell === "number" ? (cell >= 20 ? cell.toFixed(0) : cell.toFixed(2)) : cell,
  );
  console.log(`| ${cells.join(" | ")} |`);
}

const plain = input("plain", LINES, "plain");
const mixed = input("mixed", Math.round(LINES / 4), "mixed");
const small = input("small", 10_000, "plain");
const packed = `${plain}.gz`;
if (!existsSync(packed)) execFileSync("sh", ["-c", `gzip -6 -c "${plain}" > "${packed}"`]);
const inflate = join(values.dir, "gatewatch-bench-inflate.mjs");
writeFileSync(
  inflate,
  `import { createReadStream } from "node:fs"; import { createGunzip } from "node:zlib";
let n = 0; for await (const b of createReadStream(process.argv[2], { highWaterMark: 1 << 18 }).pipe(createGunzip({ chunkSize: 1 << 20 }))) n += b.length; console.log(n);\n`,
);

const size = (path) => `${(statSync(path).size / 1e6).toFixed(0)} MB`;
console.log(
  `plain ${size(plain)}, ${LINES} lines; mixed ${size(mixed)}; gzip ${size(packed)}; Node ${process.version}; median of ${RUNS} pairs\n`,
);
console.log("| against | gatewatch s | peer s | wall ratio | CPU ratio | gatewatch MiB | peer MiB |");
console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
const two = gatewatch(plain, 2);
const one = gatewatch(plain, 1);
pair("wc -l, 2 threads", two, ["wc", "-l", plain]);
pair("wc -l, 1 thread", one, ["wc", "-l", plain]);
if (existsSync(new URL("../../node_modules/@duckdb/node-api", import.meta.url))) {
  for (const way of ["table", "sets"])
    pair(`DuckDB (${way}), 2 threads`, two, ["node", peer("duckdb.mjs"), plain, way, "2"]);
}
pair("JSON.parse per line, 2 threads", two, ["node", peer("json-parse.mjs"), plain, "2"], {
  runs: Math.min(RUNS, 3),
});
pair("JSON.parse per line, 1 thread", one, ["node", peer("json-parse.mjs"), plain, "1"], {
  runs: Math.min(RUNS, 3),
});
pair("readline and JSON.parse, 1 thread", one, ["node", peer("readline.mjs"), plain], {
  runs: Math.min(RUNS, 3),
});
pair("one .gz: Node's inflate alone", gatewatch(packed, 2), ["node", inflate, packed]);
pair("mixed key order: DuckDB, 1 thread", gatewatch(mixed, 1), [
  "node",
  peer("duckdb-mixed.mjs"),
  mixed,
  "1",
]);
pair("10,000 lines: node -e 0", gatewatch(small, 1), ["node", "-e", "0"]);
pair("stdin, 1 thread: the file", ["node", CLI, "logs", "-", "--format", "json"], one, { stdin: plain });
const parts = Array.from({ length: 8 }, (_, at) => input(`part${at}`, Math.round(LINES / 8), "plain"));
pair(
  "8 files, 2 threads: 1 thread",
  ["node", CLI, "logs", ...parts, "--threads", "2"],
  ["node", CLI, "logs", ...parts, "--threads", "1"],
);
if (has("mawk"))
  pair("mawk: counts by status alone", two, [
    "mawk",
    "-F",
    '"status":"',
    "{c[substr($2,1,3)]++} END {for (s in c) print s, c[s]}",
    plain,
  ]);
rmSync(inflate);
