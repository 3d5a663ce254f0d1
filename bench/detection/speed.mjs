// What it costs to follow error shares (1,000 series over 14 days, in periods of one and of five minutes) and latencies
// (series of 590 points), on one core, and what a detector holds in memory.
//
//   npm run build && node bench/detection/speed.mjs
//
// Shares of busy and of quiet stages, with day and night, noise, and a rise in every tenth. User time of the process, so a
// busy machine makes it look slower. Memory is what arrays beyond 64 bytes hold, and
// all of it with what the engine puts around them.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { DEFAULT_SETTINGS } from "../../dist/model/config.js";
import { LevelShiftDetector } from "../../dist/core/detect/level-shift-detector.js";
import { ShareDetector } from "../../dist/core/detect/share-detector.js";

const SERIES = 1_000;
const MINUTES = 14 * 1_440;
const SHAPES = 20;
const POINTS = 590;
const GOAL = { seconds: 5, latencyMs: 0.5 };
const GATES = {
  minParts: DEFAULT_SETTINGS.minErrors,
  minRise: DEFAULT_SETTINGS.minErrorRatioRise,
  unlearnedNats: 8,
  extraNats: 0,
  shares: 1,
};

const shapes = Array.from({ length: SHAPES }, (_, index) => madeSeries(index));
const seconds = new Map([5, 1].map((span) => [span, follow(span)]));
for (const [span, used] of seconds) {
  const microseconds = ((1e6 * used) / SERIES / (MINUTES / span)).toFixed(2);
  console.log(
    `${SERIES} series, ${MINUTES / span} periods of ${span} min: ${used.toFixed(1)} s, ${microseconds} µs each`,
  );
}
const latencyMs = followLatencies();
console.log(`series of ${POINTS} latencies: ${latencyMs.toFixed(2)} ms each`);
for (const [name, make] of Object.entries({ share: watchedShare, latency: watchedLatency }))
  console.log(`a detector of a ${name}: ${await bytesOf(make)}`);
const isMet = Math.max(...seconds.values()) <= GOAL.seconds && latencyMs <= GOAL.latencyMs;
console.log(
  `goal of ${GOAL.seconds} s for either, ${GOAL.latencyMs} ms a latency series: ${isMet ? "met" : "MISSED"}`,
);
process.exitCode = isMet ? 0 : 1;

function followLatencies() {
  const random = chance(977);
  const all = Array.from({ length: 400 }, (_, index) =>
    Float64Array.from({ length: POINTS }, (_none, at) =>
      Math.log(
        (120 + 20 * Math.sin(at / 45)) * (0.9 + 0.2 * random()) * (index % 4 === 0 && at > 400 ? 1.5 : 1),
      ),
    ),
  );
  let alarms = 0;
  const replay = (values) => {
    const detector = new LevelShiftDetector();
    for (const value of values) if (detector.push(value) !== null) alarms += 1;
  };
  all.forEach(replay);
  if (alarms === 0) throw new Error("nothing was found in latencies that rise");
  const startedMicros = process.cpuUsage().user;
  all.forEach(replay);
  return (process.cpuUsage().user - startedMicros) / 1e3 / all.length;
}

function watchedShare() {
  const detector = new ShareDetector(GATES, () => {});
  for (let minute = 0; minute < 1_500; minute += 1)
    detector.observe(minute, 1, minute % 90 === 0 ? 1 : 0, 10);
  return detector;
}

function watchedLatency() {
  const detector = new LevelShiftDetector();
  for (let at = 0; at < 300; at += 1) detector.push(Math.log(100 + (at % 7)));
  return detector;
}

async function bytesOf(make) {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  // Memory of large arrays is given back a little later than they are collected.
  const gc = async () => {
    for (let round = 0; round < 4; round += 1) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const kept = Array.from({ length: 500 }, () => null);
  make();
  await gc();
  const before = process.memoryUsage();
  for (let index = 0; index < kept.length; index += 1) kept[index] = make();
  await gc();
  const after = process.memoryUsage();
  const buffers = (after.arrayBuffers - before.arrayBuffers) / kept.length;
  const heap = (after.heapUsed - before.heapUsed) / kept.length;
  return `${Math.round(buffers)} bytes in large arrays, ${Math.round(heap + buffers)} with objects and all`;
}

function follow(span) {
  const periods = shapes.map((shape) => added(shape, span));
  let rises = 0;
  const replay = (rows) => {
    const detector = new ShareDetector(GATES, () => {
      rises += 1;
    });
    for (let at = 0; at < rows.length; at += 3) detector.observe(rows[at], span, rows[at + 1], rows[at + 2]);
  };
  // Once over each, so that compiling is not measured.
  for (const rows of periods) replay(rows);
  if (rises === 0) throw new Error("nothing was found in series with rises");
  const startedMicros = process.cpuUsage().user;
  for (let index = 0; index < SERIES; index += 1) replay(periods[index % SHAPES]);
  return (process.cpuUsage().user - startedMicros) / 1e6;
}

/** Rows of minute, errors, requests. */
function madeSeries(index) {
  const random = chance(index + 1);
  const busy = 4 ** (index % 5);
  const isSick = index % 10 === 3;
  const rows = [];
  for (let minute = 0; minute < MINUTES; minute += 1) {
    const rhythm = 1 + 0.5 * Math.cos((2 * Math.PI * minute) / 1_440);
    const requests = Math.floor(busy * rhythm * (0.7 + 0.6 * random()) + random());
    const share = isSick && minute > 9_000 && minute < 9_120 ? 0.3 : 0.01;
    rows.push(minute, Math.min(requests, Math.floor(requests * share + random())), requests);
  }
  return rows;
}

function added(rows, span) {
  const sums = [];
  for (let at = 0; at < rows.length; at += 3 * span) {
    let errors = 0;
    let requests = 0;
    for (let own = at; own < at + 3 * span; own += 3) {
      errors += rows[own + 1];
      requests += rows[own + 2];
    }
    if (requests > 0) sums.push(rows[at], errors, requests);
  }
  return Float64Array.from(sums);
}

function chance(seed) {
  let state = seed * 7_919;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
