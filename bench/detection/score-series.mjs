// Gives each point of a series a score for how unusual it is, from the past alone.
//
//   npm run build && node bench/detection/score-series.mjs IN.csv OUT.csv
//
// IN has a header and two columns, timestamp and value; OUT is the same with anomaly_score, 0 to 1: 0.5 is where an
// analyzer would raise an alarm. The detector of level shifts runs on the logarithm (values at or below zero count as a
// thousandth of the median so far), here with short windows as well, so that single blips score too.
import { readFileSync, writeFileSync } from "node:fs";

import { LevelShiftDetector } from "../../dist/core/detect/level-shift-detector.js";
import { SlidingQuantiles } from "../../dist/core/detect/sliding-quantiles.js";

const WIDTHS = [1, 3, 6, 9, 12, 18];
/** What a median is taken of: two weeks of five-minute points. */
const PAST = 4_032;

const [from, to] = process.argv.slice(2);
if (to === undefined) throw new Error("usage: score-series.mjs IN.csv OUT.csv");
const [, ...lines] = readFileSync(from, "utf8").trim().split(/\r?\n/);
const detector = new LevelShiftDetector(WIDTHS);
const past = new SlidingQuantiles(PAST);
const scored = lines.map((line) => {
  const comma = line.lastIndexOf(",");
  const text = line.slice(comma + 1).trim();
  const value = text === "" ? Number.NaN : Number(text);
  past.push(value);
  const least = Math.max(Number.MIN_VALUE, Math.abs(past.quantile(0.5)) / 1_000);
  const strength = detector.strongest(Math.log(Math.max(least, value)))?.strength ?? 0;
  return `${line},${(strength / (1 + strength)).toFixed(6)}`;
});
writeFileSync(to, `timestamp,value,anomaly_score\n${scored.join("\n")}\n`);
