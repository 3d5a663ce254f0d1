// How often the attribution of a rate names the planted cause, next to the value of one attribute with the most added errors.
//
//   npm run build && node bench/detection/attribution.mjs [tuning|judging] [CASES]
//
// Constants were chosen on the tuning seeds alone; what is published is of the judging seeds. Intervals are Wilson's, 95 %.
import { explainCase, toRateRows } from "./attribution/read-case.mjs";
import { makeCase } from "./attribution/make-case.mjs";
import { attributeRate } from "../../dist/core/attribute-rate.js";

const FIRST_SEED = { tuning: 1, judging: 1_000_001 };
const [which = "judging", count = "400"] = process.argv.slice(2);
const first = FIRST_SEED[which];
if (first === undefined) throw new Error(`"${which}" is neither tuning nor judging`);
const cases = Array.from({ length: Number(count) }, (_, index) => makeCase(first + index));

report("attribution", explainCase);
report("most added errors", mostAdded);
const large = cases.filter(({ leaves }) => leaves >= 400 && leaves <= 600);
const times = large.flatMap(({ attrs, rows, timestamp }) => {
  const own = toRateRows(attrs.length, rows, timestamp);
  return [1, 2, 3].map(() => {
    // Of the processor, so that whatever else the machine does counts little.
    const started = process.cpuUsage();
    attributeRate(attrs, own);
    return process.cpuUsage(started).user / 1_000;
  });
});
console.log(`${large.length} cases of 400 to 600 leaves: median ${median(times).toFixed(1)} ms a case`);

function report(name, explain) {
  let [top1, top3, truePositives, causes] = [0, 0, 0, 0];
  for (const one of cases) {
    const ranked = explain(one);
    const isCause = (place) => one.cause.some((cause) => sameText(cause) === sameText(place));
    if (ranked.slice(0, 1).some(isCause)) top1 += 1;
    if (ranked.slice(0, 3).some(isCause)) top3 += 1;
    truePositives += ranked.slice(0, 1).filter(isCause).length;
    causes += one.cause.length;
  }
  const f1 = (2 * truePositives) / (cases.length + causes);
  console.log(
    `${name}: ${cases.length} ${which} cases, top 1 ${interval(top1)}, top 3 ${interval(top3)}, F1 ${f1.toFixed(3)}`,
  );
}

/** The single values with the most errors beyond the share before. */
function mostAdded({ attrs, rows, timestamp }) {
  const sums = new Map();
  const all = [0, 0, 0, 0];
  for (const row of rows) {
    const side = row[0] >= timestamp ? 2 : 0;
    all[side] += row.at(-2);
    all[side + 1] += row.at(-1);
    attrs.forEach((name, place) => {
      const key = JSON.stringify({ [name]: row[1 + place] });
      const sum = sums.get(key) ?? [0, 0, 0, 0];
      sum[side] += row.at(-2);
      sum[side + 1] += row.at(-1);
      sums.set(key, sum);
    });
  }
  const added = ([errors, total, nowErrors, nowTotal]) =>
    nowErrors - nowTotal * (total > 0 ? errors / total : all[0] / all[1]);
  return [...sums]
    .sort((left, right) => added(right[1]) - added(left[1]))
    .slice(0, 3)
    .map(([key]) => JSON.parse(key));
}

function sameText(place) {
  return JSON.stringify(Object.entries(place).sort(([left], [right]) => (left < right ? -1 : 1)));
}

function interval(hits) {
  const [n, z] = [cases.length, 1.96];
  const share = hits / n;
  const middle = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2))) / (1 + z ** 2 / n);
  return `${share.toFixed(3)} (${(middle - half).toFixed(3)} to ${(middle + half).toFixed(3)})`;
}

function median(values) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
