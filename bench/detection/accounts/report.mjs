// The figures as Markdown.
import { LEVELS } from "./hosts.mjs";
import { quantileInterval, rateInterval, shareInterval } from "./intervals.mjs";

const FAMILIES = ["server", "client", "latency", "cache", "drop", "surge"];
const START_MINUTES = 3;

/** Of what was tried: incidents, quiet stages or both. */
export function accountsReport(trials, quiet) {
  const sections = trials.length > 0 ? ofTrials(trials) : [];
  if (quiet.length > 0)
    sections.push("### Quiet stages: false findings a target and week", quietTable(quiet));
  return sections.join("\n\n");
}

function ofTrials(trials) {
  const known = trials.filter(({ isKnowable }) => isKnowable);
  const families = FAMILIES.map((family) => [family, known.filter((trial) => trial.family === family)]);
  const levels = LEVELS.map(({ name }) => [name, known.filter(({ level }) => level === name)]);
  const names = [...new Set(trials.map(({ name }) => name))].map((name) => [
    `\`${name}\``,
    known.filter((trial) => trial.name === name),
  ]);
  return [
    "### Incidents, by what is wrong",
    trialTable("", families, known),
    "### Incidents, by traffic",
    trialTable("traffic", levels, known),
    "### Incidents of the catalogue",
    trialTable("incident", names),
    "### Recall of knowable incidents beside two usual rules",
    rivalTable(known),
    plainly(trials),
  ];
}

function trialTable(head, rows, all) {
  const lines = rows
    .filter(([, trials]) => trials.length > 0)
    .map(([name, trials]) => trialRow(name, trials));
  if (all !== undefined) lines.push(trialRow("all", all));
  return table(
    [
      head,
      "knowable",
      "recall",
      "precision",
      "delay, min: median",
      "p90",
      "route right",
      "side right",
      `start within ${START_MINUTES} min`,
    ],
    lines,
  );
}

function trialRow(name, trials) {
  const found = trials.filter(({ delayMinutes }) => delayMinutes !== null);
  const sided = found.filter(({ isSideRight }) => isSideRight !== null);
  const wrong = trials.reduce((sum, trial) => sum + trial.wrong.length, 0);
  const delays = found.map(({ delayMinutes }) => delayMinutes);
  return [
    name,
    `${trials.length}`,
    share(found.length, trials.length),
    share(found.length, found.length + wrong),
    number(quantileInterval(delays, 0.5)),
    number(quantileInterval(delays, 0.9)),
    share(found.filter(({ isRouteRight }) => isRouteRight).length, found.length),
    share(sided.filter(({ isSideRight }) => isSideRight).length, sided.length),
    share(
      found.filter(({ startOffMinutes }) => Math.abs(startOffMinutes) <= START_MINUTES).length,
      found.length,
    ),
  ];
}

function rivalTable(known) {
  const rows = [
    ...LEVELS.map(({ name }) => [name, known.filter(({ level }) => level === name)]),
    ["all", known],
  ];
  const cells = (trials, delayOf) => {
    const delays = trials.map(delayOf).filter((delay) => delay !== null);
    return [share(delays.length, trials.length), number(quantileInterval(delays, 0.5))];
  };
  return table(
    ["traffic", "Gatewatch", "delay, min", "three sigma", "delay, min", "recommended alarms", "delay, min"],
    rows
      .filter(([, trials]) => trials.length > 0)
      .map(([name, trials]) => [
        name,
        ...cells(trials, ({ delayMinutes }) => delayMinutes),
        ...cells(trials, ({ rivals }) => rivals.sigma),
        ...cells(trials, ({ rivals }) => rivals.static),
      ]),
  );
}

function quietTable(quiet) {
  const rows = [
    ...LEVELS.map(({ name }) => [name, quiet.filter(({ level }) => level === name)]),
    ["all", quiet],
  ];
  return table(
    ["traffic", "target-weeks", "Gatewatch", "three sigma", "recommended alarms"],
    rows
      .filter(([, weeks]) => weeks.length > 0)
      .map(([name, weeks]) => {
        const exposure = weeks.reduce((sum, week) => sum + week.weeks, 0);
        const rate = (countOf) =>
          number(
            rateInterval(
              weeks.reduce((sum, week) => sum + countOf(week), 0),
              exposure,
            ),
            2,
          );
        return [
          name,
          exposure.toFixed(1),
          rate(({ found }) => found.length),
          rate(({ sigma }) => sigma),
          rate((week) => week.static),
        ];
      }),
  );
}

/** Latencies by the plain definition: whoever does not trust the one used sees what it leaves out. */
function plainly(trials) {
  const latencies = trials.filter(({ family }) => family === "latency");
  const recall = (known) =>
    share(known.filter(({ delayMinutes }) => typeof delayMinutes === "number").length, known.length);
  const plain = latencies.filter(({ isPlain }) => isPlain);
  const left = plain.filter(({ isKnowable }) => !isKnowable);
  return (
    `Latencies, recall of what is knowable: ${recall(latencies.filter(({ isKnowable }) => isKnowable))}; ` +
    `by three times the noise of block medians alone: ${recall(plain)}, ` +
    `of which ${left.length} of ${plain.length} are not told from chance by their raised points (recall ${recall(left)}).`
  );
}

function share(hits, all) {
  const interval = shareInterval(hits, all);
  if (interval === null) return "-";
  const percent = (value) => (100 * value).toFixed(value > 0.985 && value < 1 ? 1 : 0);
  return `${percent(interval.value)} % (${percent(interval.low)}-${percent(interval.high)})`;
}

function number(interval, digits = 0) {
  if (interval === null) return "-";
  const text = (value) => value.toFixed(digits);
  return `${text(interval.value)} (${text(interval.low)}-${text(interval.high)})`;
}

function table(head, rows) {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
