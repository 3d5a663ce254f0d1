// What it costs to follow error shares: 1,000 series over 14 days, in periods of one and of five minutes, on one core.
//
//   npm run build && node bench/detection/speed.mjs
//
// Shares of busy and of quiet stages, with day and night, noise, and a rise in every tenth. User time of the process.
import { DEFAULT_SETTINGS } from "../../dist/model/config.js";
import { ShareDetector } from "../../dist/core/detect/share-detector.js";

const SERIES = 1_000;
const MINUTES = 14 * 1_440;
const SHAPES = 20;
/** Of replaying the five-minute periods that a baseline is read in. */
const GOAL_SECONDS = 5;
const GATES = {
  minParts: DEFAULT_SETTINGS.minErrors,
  minRise: DEFAULT_SETTINGS.minErrorRatioRise,
  unlearnedNats: 8,
  extraNats: 0,
};

const shapes = Array.from({ length: SHAPES }, (_, index) => madeSeries(index));
const seconds = new Map([5, 1].map((span) => [span, follow(span)]));
for (const [span, used] of seconds) {
  const microseconds = ((1e6 * used) / SERIES / (MINUTES / span)).toFixed(2);
  console.log(
    `${SERIES} series, ${MINUTES / span} periods of ${span} min: ${used.toFixed(1)} s, ${microseconds} µs each`,
  );
}
const isMet = seconds.get(5) <= GOAL_SECONDS;
console.log(`goal for periods of 5 min: ${GOAL_SECONDS} s ${isMet ? "met" : "MISSED"}`);
process.exitCode = isMet ? 0 : 1;

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
