// One simulated stage with its quiet past, on which incidents are tried one after the other.
import { createRandom } from "../../../dist/core/random.js";
import { createStageModel, stageTargetId } from "../../../dist/simulate/behaviour-at.js";
import { createAccount } from "../../../dist/simulate/create-account.js";
import { metricFact } from "../../../dist/catalog/metrics.js";
import { hostStage } from "./hosts.mjs";
import { readQuestions, valuesOf } from "./read-account.mjs";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A Monday, 00:00 UTC. */
const MONDAY_MS = Date.UTC(2026, 10, 9);
export const WINDOW_MS = 3 * HOUR_MS;
/** Half of what a report reads by default: drawing takes half as long, and learning is harder. */
export const BASELINE_MS = 7 * DAY_MS;
/** Requests that the plan's own share counts for beside what was drawn. */
const PLAN_WEIGHT = 1_000;

/** The host with everything that all its trials share. The onset is the same for all: any minute of a week. */
export function createHost(kind, level, seed) {
  const random = createRandom(seed).fork(`onset ${kind} ${level.name}`);
  const onsetMs = MONDAY_MS + Math.floor(random.next() * 7 * 24 * 60) * MINUTE_MS;
  const endMs = onsetMs + WINDOW_MS;
  const hasDeployment = random.next() < 0.5;
  const harmless = hasDeployment ? [onsetMs - Math.round(20 + 80 * random.next()) * MINUTE_MS] : [];
  const stage = hostStage(kind, level, seed, endMs, harmless);
  const planOf = (incidents, change = {}) => ({
    seed,
    accountId: "123456789012",
    region: "eu-west-1",
    nowMs: endMs,
    stages: [{ ...stage, ...change }],
    incidents,
  });
  const plan = planOf([]);
  const account = createAccount(plan);
  const baseline = { startMs: onsetMs - WINDOW_MS - BASELINE_MS, endMs: onsetMs - WINDOW_MS };
  const quiet = readQuestions(account, baseline, { startMs: baseline.endMs, endMs });
  const model = createStageModel(plan, stage);
  return {
    kind: stage.kind,
    level,
    stage,
    target: stageTargetId(stage),
    onsetMs,
    endMs,
    baseline,
    account,
    quiet,
    planOf,
    rateAt: (timeMs) => model.rateAt(timeMs),
    usualShares: (route) => usualShares(stage, quiet, route, onsetMs),
  };
}

/** The true shares as far as a week tells them, held by what was planned. */
function usualShares(stage, quiet, route, untilMs) {
  const routes = stage.routes.filter(({ key }) => route === null || key === route);
  const weight = routes.reduce((sum, one) => sum + one.weight, 0);
  const planned = (field) => routes.reduce((sum, one) => sum + one.weight * one[field], 0) / weight;
  const count = (measures) =>
    measures
      .flatMap((measure) => {
        const metric = metricFact(stage.kind, measure)?.metric;
        return [...valuesOf(quiet, { metric, stat: "Sum", periodSeconds: 300, route })];
      })
      .filter(([timeMs]) => timeMs < untilMs)
      .reduce((sum, [, value]) => sum + value, 0);
  const share = (part, whole, prior) =>
    (count(part) + PLAN_WEIGHT * prior) / (Math.max(count(part), count(whole)) + PLAN_WEIGHT);
  const whole = stage.kind === "websocket" ? ["messages", "connects"] : ["requests"];
  const server = stage.kind === "websocket" ? ["integrationErrors"] : ["serverErrors"];
  return {
    server: share(server, whole, planned("serverErrorRatio")),
    client: share(["clientErrors"], whole, planned("clientErrorRatio")),
    misses: share(["cacheMisses"], ["cacheHits", "cacheMisses"], 0.15),
  };
}
