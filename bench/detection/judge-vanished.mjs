// Judges routes that get no more requests while the others of their stage do.
//
//   npm run build && node bench/detection/judge-vanished.mjs [--seeds tuning|judging] [--first N] [--hosts SEEDS] [--times ROUTES]
import { parseArgs } from "node:util";

import { LEVELS } from "./accounts/hosts.mjs";
import { shareInterval } from "./accounts/intervals.mjs";
import { tryVanished } from "./accounts/try-vanished.mjs";
import { quantile } from "../../dist/core/stats/quantile.js";

const SEEDS = { tuning: 1, judging: 9_201 };
const KINDS = ["rest", "http", "websocket"];

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "tuning" },
    first: { type: "string", default: "0" },
    hosts: { type: "string", default: "8" },
    times: { type: "string", default: "2" },
  },
});
if (SEEDS[values.seeds] === undefined) throw new Error("--seeds is tuning or judging");
const started = performance.now();
const first = SEEDS[values.seeds] + Number(values.first);
const seeds = Array.from({ length: Number(values.hosts) }, (_, index) => first + index);
const tried = LEVELS.flatMap((level) =>
  seeds.flatMap((seed) =>
    KINDS.flatMap((kind) => tryVanished({ kind, level, seed, times: Number(values.times) })),
  ),
);
const seconds = Math.round((performance.now() - started) / 1_000);
console.log(`${tried.length} routes, ${values.seeds} seeds from ${first} on, in ${seconds} s\n`);
console.log(
  "| traffic | knowable | recall | precision | delay, min: median | route right | start within 3 min |",
);
console.log(
  "| ------- | -------: | ------ | --------- | -----------------: | ----------- | ------------------ |",
);
for (const { name } of LEVELS)
  row(
    name,
    tried.filter(({ level }) => level === name),
  );
row("all", tried);

function row(name, all) {
  const knowable = all.filter(({ isKnowable }) => isKnowable);
  const found = knowable.filter(({ delayMinutes }) => delayMinutes !== null);
  // What is told of a route that cannot be known counts here too, and so does what is told beside it.
  const told = all.filter(({ delayMinutes }) => delayMinutes !== null);
  const wrong = all.reduce((sum, one) => sum + one.wrong.length, 0);
  const delays = Float64Array.from(found, ({ delayMinutes }) => delayMinutes);
  const isNear = ({ startOffMinutes }) => Math.abs(startOffMinutes) <= 3;
  console.log(
    `| ${name} | ${knowable.length} | ${share(found.length, knowable.length)} | ${share(told.length, told.length + wrong)} | ` +
      `${found.length === 0 ? "-" : quantile(delays, 0.5)} | ` +
      `${share(found.filter(({ isRouteRight }) => isRouteRight).length, found.length)} | ` +
      `${share(found.filter(isNear).length, found.length)} |`,
  );
}

function share(hits, all) {
  const interval = shareInterval(hits, all);
  if (interval === null) return "-";
  const [value, low, high] = [interval.value, interval.low, interval.high].map((one) =>
    Math.round(100 * one),
  );
  return `${value} % (${low}-${high})`;
}
