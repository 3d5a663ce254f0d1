// Whether findings are as sure as they sound: of those that were told with some confidence, how many are true.
//
//   npm run build && node bench/detection/judge-accounts.mjs --only trials --json TRIALS.json
//   node bench/detection/judge-accounts.mjs --only quiet --json QUIET.json
//   node bench/detection/judge-confidence.mjs TRIALS.json QUIET.json
//
// That depends on how often something is wrong: with an incident a day hardly any finding is false, with one in ten years
// nearly all are. So the share is told for some numbers of weeks between two incidents of a target, each as likely as any
// other of the trials; a finding counts with the confidence that it had when it was told first.
import { readFileSync } from "node:fs";

const BINS = [0, 0.76, 0.8, 0.9, 0.98, 1.01];
const WEEKS = [1, 4, 13];

const [trialsFile, quietFile] = process.argv.slice(2);
if (quietFile === undefined) throw new Error("judge-confidence.mjs TRIALS.json QUIET.json");
const { trials } = JSON.parse(readFileSync(trialsFile, "utf8"));
const { quiet } = JSON.parse(readFileSync(quietFile, "utf8"));
const known = trials.filter(({ isKnowable }) => isKnowable);
const found = known.flatMap(({ confidence }) => (confidence === undefined ? [] : [confidence]));
const beside = known.flatMap(({ wrongConfidence }) => wrongConfidence);
const levels = grouped(quiet);

console.log(`${known.length} incidents, ${quiet.length} quiet stages\n`);
row(["told with", "mean", "true", "false", ...WEEKS.map((weeks) => `an incident in ${weeks} weeks: true`)]);
row(["---", "---", "---", "---", ...WEEKS.map(() => "---")]);
for (const [at, least] of BINS.slice(0, -1).entries()) told(least, BINS[at + 1]);
told(0, BINS.at(-1));

function told(least, most) {
  const isIn = (confidence) => confidence >= least && confidence < most;
  const truly = found.filter(isIn);
  const falsely = [
    ...beside,
    ...quiet.flatMap((week) => week.found.map(({ confidence }) => confidence)),
  ].filter(isIn);
  const all = [...truly, ...falsely];
  if (all.length === 0) return;
  const perIncident = truly.length / known.length;
  const besideIt = beside.filter(isIn).length / known.length;
  row([
    `${least} to ${Math.min(1, most)}`,
    (all.reduce((sum, one) => sum + one, 0) / all.length).toFixed(2),
    truly.length,
    falsely.length,
    ...WEEKS.map((weeks) => {
      const wrong = besideIt + weeks * quietRate(isIn);
      return `${((100 * perIncident) / (perIncident + wrong)).toFixed(0)} %`;
    }),
  ]);
}

/** False findings of a target in a week: the mean of the levels of traffic, which may have been walked for unlike times. */
function quietRate(isIn) {
  const rates = [...levels.values()].map(
    (weeks) =>
      weeks.flatMap((week) => week.found).filter(({ confidence }) => isIn(confidence)).length /
      weeks.reduce((sum, week) => sum + week.weeks, 0),
  );
  return rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
}

function grouped(weeks) {
  const groups = new Map();
  for (const week of weeks) groups.set(week.level, [...(groups.get(week.level) ?? []), week]);
  return groups;
}

function row(cells) {
  console.log(`| ${cells.join(" | ")} |`);
}
