// What the alarms of `gatewatch alarms synth` are worth on days that they were not learned from: learned from one demo account's
// days, then judged on the last day of another with the same APIs and other chance. Told are the pages and tickets that a calm
// day would have brought, and how soon each incident that should page is caught at its usual magnitude, at the busiest, the
// usual and the quietest time of that day.
//
//   npm run build && node bench/alarms-synth.mjs [--days 1] [--learn 9101] [--judge 9201,9202]
//
// Minutes of processor time. The rules were tuned on other seeds (test/long/demo-alarms.test.ts names them).
import { parseArgs } from "node:util";

import { findFirings } from "../dist/alarms/backtest/find-firings.js";
import { drillHistory } from "../dist/alarms/drill/drill-history.js";
import { drill } from "../dist/alarms/drill/drill.js";
import { evaluateMetricAlarm } from "../dist/alarms/evaluate/evaluate-metric-alarm.js";
import { alarmQuestions } from "../dist/cli/alarms-history/alarm-questions.js";
import { learnAlarms } from "../dist/cli/alarms-synth/learn-alarms.js";
import { synthSettings } from "../dist/cli/alarms-synth/synth-settings.js";
import { demoSnapshot } from "../dist/cli/source/demo-snapshot.js";
import { INCIDENTS } from "../dist/simulate/incidents/registry.js";

const { values } = parseArgs({
  options: {
    days: { type: "string", default: "1" },
    learn: { type: "string", default: "9101" },
    judge: { type: "string", default: "9201,9202" },
  },
});
const HOUR_MS = 3_600_000;
const CALM_HOURS = 2;
const QUIET = /\/dev$|partner-invoices|warehouse-audit/;

const { report } = await learnAlarms(
  (targets) =>
    synthSettings(
      { composites: false, okActions: true, maxAlarms: "9999", maxUsdMonth: "9999" },
      {},
      targets,
    ),
  {
    demo: true,
    color: false,
    seed: values.learn,
    since: `${values.days}d`,
    until: "24h ago",
    baseline: "1d",
  },
  { version: 1 },
  {},
  () => {},
);
const definitions = report.alarms.map(({ definition }) => definition);
const isPage = ({ AlarmActions }) => AlarmActions?.some((action) => action.includes("page")) ?? false;
console.log(
  `alarms: ${definitions.length} learned from ${values.days} day(s) of seed ${values.learn}, ${definitions.filter(isPage).length} of them page`,
);
if (definitions.length < 100) throw new Error("hardly anything was learned");

const set = (alarms) => ({ metric: alarms, composite: [], muteRules: [] });
for (const seed of values.judge.split(",")) {
  let window;
  const asked = {
    since: `${24 - CALM_HOURS}h`,
    until: `${CALM_HOURS}h ago`,
    baseline: "1h",
    api: null,
    stage: null,
  };
  const snapshot = await demoSnapshot(
    Number(seed),
    asked,
    () => {},
    null,
    (nowMs) => {
      const endMs = nowMs - CALM_HOURS * HOUR_MS;
      window = { startMs: nowMs - 24 * HOUR_MS, endMs };
      return alarmQuestions([set(definitions)], { lengthMs: endMs - window.startMs, endMs }, nowMs);
    },
  );
  const fired = definitions.flatMap((alarm) => {
    const result = evaluateMetricAlarm(alarm, snapshot.alarmHistory.series, window);
    if (result.kind === "not-evaluated") return [];
    const times = findFirings(result.transitions, result.firstMs, window.endMs).length;
    return times === 0 ? [] : [{ alarm, times }];
  });
  const count = (some) => some.reduce((sum, { times }) => sum + times, 0);
  const pages = fired.filter(({ alarm }) => isPage(alarm));
  console.log(`seed ${seed}: ${count(pages)} pages, ${count(fired) - count(pages)} tickets in 22 calm hours`);
  for (const { alarm, times } of fired) console.log(`  ${times} x ${alarm.AlarmName}`);

  const result = drill({
    set: set(definitions.filter(isPage)),
    targets: snapshot.targets.filter(({ id }) => !QUIET.test(id)),
    series: drillHistory(snapshot),
    // Not what alarms look back on before it: there the metrics that a period is rebuilt from were not read.
    window,
    incidents: INCIDENTS.filter(({ shouldPage }) => shouldPage),
    magnitudes: [{ value: 1, isTimes: true }],
    incidentMs: HOUR_MS / 2,
    seed: 7,
    toolVersion: "bench",
    origin: "demo",
    label: "bench",
    notes: [],
  });
  for (const { id, skipped } of result.targets)
    if (skipped !== null) console.log(`  skipped: ${id}: ${skipped}`);
  const refused = result.notReplayed.filter(({ why }) => why.startsWith("no time in the recording"));
  for (const { alarm, why } of refused) console.log(`  left out: ${alarm}: ${why}`);
  const runs = result.targets.flatMap(({ id, starts, alarms, incidents }) => {
    const earliest = new Map(alarms.map(({ name, earliestMinutes }) => [name, earliestMinutes]));
    return incidents.flatMap(({ name, magnitudes }) =>
      starts.map((start, index) => {
        const cells = magnitudes[0].alarms.map(({ alarm, runs: all }) => ({ alarm, ...all[index] }));
        const hasEffect = cells.some(({ result: what }) => what !== "no-effect");
        const [first] = cells
          .filter(({ result: what }) => what === "caught")
          .sort((a, b) => a.minutes - b.minutes);
        const late = first ? first.minutes - (earliest.get(first.alarm) ?? 0) : null;
        return { text: `${name} on ${id}, ${start.name}`, hasEffect, minutes: first?.minutes ?? null, late };
      }),
    );
  });
  const laid = runs.filter(({ hasEffect }) => hasEffect);
  const minutes = laid.flatMap((run) => (run.minutes === null ? [] : [run.minutes])).sort((a, b) => a - b);
  const late = laid.filter((run) => run.late !== null && run.late > 5);
  console.log(
    `seed ${seed}: ${minutes.length} of ${laid.length} incidents that should page caught on ${result.targets.length} stages, half of them within ${minutes[Math.floor(minutes.length / 2)]} min, all within ${minutes.at(-1)} min; ${late.length} later than 5 min after the earliest possible`,
  );
  for (const run of laid.filter((one) => one.minutes === null)) console.log(`  missed: ${run.text}`);
  for (const run of late) console.log(`  late by ${run.late}: ${run.text}`);
}
