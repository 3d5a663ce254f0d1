// What a cold start adds: importing the bundled function, beside Node doing nothing.
//
//   npm run build && node bench/lambda-start.mjs
//
// 20 pairs, in turn, so that whatever else the machine does strikes both alike; of each the median. On Lambda the platform's own start
// comes on top, and the speed follows the memory that the function is given. A busy machine stretches the time that passes: read it together
// with the load. The time that the processor spent is stretched much less.
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { loadavg } from "node:os";

const PAIRS = 20;
const BUNDLE = new URL("../dist/lambda/index.mjs", import.meta.url);
const ZIP = new URL("../dist/lambda.zip", import.meta.url);
const SAY = "const { user, system } = process.cpuUsage(); console.log(user + system);";
const IMPORT = `const { handler } = await import(${JSON.stringify(BUNDLE.href)}); if (typeof handler !== "function") throw new Error("no handler");`;

timesOf("");
timesOf(IMPORT);
const idle = [];
const loaded = [];
for (let pair = 0; pair < PAIRS; pair += 1) {
  idle.push(timesOf(""));
  loaded.push(timesOf(IMPORT));
}
const [idleMs, loadedMs] = [idle, loaded].map((times) => median(times.map(({ passedMs }) => passedMs)));
const [idleCpuMs, loadedCpuMs] = [idle, loaded].map((times) => median(times.map(({ cpuMs }) => cpuMs)));
const files = readdirSync(new URL(".", BUNDLE)).length;
console.log(
  `lambda: node ${process.version} doing nothing ${idleMs.toFixed(0)} ms, with the bundle ${loadedMs.toFixed(0)} ms, ` +
    `difference ${(loadedMs - idleMs).toFixed(0)} ms, of the processor's time ${(loadedCpuMs - idleCpuMs).toFixed(0)} ms; ${files} files, zipped ${(statSync(ZIP).size / 1_000).toFixed(0)} kB; ` +
    `load ${loadavg()[0]?.toFixed(1)}`,
);

/** Of a process from its start to its end, and what the processor spent on it, all threads, ms. */
function timesOf(code) {
  const startedMs = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code + SAY], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`node ended with ${status}: ${stderr}`);
  return { passedMs: performance.now() - startedMs, cpuMs: Number(stdout) / 1_000 };
}

function median(values) {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle - 0.5)] + sorted[Math.floor(middle)]) / 2;
}
