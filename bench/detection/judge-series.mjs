// Judges score-series.mjs on made series: noise in which neighbours resemble each other, with level shifts and single
// blips planted, from seeds that nothing was tuned on.
//
//   npm run build && node bench/detection/judge-series.mjs [SERIES]
//
// A shift is found where a score of 0.5 or more falls into its hour, a blip where its own point has one; any other such
// stretch, an hour of them at most, is a false alarm. Two weeks of five-minute points each, the first day to learn.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { createRandom } from "../../dist/core/random.js";
import { shareInterval } from "./accounts/intervals.mjs";

const FIRST_SEED = 9_401;
const DAY = 288;
const POINTS = 14 * DAY;
const HOUR = 12;
/** Standard deviations of the noise. */
const SIZES = [3, 6, 12];
const LIKENESS = 0.5;
const NOISE = 0.1;

const count = Number(process.argv[2] ?? 60);
const folder = mkdtempSync(join(tmpdir(), "gatewatch-series-"));
const script = fileURLToPath(new URL("score-series.mjs", import.meta.url));
const tally = new Map();
let falseAlarms = 0;
try {
  for (let index = 0; index < count; index += 1) judge(make(createRandom(FIRST_SEED + index)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const [what, { found, all }] of [...tally].sort(([left], [right]) => (left < right ? -1 : 1))) {
  const { value, low, high } = shareInterval(found, all);
  console.log(
    `${what}: ${found} of ${all} found, ${value.toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`,
  );
}
console.log(`${falseAlarms} false alarms in ${(count * 13) / 7} series-weeks`);

/** Each day after the second has one event, by turns a shift of four hours and a blip of one point. */
function make(random) {
  let noise = 0;
  const logs = Array.from({ length: POINTS }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    noise = LIKENESS * noise + Math.sqrt(1 - LIKENESS ** 2) * NOISE * normal;
    return Math.log(80) + noise;
  });
  const events = Array.from({ length: 12 }, (_, day) => {
    const start = (day + 2) * DAY + Math.floor(random.next() * (DAY - 60));
    const size = SIZES[Math.floor(random.next() * SIZES.length)];
    const length = day % 2 === 0 ? 4 * HOUR : 1;
    for (let at = start; at < start + length; at += 1) logs[at] += size * NOISE;
    return { start, length, size };
  });
  return { values: logs.map(Math.exp), events };
}

function judge({ values, events }) {
  const [from, to] = [join(folder, "in.csv"), join(folder, "out.csv")];
  writeFileSync(from, `timestamp,value\n${values.map((value, at) => `${at},${value}`).join("\n")}\n`);
  const { status } = spawnSync(process.execPath, [script, from, to], { stdio: "inherit" });
  if (status !== 0) throw new Error(`score-series.mjs ended with ${status}`);
  const [, ...lines] = readFileSync(to, "utf8").trim().split("\n");
  const alarms = lines.flatMap((line, at) => (Number(line.split(",")[2]) >= 0.5 ? [at] : []));
  for (const { start, length, size } of events) {
    const what = `${length === 1 ? "blip" : "shift"} of ${size} deviations`;
    const seen = tally.get(what) ?? { found: 0, all: 0 };
    const isFound = alarms.some((at) => at >= start && at < start + Math.min(length, HOUR));
    tally.set(what, { found: seen.found + (isFound ? 1 : 0), all: seen.all + 1 });
  }
  // A level that comes back is news for a while as well.
  const isOwn = (at) => events.some(({ start, length }) => at >= start && at < start + length + 2 * HOUR);
  let last = -Infinity;
  for (const at of alarms.filter((one) => one >= DAY && !isOwn(one))) {
    if (at - last > HOUR) falseAlarms += 1;
    last = at;
  }
}
