// One incident on one host: is it knowable, when is it found, and what is said of it.
import { ANALYZERS } from "../../../dist/analyzers/registry.js";
import { analyze } from "../../../dist/analyzers/run.js";
import { sliceSnapshot } from "../../../dist/collectors/files/slice-snapshot.js";
import { createRandom } from "../../../dist/core/random.js";
import { DEFAULT_SETTINGS } from "../../../dist/model/config.js";
import { createAccount } from "../../../dist/simulate/create-account.js";
import { BASELINE_MS, WINDOW_MS } from "./host.mjs";
import { knowableFrom } from "./oracle.mjs";
import { readOn, snapshotOf, withGaps } from "./read-account.mjs";
import { rivalsSay } from "./rivals.mjs";

const MINUTE_MS = 60_000;
/** Minutes of data since the incident showed after which a report is made, until it is found. */
const LOOKS = [1, 2, 3, 4, 5, 7, 10, 12, 15, 20, 25, 30, 40, 50, 60, 75, 90, 120, 150, 180];
/** Latencies are followed in steps of five minutes: between two of them nothing new is to be seen. */
const STEP_MS = 5 * MINUTE_MS;
/** Minutes. With few requests a short one would hold none. */
const LENGTHS = { busy: [25, 60, 240], thin: [240] };
const THIN_PER_MINUTE = 10;
const LOST_MINUTES = 0.01;
const NEAR_MS = 60 * MINUTE_MS;

export function tryIncident(host, planned, seed) {
  const random = createRandom(seed).fork(`${planned.name} ${planned.strength} ${host.level.name}`);
  const { startMs, endMs, route, plan } = place(host, planned, random);
  const account = createAccount(plan);
  const lostSeed = random.fork("gaps");
  const isLost = (timeMs) => lostSeed.fork(`${timeMs}`).next() < LOST_MINUTES;
  const drawn = withGaps(readOn(host.quiet, account, startMs, host.endMs), isLost);
  const [truth] = account.truths;
  const trial = {
    ...planned,
    kind: host.kind,
    level: host.level.name,
    route: host.stage.detailedMetrics ? affectedRoute(host, planned, route) : null,
    startMs,
    endMs,
    firstEffectMs: truth.firstEffectMs,
    past: host.quiet,
    quiet: host.quiet,
    drawn,
    usual: host.usualShares(host.stage.detailedMetrics ? route : null),
    rateAt: host.rateAt,
    surge: surgeOf(host.stage, planned),
  };
  const told = {
    name: planned.name,
    family: planned.family,
    strength: planned.strength,
    level: host.level.name,
    kind: host.kind,
    seed,
    minutes: Math.round((endMs - startMs) / MINUTE_MS),
  };
  const { fromMs: knowableMs, plainMs } =
    truth.firstEffectMs === null ? { fromMs: null, plainMs: null } : knowableFrom(trial);
  const fromMs = knowableMs ?? plainMs;
  const isPlain = plainMs !== null;
  if (fromMs === null) return { ...told, isKnowable: false, isPlain };
  const baseline = { startMs: host.baseline.startMs, endMs: startMs - WINDOW_MS };
  const whole = snapshotOf(account, drawn, baseline, { startMs: baseline.endMs, endMs: host.endMs });
  return {
    ...told,
    isKnowable: knowableMs !== null,
    isPlain,
    ...walk(host, whole, trial, fromMs),
    rivals: rivalsSay(host.kind, drawn, { fromMs, startMs, endMs }),
  };
}

/** What a surge multiplies: which counts, what share of all requests they are, and by how much. */
function surgeOf(stage, { name, magnitude }) {
  const share = stage.routes.find(({ key }) => key === "$connect")?.weight ?? 0;
  if (name === "websocket-connect-storm") return { measures: ["connects"], share, factor: magnitude };
  const busiest = Math.max(...stage.clients.map((client) => client.share));
  return { measures: ["requests"], share: 1, factor: 1 + busiest * magnitude };
}

function place(host, planned, random) {
  const { stage, onsetMs, target } = host;
  const lengths = stage.traffic.requestsPerMinute < THIN_PER_MINUTE ? LENGTHS.thin : LENGTHS.busy;
  const lasts =
    planned.name === "backend-slowdown-ramp" ? 150 : lengths[Math.floor(random.next() * lengths.length)];
  const endMs = Math.min(host.endMs, onsetMs + lasts * MINUTE_MS);
  const route = planned.name === "websocket-connect-storm" ? null : routeFor(stage, planned, random);
  const times = { startMs: onsetMs, endMs };
  const incidents = [{ name: planned.name, target, route, ...times, magnitude: planned.magnitude }];
  // Clients that retry what failed: more traffic of the same kind.
  if (planned.family === "server" && random.next() < 0.4)
    incidents.push({
      name: "traffic-drop",
      target,
      route,
      ...times,
      magnitude: -0.5 * Math.min(1, planned.magnitude),
    });
  const change =
    planned.name === "integration-errors-after-deployment"
      ? {
          deployments: [
            ...stage.deployments,
            { id: "dguilty", createdMs: onsetMs - 2 * MINUTE_MS, description: "the one that fails" },
          ],
        }
      : {};
  return { startMs: onsetMs, endMs, route, plan: host.planOf(incidents, change) };
}

/** Limits, clients, caches and outages are a stage's; what one function or backend does is a route's in half of the trials. */
function routeFor(stage, { name, family }, random) {
  const isOfStage =
    ["client", "cache", "drop"].includes(family) || name.startsWith("authorizer") || name.startsWith("waf");
  if (isOfStage || random.next() < 0.5) return null;
  const [first] = stage.routes
    .filter(({ key }) => !key.startsWith("$"))
    .sort((left, right) => right.weight - left.weight);
  return first.key;
}

/** Callers of a WebSocket API are authorized where they connect. */
function affectedRoute({ kind }, { name }, route) {
  return kind === "websocket" && name.startsWith("authorizer") ? "$connect" : route;
}

function walk(host, whole, trial, fromMs) {
  const wrong = new Map();
  const beganMs = trial.firstEffectMs ?? fromMs;
  // A ramp begins with nothing: any time until it shows is its start.
  const shownMs = trial.name === "backend-slowdown-ramp" ? fromMs : beganMs;
  let seenMs = 0;
  // What the oracle goes by reaches to the end of the drawn hours, so the last look is there.
  const looks = [
    ...LOOKS.map((look) => fromMs + look * MINUTE_MS).filter((at) => at < host.endMs),
    host.endMs,
  ];
  for (const lookMs of looks) {
    const endMs = trial.family === "latency" ? Math.floor(lookMs / STEP_MS) * STEP_MS : lookMs;
    if (endMs <= Math.max(fromMs, seenMs)) continue;
    seenMs = endMs;
    const minutes = (endMs - fromMs) / MINUTE_MS;
    const findings = lookAt(whole, endMs);
    const found = findings.find((finding) => tells(finding, trial));
    for (const finding of findings)
      if (!touches(finding, trial) && !isOfLimit(finding, trial))
        wrong.set(`${finding.analyzer} ${finding.route}`, finding.confidence);
    if (found === undefined) continue;
    return {
      delayMinutes: minutes,
      analyzer: found.analyzer,
      confidence: found.confidence,
      isRouteRight: found.route === trial.route,
      isSideRight: trial.side === null ? null : found.cause.kind === trial.side,
      startOffMinutes: offBy(Date.parse(found.startedAt), beganMs, shownMs) / MINUTE_MS,
      ...inLists(wrong),
    };
  }
  return { delayMinutes: null, ...inLists(wrong) };
}

/** What was told that is not so, and how sure. */
function inLists(wrong) {
  return { wrong: [...wrong.keys()], wrongConfidence: [...wrong.values()] };
}

/** How far outside of a span; negative before it. */
function offBy(timeMs, fromMs, untilMs) {
  return timeMs < fromMs ? timeMs - fromMs : Math.max(0, timeMs - untilMs);
}

/** What a report of the usual window says that ends there. */
export function lookAt(whole, endMs, analyzers = ANALYZERS) {
  const startMs = endMs - WINDOW_MS;
  const spans = {
    window: { startMs, endMs },
    baseline: { startMs: Math.max(whole.baseline.startMs, startMs - BASELINE_MS), endMs: startMs },
  };
  const { findings, failures } = analyze(sliceSnapshot(whole, spans), () => DEFAULT_SETTINGS, analyzers);
  if (failures.length > 0) throw new Error(`an analyzer broke: ${failures[0].message}`);
  return findings;
}

/** Where the incident is a limit below the usual traffic, the traffic before it was near that limit: no false word. */
function isOfLimit({ analyzer }, { name }) {
  return analyzer === "throttling/headroom" && name.endsWith("-throttling");
}

function tells(finding, trial) {
  return trial.toldBy.includes(finding.analyzer) && touches(finding, trial);
}

function touches({ startedAt, endedAt }, { startMs, endMs }) {
  const from = Date.parse(startedAt);
  const to = endedAt === null ? Infinity : Date.parse(endedAt);
  return from < endMs && to > startMs && from > startMs - NEAR_MS;
}
