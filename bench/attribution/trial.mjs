// One simulated stage, one incident, and what is said of it from all signals, from metrics and access log, and from metrics.
import { analyze } from "../../dist/analyzers/run.js";
import { demoReader } from "../../dist/cli/demo-reader.js";
import { addLogs } from "../../dist/agent/add-logs.js";
import { createRandom } from "../../dist/core/random.js";
import { DEFAULT_SETTINGS } from "../../dist/model/config.js";
import { createAccount } from "../../dist/simulate/create-account.js";
import { stageTargetId } from "../../dist/simulate/behaviour-at.js";
import { hostStage } from "../detection/accounts/hosts.mjs";
import { readOn, readQuestions, snapshotOf } from "../detection/accounts/read-account.mjs";
import { changesAround } from "./changes.mjs";
import { verdictsOf } from "./verdict-of.mjs";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A Monday, 00:00 UTC. */
const MONDAY_MS = Date.UTC(2026, 10, 9);
const WINDOW_MS = 3 * HOUR_MS;
/** A fifth of what a report reads by default: learning what is usual is harder, and drawing is quick. */
const BASELINE_MS = 3 * DAY_MS;
/** Requests a minute: the same stages from a small business to a busy one. */
export const LEVELS = [
  { name: "20/min", requestsPerMinute: 20, isTraced: true },
  { name: "3/s", requestsPerMinute: 180 },
  { name: "30/s", requestsPerMinute: 1_800 },
];

/** One function for all, since what metrics say is kept by it from one set of signals to the next. */
const settingsFor = () => DEFAULT_SETTINGS;

const TRACED_BEFORE_MS = 60 * MINUTE_MS;

/** A stage with its quiet past; incidents are tried on it one after the other. */
export function createHost(kind, seed) {
  const level = LEVELS[seed % LEVELS.length];
  const random = createRandom(seed).fork(`attribution ${kind}`);
  const onsetMs = MONDAY_MS + Math.floor(random.next() * 7 * 24 * 60) * MINUTE_MS;
  const nowMs = onsetMs + 40 * MINUTE_MS;
  // A release that harms nothing stands before every other incident, as a false trail.
  const harmless = random.next() < 0.5 ? [onsetMs - Math.round(5 + 80 * random.next()) * MINUTE_MS] : [];
  const stage = hostStage(kind, level, seed, nowMs, harmless);
  const planOf = (incidents, change = {}, changes = []) => ({
    seed,
    accountId: "123456789012",
    region: "eu-west-1",
    nowMs,
    stages: [{ ...stage, ...change }],
    incidents,
    changes,
  });
  const window = { startMs: nowMs - WINDOW_MS, endMs: nowMs };
  const baseline = { startMs: window.startMs - BASELINE_MS, endMs: window.startMs };
  const quiet = readQuestions(createAccount(planOf([])), baseline, window);
  return { kind, level, seed, stage, onsetMs, nowMs, window, baseline, quiet, planOf };
}

/** What is said of one incident by each set of signals. */
export async function tryCase(host, { name, cause, magnitudes, isOfRoute, dimensionOf }) {
  const { stage, onsetMs, nowMs, seed } = host;
  const random = createRandom(seed).fork(`${name} on ${host.kind}`);
  const route = isOfRoute && random.next() < 0.6 ? busiestRoute(stage) : null;
  const magnitude = magnitudes[Math.floor(random.next() * magnitudes.length)];
  const guilty = { id: "dguilty", createdMs: onsetMs - 2 * MINUTE_MS, description: "the one that fails" };
  const change =
    name === "integration-errors-after-deployment"
      ? // Without a canary, which would be given the newest deployment instead of the stage.
        { deployments: [...stage.deployments, guilty], canaryPercent: null }
      : {};
  const planned = { name, target: stageTargetId(stage), route, startMs: onsetMs, endMs: nowMs, magnitude };
  // Traces are of requests that are drawn one by one, which only a quiet stage can be quickly enough.
  const requestWindow =
    host.level.isTraced && stage.kind === "rest"
      ? { startMs: onsetMs - TRACED_BEFORE_MS, endMs: nowMs }
      : null;
  const around = changesAround(name, stage, route, onsetMs, random.fork("changes"));
  const account = createAccount(host.planOf([planned], { ...change, requestWindow }, around.changes));
  const answers = readOn(host.quiet, account, onsetMs, nowMs);
  const metrics = snapshotOf(account, answers, host.baseline, host.window);
  const options = { engine: "auto", maxCostUsd: null, settingsFor };
  const all = await addLogs(metrics, [demoReader(account)], options, () => undefined);
  const { executionLogs: _executions, traces: _traces, changes: _changes, ...withLogs } = all;
  const [truth] = account.truths;
  const told = { name, cause, host: host.kind, level: host.level.name, seed, magnitude, route };
  return Object.entries({ all, logs: withLogs, metrics }).map(([signals, snapshot]) => ({
    ...told,
    signals,
    // What changed is among all signals alone.
    guilty:
      signals === "all"
        ? change.deployments === undefined
          ? around.guilty
          : "deployment dguilty"
        : undefined,
    dimension: dimensionOf(stage),
    ...verdictsOf(analyze(snapshot, settingsFor), account.targets, {
      startMs: onsetMs,
      endMs: nowMs,
      firstEffectMs: truth.firstEffectMs,
    }),
  }));
}

function busiestRoute({ routes }) {
  const own = routes.filter(({ key }) => !key.startsWith("$"));
  return own.sort((left, right) => right.weight - left.weight)[0].key;
}
