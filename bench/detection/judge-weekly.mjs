// What a job that runs once a week costs: pages when it runs again, after two, three and four weeks of history, and
// whether incidents at other hours are found as before. Made series; the job takes the hour from Monday 09:00 on.
//
//   npm run build && node bench/detection/judge-weekly.mjs [--series N] [--seeds tuning|judging] [--vary S]
//
// With --vary the job's height differs from week to week, by a factor whose logarithm has that standard deviation.
import { parseArgs } from "node:util";

import { rateInterval, shareInterval } from "./accounts/intervals.mjs";
import { findSilence } from "../../dist/analyzers/shared/silence.js";
import { scanSurge } from "../../dist/analyzers/shared/surge-scan.js";
import { fitTraffic } from "../../dist/analyzers/shared/traffic-model.js";
import { scanTraffic, trafficThreshold } from "../../dist/analyzers/shared/traffic-scan.js";
import { createRandom } from "../../dist/core/random.js";
import { ShareDetector } from "../../dist/core/detect/share-detector.js";
import { drawBinomial } from "../../dist/simulate/draw-binomial.js";
import { drawNormal } from "../../dist/simulate/draw-normal.js";
import { drawPoisson } from "../../dist/simulate/draw-poisson.js";

const SEEDS = { tuning: 1, judging: 9_401 };
const DAY = 1_440;
const WEEK = 7 * DAY;
/** A Monday, 00:00 UTC, in minutes. */
const MONDAY = Date.UTC(2026, 10, 9) / 60_000;
const JOB = { from: 9 * 60, to: 10 * 60 };
const LEVELS = [0.3, 3, 30, 300, 3_000];
const GATES = { minParts: 3, minRise: 0.002, unlearnedNats: 16, extraNats: 0, shares: 1 };
const MIN_DROP = 0.5;
/** Times the usual share, and times the usual traffic, while the job runs. */
const FACTOR = 4;
/** Half an hour of an incident on the last Wednesday. */
const INCIDENT = { from: 2 * DAY + 13 * 60 + 7, to: 2 * DAY + 13 * 60 + 37, factor: 6 };

const { values } = parseArgs({
  options: {
    series: { type: "string", default: "20" },
    seeds: { type: "string", default: "tuning" },
    vary: { type: "string", default: "0" },
  },
});
const first = SEEDS[values.seeds];
const vary = Number(values.vary);

console.log(
  "| history | requests a minute | job pages (share) | job pages (surge) | job pages (drop) | incidents found | false a week elsewhere |",
);
console.log(
  "| ------- | ----------------: | ----------------- | ----------------- | ---------------- | --------------- | ---------------------- |",
);
for (const weeks of [2, 3, 4])
  for (const level of LEVELS) {
    const seen = Array.from({ length: Number(values.series) }, (_, index) =>
      judge(first + index, weeks, level),
    );
    const share = (told) => shares(seen.filter(told).length, seen.length);
    const { value, low, high } = rateInterval(
      seen.reduce((sum, { elsewhere }) => sum + elsewhere, 0),
      seen.length,
    );
    console.log(
      `| ${weeks} weeks | ${level} | ${share(({ isPaged }) => isPaged)} | ${share(({ isSurge }) => isSurge)} | ` +
        `${share(({ isDrop }) => isDrop)} | ${share(({ isFound }) => isFound)} | ${value.toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)}) |`,
    );
  }

function shares(hits, all) {
  const { value, low, high } = shareInterval(hits, all);
  return `${Math.round(100 * value)} % (${Math.round(100 * low)}-${Math.round(100 * high)})`;
}

/** Follows the weeks of history, and then the one that is judged. */
function judge(seed, weeks, level) {
  const random = createRandom(seed).fork(`weekly ${weeks} ${level}`);
  const heights = createRandom(seed).fork(`heights ${weeks} ${level}`);
  const factors = Array.from({ length: weeks + 1 }, () => FACTOR * Math.exp(vary * drawNormal(heights)));
  const start = MONDAY - weeks * WEEK;
  const detector = new ShareDetector(GATES, () => undefined);
  const counts = new Float64Array((weeks * WEEK + DAY) / 5);
  let wander = 0;
  const raised = [];
  for (let minute = start; minute < MONDAY + 3 * DAY; minute += 1) {
    const ofWeek = (minute - start) % WEEK;
    const isJob = ofWeek >= JOB.from && ofWeek < JOB.to;
    const since = minute - MONDAY;
    const isIncident = since >= INCIDENT.from && since < INCIDENT.to;
    const daily = Math.cos((2 * Math.PI * ((minute % DAY) - 840)) / DAY);
    wander = 0.998 * wander + 0.2 * Math.sqrt(1 - 0.998 ** 2) * drawNormal(random);
    const usual = 0.01 * Math.exp(wander + 0.2 * daily);
    const share = Math.min(
      1,
      usual * (isJob ? factors[Math.floor((minute - start) / WEEK)] : isIncident ? INCIDENT.factor : 1),
    );
    const requests = drawPoisson(level * (1 + 0.4 * daily), random);
    const errors = drawBinomial(requests, share, random);
    if (requests > 0) detector.observe(minute, 1, errors, requests);
    if (detector.rise !== null) raised.push(since);
    // The job's own requests are another series, so that its errors and its traffic are judged apart.
    const place = Math.floor((minute - start) / 5);
    if (place < counts.length)
      counts[place] += requests + (isJob ? drawPoisson((FACTOR - 1) * level * (1 + 0.4 * daily), random) : 0);
  }
  const began = raised.filter((minute, at) => minute >= 0 && minute - (raised[at - 1] ?? -99) > 30);
  const isIn = (minute, { from, to }) => minute >= from - 5 && minute < to + 5;
  return {
    isPaged: raised.some((minute) => isIn(minute, JOB)),
    isFound: raised.some((minute) => isIn(minute, INCIDENT)),
    elsewhere: began.filter((minute) => !isIn(minute, JOB) && !isIn(minute, INCIDENT)).length * (7 / 3),
    ...tellsTraffic(counts, start),
  };
}

/** A report at 10:30 of the judged Monday, over three hours, with two weeks of baseline. */
function tellsTraffic(counts, start) {
  const grid = (from, to) => ({
    startMs: from * 60_000,
    periodMs: 300_000,
    values: counts.subarray((from - start) / 5, (to - start) / 5),
  });
  const now = MONDAY + 630;
  const window = grid(now - 180, now);
  const baseline = grid(Math.max(start, now - 180 - 2 * WEEK), now - 180);
  const model = fitTraffic(baseline);
  if (model === null) throw new Error("two weeks are too little to learn from");
  const drop =
    scanTraffic(window, model, MIN_DROP, trafficThreshold(baseline, model, MIN_DROP)) ??
    findSilence(window, baseline, model, (known) => fitTraffic(known), 0);
  return { isSurge: scanSurge(window, baseline, model, 1) !== null, isDrop: drop !== null };
}
