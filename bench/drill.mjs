// How long a drill takes: the whole demo account, every incident of the catalogue at three magnitudes and three starts,
// against AWS's recommended alarms; and what one incident laid and one alarm judged cost, of which a search for a
// threshold does the first once and the second thousands of times.
//
//   npm run build && node bench/drill.mjs
//
// Processor time, without that of drawing the account.
import { loadavg } from "node:os";

import { drillHistory } from "../dist/alarms/drill/drill-history.js";
import { drill } from "../dist/alarms/drill/drill.js";
import { prepareGround } from "../dist/alarms/drill/ground.js";
import { judgeLaid, putAlarm } from "../dist/alarms/drill/judge-laid.js";
import { layIncident } from "../dist/alarms/drill/lay-incident.js";
import { recommendedAlarms } from "../dist/alarms/recommended/recommended-alarms.js";
import { toAlarmSet } from "../dist/alarms/to-alarm-set.js";
import { demoSnapshot } from "../dist/cli/source/demo-snapshot.js";
import { findIncident, INCIDENTS } from "../dist/simulate/incidents/registry.js";

const INCIDENT_MS = 30 * 60_000;
const asked = { since: "1d", until: undefined, baseline: "1h", api: null, stage: null };
const snapshot = await demoSnapshot(1, asked, () => {});
const { set } = toAlarmSet(
  recommendedAlarms(snapshot.targets, "arn:aws:sns:eu-west-1:123456789012:page"),
  [],
);
const series = drillHistory(snapshot);

function cpuMs(work) {
  const started = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(started);
  return { result, ms: (user + system) / 1_000 };
}

const { window } = snapshot;
const common = { window, incidents: INCIDENTS, magnitudes: [], incidentMs: INCIDENT_MS, seed: 1 };
const told = { toolVersion: "bench", origin: "demo", label: "bench", notes: [] };
const whole = cpuMs(() => drill({ ...common, ...told, set, targets: snapshot.targets, series }));
const laid = whole.result.targets.flatMap(({ incidents, starts }) =>
  incidents.flatMap(({ magnitudes }) => magnitudes.map(() => starts.length)),
);
const overlays = laid.reduce((sum, starts) => sum + starts, 0);
if (overlays < 1_000) throw new Error(`only ${overlays} incidents were laid`);
console.log(
  `drill: ${whole.result.targets.length} targets, ${overlays} incidents laid, ${set.metric.length} alarms: ${(whole.ms / 1_000).toFixed(1)} s CPU, load ${loadavg()[0]?.toFixed(1)}`,
);

const target = snapshot.targets.find(({ apiName }) => apiName === "payments");
const own = series.filter((one) => one.target === target.id && one.periodSeconds === 60);
const ground = prepareGround(target, own, { window, incidentMs: INCIDENT_MS, lookBackMs: 7 * 60_000 });
const incident = findIncident("integration-errors-after-deployment");
layIncident(ground, incident, 0.08, 0);
const lays = cpuMs(() => Array.from({ length: 20 }, (_, run) => layIncident(ground, incident, 0.08, run)));
const alarm = {
  AlarmName: "errors",
  Namespace: "AWS/ApiGateway",
  MetricName: "5XXError",
  Dimensions: Object.entries(target.dimensions).map(([Name, Value]) => ({ Name, Value })),
  Statistic: "Sum",
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 7,
  ComparisonOperator: "GreaterThanThreshold",
};
const judge = () => judgeLaid(putAlarm({ kind: "metric", alarm }, ground), lays.result[0]);
for (let run = 0; run < 200; run += 1) judge();
const judged = cpuMs(() => Array.from({ length: 500 }, judge));
if (judged.result[0].some(({ result }) => result === "no-effect")) throw new Error("nothing was laid");
const each = (ms, times) => (ms / times / ground.starts.length).toFixed(2);
console.log(
  `drill: an incident of 30 minutes laid once more ${each(lays.ms, 20)} ms, an alarm put and judged on it ${each(judged.ms, 500)} ms, for each start`,
);
