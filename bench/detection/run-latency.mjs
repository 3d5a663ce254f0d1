// Judges the latency detectors on any folder of series: what they say of each, for a scorer to read.
//
//   npm run build && node bench/detection/run-latency.mjs DIR online|offline OUT.json
//
// DIR holds index.json (a list of {id}) or not, and a file ID.json for each series: {values: [number or null, ...]} of
// five-minute points. OUT is {id: [[alarm index, change index], ...]} (online, from the past alone) or
// {id: [change index, ...]} (offline). Nothing but the values is looked at.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { changePoints } from "../../dist/core/detect/change-points.js";
import { LevelShiftDetector } from "../../dist/core/detect/level-shift-detector.js";

/** An alarm speaks for three hours. */
const QUIET = 36;

const [folder, mode, out] = process.argv.slice(2);
if (out === undefined || !["online", "offline"].includes(mode))
  throw new Error("usage: run-latency.mjs DIR online|offline OUT.json");
const ids = readdirSync(folder)
  .filter((name) => name.endsWith(".json") && name !== "index.json")
  .map((name) => name.slice(0, -".json".length));
const said = {};
const started = performance.now();
for (const id of ids) {
  const { values } = JSON.parse(readFileSync(join(folder, `${id}.json`), "utf8"));
  const logs = Float64Array.from(values, (value) => (value > 0 ? Math.log(value) : Number.NaN));
  said[id] = mode === "online" ? online(logs) : changePoints(logs);
}
const perSeries = (performance.now() - started) / Math.max(1, ids.length);
writeFileSync(out, JSON.stringify(said));
console.log(`${ids.length} series, ${perSeries.toFixed(2)} ms a series with reading`);

function online(logs) {
  const detector = new LevelShiftDetector();
  const alarms = [];
  let quietUntil = 0;
  logs.forEach((value, index) => {
    const alarm = detector.push(value);
    if (alarm === null || index < quietUntil) return;
    alarms.push([index, alarm.start]);
    quietUntil = index + QUIET;
  });
  return alarms;
}
