// How much longer the command line takes to print its help than Node takes to do nothing.
//
//   npm run build && node bench/start-up.mjs
//
// 20 pairs, one after the other in turn, so that whatever else the machine does strikes both alike; of each the
// median. A busy machine stretches the difference too: read a miss together with the load.
import { spawnSync } from "node:child_process";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";

const PAIRS = 20;
const GOAL_MS = 60;
const BIN = fileURLToPath(new URL("../dist/cli/bin.js", import.meta.url));

// The first run of each reads the files from the disk.
elapsedMs(["-e", "0"]);
elapsedMs([BIN, "--help"]);
const idle = [];
const help = [];
for (let pair = 0; pair < PAIRS; pair += 1) {
  idle.push(elapsedMs(["-e", "0"]));
  help.push(elapsedMs([BIN, "--help"]));
}
const [idleMs, helpMs] = [median(idle), median(help)];
const isMet = helpMs - idleMs <= GOAL_MS;
console.log(
  `start-up: node -e 0 ${idleMs.toFixed(1)} ms, --help ${helpMs.toFixed(1)} ms, ` +
    `difference ${(helpMs - idleMs).toFixed(1)} ms, load ${loadavg()[0]?.toFixed(1)} ` +
    `(goal: ${GOAL_MS} ms) ${isMet ? "met" : "MISSED"}`,
);
process.exitCode = isMet ? 0 : 1;

function elapsedMs(argv) {
  const startedMs = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: "utf8" });
  const tookMs = performance.now() - startedMs;
  if (status !== 0) throw new Error(`node ${argv.join(" ")} ended with ${status}: ${stderr}`);
  if (argv[0] === BIN && !stdout.startsWith("Usage: ")) throw new Error(`no help was printed: ${stdout}`);
  return tookMs;
}

function median(values) {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle - 0.5)] + sorted[Math.floor(middle)]) / 2;
}
