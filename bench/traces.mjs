// How often traces name the right step, on simulated stages of which it is known what was planted:
//   npm run build && node bench/traces.mjs [seeds=20]
// Each stage is seen twice as a report sees it: 120 traces of the quiet time and 120 of the incident.
import { explainTraces } from "../dist/analyzers/attribution/explain-traces.js";
import { demoReader } from "../dist/cli/demo-reader.js";
import { createAccount } from "../dist/simulate/create-account.js";
import { demoPlan } from "../dist/simulate/demo-account.js";

const MINUTE = 60_000;
const SEEDS = Number(process.argv[2] ?? 20);
const DOWNSTREAM = /^DynamoDB \w+ orders behind orders-/;
/** Incident, magnitude, and how the step is called that it is in. Null: nothing is planted. */
const CASES = [
  ["backend-slowdown-step", 1.3, DOWNSTREAM],
  ["backend-slowdown-step", 1.5, DOWNSTREAM],
  ["backend-slowdown-step", 2, DOWNSTREAM],
  ["backend-slowdown-step", 4, DOWNSTREAM],
  ["authorizer-slowdown", 100, /^gateway, before its call/],
  ["authorizer-slowdown", 400, /^gateway, before its call/],
  ["cold-start-storm", 0.15, /^cold start of orders-/],
  ["cold-start-storm", 0.3, /^cold start of orders-/],
  [null, 0, null],
];

for (const [name, magnitude, wanted] of CASES) {
  const tally = { right: 0, wrong: 0, unsaid: 0 };
  for (let seed = 7001; seed < 7001 + SEEDS; seed += 1) {
    const plan = demoPlan(seed);
    const stage = plan.stages.find(({ apiName }) => apiName === "orders");
    const target = "rest:orders/prod";
    const startMs = plan.nowMs - 40 * MINUTE;
    const incidents =
      name === null ? [] : [{ name, magnitude, target, route: null, startMs, endMs: plan.nowMs }];
    const account = createAccount({ ...plan, stages: [stage], incidents });
    const told = await verdict(account, target, startMs);
    if (told === null) tally.unsaid += 1;
    else if (wanted?.test(told)) tally.right += 1;
    else tally.wrong += 1;
  }
  console.log(`${name ?? "nothing planted"} ${magnitude || ""}`.padEnd(28), JSON.stringify(tally));
}

/** The step that is named first; null: none. */
async function verdict(account, target, startMs) {
  const found = account.targets.find(({ id }) => id === target);
  const windows = [
    { startMs: startMs - 35 * MINUTE, endMs: startMs - 5 * MINUTE },
    { startMs, endMs: startMs + 30 * MINUTE },
  ];
  const options = { mostTraces: 120, withExtremes: false, maxCostUsd: null };
  const questions = windows.map((window) => ({ target: found, window }));
  const { slices } = await demoReader(account).readTraces(questions, options, () => undefined);
  const finding = {
    analyzer: "latency/regression",
    target,
    route: null,
    startedAt: new Date(startMs).toISOString(),
    endedAt: null,
    cause: { kind: "unknown", detail: "" },
    evidence: [],
    actions: [],
  };
  const snapshot = { targets: account.targets, traces: slices, window: { endMs: account.nowMs } };
  const { detail } = explainTraces(finding, snapshot).cause;
  return detail === "" ? null : (/of it in (.+?) \(/.exec(detail)?.[1] ?? detail);
}
