// How long one metric alarm takes over 15 days of minutes (21,600 points): the search for a threshold evaluates it
// thousands of times.
//
//   npm run build && node bench/alarms.mjs
//
// The median processor time of 40 evaluations after 20 that warm the compiler, for each kind of alarm; its states, without
// reasons and other readings, which are worked out when they are read. One point in nine is a gap, so
// that the rules for missing data work too.
import { loadavg } from "node:os";

import { evaluateMetricAlarm } from "../dist/index.js";

const GOAL_MS = 10;
const MINUTES = 21_600;
const START_MS = Date.UTC(2026, 3, 7);

const runs = [];
for (let minute = 0; minute < MINUTES; minute += 9) {
  runs.push([
    START_MS + minute * 60_000,
    Array.from({ length: 8 }, (_, at) => ((minute + at) * 7_919) % 101),
  ]);
}
const shape = { target: null, route: null, namespace: "N", metric: "M", dimensions: {}, periodSeconds: 60 };
const history = [{ ...shape, stat: "Sum", runs }];
const common = { EvaluationPeriods: 5, DatapointsToAlarm: 3, ComparisonOperator: "GreaterThanThreshold" };
const one = { ...common, Namespace: "N", MetricName: "M", Statistic: "Sum" };
const metric = {
  Id: "m1",
  ReturnData: false,
  MetricStat: { Metric: { Namespace: "N", MetricName: "M" }, Period: 60, Stat: "Sum" },
};
const alarms = [
  { ...one, AlarmName: "one minute, 3 of 5", Period: 60, Threshold: 60 },
  {
    ...one,
    AlarmName: "one minute, fill breaching",
    Period: 60,
    Threshold: 90,
    TreatMissingData: "breaching",
  },
  { ...one, AlarmName: "five minutes, sliding", Period: 300, Threshold: 260 },
  {
    ...common,
    AlarmName: "metric math",
    Threshold: 50,
    Metrics: [metric, { Id: "e1", Expression: "IF(FILL(m1, 0) > 20, 100 * m1 / (m1 + 7), 0)" }],
  },
];
const window = { startMs: START_MS, endMs: START_MS + MINUTES * 60_000 };

let isMet = true;
for (const alarm of alarms) {
  const times = [];
  let result;
  for (let run = 0; run < 60; run += 1) {
    const started = process.cpuUsage();
    result = evaluateMetricAlarm(alarm, history, window);
    const { user, system } = process.cpuUsage(started);
    if (run >= 20) times.push((user + system) / 1_000);
  }
  if (result.states.length !== MINUTES) throw new Error(`${alarm.AlarmName}: ${result.states.length} states`);
  if (!result.states.includes("ALARM")) throw new Error(`${alarm.AlarmName}: never in ALARM`);
  const tookMs = times.sort((left, right) => left - right)[times.length / 2];
  isMet &&= tookMs < GOAL_MS;
  console.log(
    `alarms: ${alarm.AlarmName.padEnd(28)} ${tookMs.toFixed(2)} ms CPU, ${result.transitions.length} transitions`,
  );
}
console.log(`alarms: goal ${GOAL_MS} ms each, load ${loadavg()[0]?.toFixed(1)}: ${isMet ? "met" : "MISSED"}`);
process.exitCode = isMet ? 0 : 1;
