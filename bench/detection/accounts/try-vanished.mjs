// One route of a stage with metrics of its own gets no more requests, while the others do: is it told, when, and of which.
import { TRAFFIC } from "./cases.mjs";
import { createAccount } from "../../../dist/simulate/create-account.js";
import { createStageModel, stageTargetId } from "../../../dist/simulate/behaviour-at.js";
import { createRandom } from "../../../dist/core/random.js";
import { BASELINE_MS, WINDOW_MS } from "./host.mjs";
import { hostStage } from "./hosts.mjs";
import { readOn, readQuestions, snapshotOf } from "./read-account.mjs";
import { lookAt } from "./try-incident.mjs";

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const MONDAY_MS = Date.UTC(2026, 10, 9);
/** What began earlier is another incident, also where it lasts. */
const NEAR_MS = 60 * MINUTE_MS;
const LOOKS = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180];
/** As for all incidents: what even an oracle cannot tell from chance is nobody's miss. */
const LEAST_NATS = 14;

/**
 * @param times how many routes vanish, each at a minute of its own of the same week.
 * @returns {kind, level, seed, isKnowable, delayMinutes, analyzer, isRouteRight, startOffMinutes, wrong} each.
 */
export function tryVanished({ kind, level, seed, times }) {
  const random = createRandom(seed).fork(`vanished ${kind} ${level.name}`);
  const endMs = MONDAY_MS + 7 * DAY_MS + WINDOW_MS;
  const stage = { ...hostStage(kind, level, seed, endMs, []), detailedMetrics: true };
  const planOf = (incidents) => ({
    seed,
    accountId: "123456789012",
    region: "eu-west-1",
    nowMs: endMs,
    stages: [stage],
    incidents,
  });
  const account = createAccount(planOf([]));
  const model = createStageModel(planOf([]), stage);
  // A connection that is opened and closed by no route is none.
  const routes = stage.routes.filter(({ key }) => !key.startsWith("$"));
  return Array.from({ length: times }, () => {
    const startMs = MONDAY_MS + Math.floor(random.next() * 7 * 1_440) * MINUTE_MS;
    const untilMs = startMs + WINDOW_MS;
    const route = routes[Math.floor(random.next() * routes.length)];
    const baseline = { startMs: startMs - WINDOW_MS - BASELINE_MS, endMs: startMs - WINDOW_MS };
    const quiet = readQuestions(account, baseline, { startMs: baseline.endMs, endMs: untilMs });
    const gone = { target: stageTargetId(stage), route: route.key, startMs, endMs: untilMs, magnitude: 1 };
    const drawn = readOn(quiet, createAccount(planOf([{ name: "traffic-drop", ...gone }])), startMs, untilMs);
    const whole = snapshotOf(account, drawn, baseline, { startMs: baseline.endMs, endMs: untilMs });
    return {
      kind: stage.kind,
      level: level.name,
      seed,
      isKnowable: dueFrom(model, route, startMs) >= LEAST_NATS,
      ...walk(whole, route.key, startMs),
    };
  });
}

/** Where nothing comes, the requests that were due are the log-likelihood ratio. */
function dueFrom(model, { weight }, startMs) {
  let sum = 0;
  for (let timeMs = startMs; timeMs < startMs + WINDOW_MS; timeMs += MINUTE_MS) sum += model.rateAt(timeMs);
  return sum * weight;
}

function walk(whole, route, startMs) {
  const wrong = new Set();
  for (const minutes of LOOKS) {
    const findings = lookAt(whole, startMs + minutes * MINUTE_MS);
    for (const finding of findings)
      if (!matches(finding, route, startMs)) wrong.add(`${finding.analyzer} ${finding.route}`);
    // A finding of another route is shown as the wrong route, and is a wrong one besides.
    const found = findings.find((finding) => TRAFFIC.includes(finding.analyzer) && isThen(finding, startMs));
    if (found === undefined) continue;
    return {
      delayMinutes: minutes,
      analyzer: found.analyzer,
      isRouteRight: found.route === route,
      startOffMinutes: (Date.parse(found.startedAt) - startMs) / MINUTE_MS,
      wrong: [...wrong],
    };
  }
  return { delayMinutes: null, wrong: [...wrong] };
}

/** Of that time; and where it says that requests are missing, of the route or of the stage, which lost them as well. */
function matches(finding, route, startMs) {
  const isElsewhere = TRAFFIC.includes(finding.analyzer) && ![route, null].includes(finding.route);
  return isThen(finding, startMs) && !isElsewhere;
}

function isThen({ startedAt, endedAt }, startMs) {
  const isOver = endedAt !== null && Date.parse(endedAt) <= startMs;
  return !isOver && Date.parse(startedAt) > startMs - NEAR_MS;
}
