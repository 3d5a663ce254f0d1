// Judges total outages of stages that get three requests an hour: found within three hours, where three hours can tell.
//
//   npm run build && node bench/detection/judge-outages.mjs [--seeds tuning|judging] [--first N] [--hosts SEEDS] [--times OUTAGES]
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { LEVELS } from "./accounts/hosts.mjs";
import { shareInterval } from "./accounts/intervals.mjs";
import { tryOutages } from "./accounts/try-outage.mjs";
import { quantile } from "../../dist/core/stats/quantile.js";

const SEEDS = { tuning: 1, judging: 9_201 };
const KINDS = ["rest", "http", "websocket"];
/** Requests of a week at three an hour, each of which a silence may follow. */
const WEEKLY_REQUESTS = 504;
/** False findings of a target in a week that are put up with. */
const ALLOWED_A_WEEK = 0.05;
/**
 * Requests to be expected in three hours from which on nobody need take such a silence for chance: a gap of `due` requests
 * follows a request with the chance exp(-due), so a week holds 504 exp(-due) of them, which is 0.05 at 9.2.
 */
const DECIDABLE_DUE = Math.log(WEEKLY_REQUESTS / ALLOWED_A_WEEK);
const DUE = [0, 6, 8, DECIDABLE_DUE, 10, 11, 12, 14, Infinity];

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "tuning" },
    first: { type: "string", default: "0" },
    hosts: { type: "string", default: "20" },
    times: { type: "string", default: "10" },
    json: { type: "string" },
  },
});
if (SEEDS[values.seeds] === undefined) throw new Error("--seeds is tuning or judging");
const started = performance.now();
const level = LEVELS.find(({ name }) => name === "3/h");
const first = SEEDS[values.seeds] + Number(values.first);
const outages = Array.from({ length: Number(values.hosts) }, (_, index) => first + index).flatMap((seed) =>
  KINDS.flatMap((kind) => tryOutages({ kind, level, seed, times: Number(values.times) })),
);
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(outages));
const seconds = Math.round((performance.now() - started) / 1_000);
console.log(`${outages.length} outages, ${values.seeds} seeds from ${first} on, in ${seconds} s\n`);
console.log("| outage | flavour | decidable | found within three hours | delay, min: median |");
console.log("| ------ | ------- | --------: | ------------------------ | ------------------ |");
for (const sort of ["failing", "refused"])
  for (const kind of KINDS) row(sort, kind, (outage) => outage.sort === sort && outage.kind === kind);
for (const kind of KINDS)
  row(
    "silent",
    kind,
    ({ sort, kind: own, due }) => sort === "silent" && own === kind && due >= DECIDABLE_DUE,
  );
row("silent", "all", ({ sort }) => sort === "silent");
row("silent", "all decidable", ({ sort, due }) => sort === "silent" && due >= DECIDABLE_DUE);
for (const [at, least] of DUE.slice(0, -1).entries()) {
  const most = DUE[at + 1];
  const due =
    most === Infinity ? `${rounded(least)} or more due` : `${rounded(least)} to ${rounded(most)} due`;
  row("silent", due, (outage) => outage.sort === "silent" && outage.due >= least && outage.due < most);
}

function rounded(due) {
  return Number(due.toFixed(1));
}

function row(sort, what, belongs) {
  const own = outages.filter((outage) => belongs(outage) && outage.isDecidable);
  if (own.length === 0) return;
  const delays = own.flatMap(({ delayMinutes }) => delayMinutes ?? []);
  const { value, low, high } = shareInterval(delays.length, own.length);
  const [share, from, to] = [value, low, high].map((one) => (100 * one).toFixed(1));
  const middle = delays.length === 0 ? "-" : quantile(Float64Array.from(delays), 0.5);
  console.log(
    `| ${sort} | ${what} | ${own.length} | ${delays.length}: ${share} % (${from}-${to}) | ${middle} |`,
  );
}
