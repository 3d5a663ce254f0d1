// Writes the table of src/analyzers/attribution/reliability.ts from what judge.mjs saw on the tuning seeds.
//
//   npm run build && node bench/attribution/judge.mjs --json tuning.json --count 30
//   node bench/attribution/calibrate.mjs tuning.json > src/analyzers/attribution/reliability.ts
//
// A ground is met some ten or some hundred times. Its share of right verdicts is drawn towards that of its wider ground (same
// signals, same cause), as if PRIOR more verdicts had been as right as those; the wider one towards one half, or, of traces,
// towards that of logs. Nothing is stated
// with more than MOST: incidents that are made up are not all there are.
import { readFileSync } from "node:fs";

import { groundNames } from "../../dist/analyzers/attribution/verdict-confidence.js";
import { isRight } from "./report.mjs";

const PRIOR = 2;
/** Fewer verdicts are no ground of their own. */
const LEAST = 5;
const MOST = 0.98;

const [file] = process.argv.slice(2);
const results = JSON.parse(readFileSync(file, "utf8")).filter(({ isFound }) => isFound);
const seeds = new Set(results.map(({ seed }) => seed));
// Without logs or traces that say more, the same verdict comes of several sets of signals: it counts once.
const verdicts = new Map(
  results.map((one) => [JSON.stringify([one.seed, one.name, groundNames(one.ground)]), one]),
);

const wider = table(1, widerPrior, 1);
const exact = table(0, (one) => wider.get(groundNames(one.ground)[1]), LEAST);
// That nothing is known of a cause means another thing to each analyzer: it has no wider ground.
wider.delete("metrics unknown");
const rows = [...wider, ...exact].sort(([left], [right]) => (left < right ? -1 : 1));
const from = `${Math.min(...seeds)} to ${Math.max(...seeds)}`;
console.log(`/**
 * How often verdicts on a ground were right, 0..1, by its name; see verdict-confidence.ts. Written by
 * bench/attribution/calibrate.mjs from the tuning seeds ${from}: ${verdicts.size} verdicts on ${results.length / 3} findable incidents.
 */
export const RELIABILITY: Readonly<Record<string, number>> = {`);
for (const [name, rate] of rows) console.log(`  "${name}": ${Number(rate.toFixed(3))},`);
console.log("};");

/** Traces are read beside a log: what is known of the log's verdicts holds until there are more of these. */
function widerPrior({ ground }) {
  const name = groundNames(ground)[1].replace(/^traces/, "logs");
  const same = [...verdicts.values()].filter((one) => groundNames(one.ground)[1] === name);
  return name === groundNames(ground)[1] || same.length === 0
    ? 0.5
    : (same.filter(isRight).length + PRIOR / 2) / (same.length + PRIOR);
}

/** Shares of right verdicts by the name at `place`, drawn towards `prior`; names that are met less often are left out. */
function table(place, prior, least) {
  const groups = grouped(place);
  return new Map(
    [...groups]
      .filter(([, own]) => own.length >= least)
      .map(([name, own]) => {
        const right = own.filter(isRight).length;
        return [name, Math.min(MOST, (right + PRIOR * prior(own[0])) / (own.length + PRIOR))];
      }),
  );
}

function grouped(place) {
  const groups = new Map();
  for (const one of verdicts.values()) {
    const name = groundNames(one.ground)[place];
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return groups;
}
