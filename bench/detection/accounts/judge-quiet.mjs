// A week in which nothing is wrong, walked as a run every two hours sees it: whatever is found is false.
import { ANALYZERS } from "../../../dist/analyzers/registry.js";
import { createAccount } from "../../../dist/simulate/create-account.js";
import { hostStage } from "./hosts.mjs";
import { readQuestions, snapshotOf } from "./read-account.mjs";
import { BASELINE_MS, WINDOW_MS } from "./host.mjs";
import { sigmaAlarms, staticAlarms } from "./rivals.mjs";
import { lookAt } from "./try-incident.mjs";

const CHECKS = { all: ANALYZERS, counts: ANALYZERS.filter(({ id }) => !id.startsWith("latency/")) };
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Reports overlap by an hour, so that nothing is cut in two. */
const LOOK_MS = 2 * HOUR_MS;
const START_MS = Date.UTC(2026, 10, 9);

/**
 * Latencies take as long as all the rest, so who wants many weeks of the rest leaves them out.
 *
 * @param days how many of the week are walked. @param checks "all", or "counts": errors, traffic, throttling, cache; anything else throws.
 */
export function judgeQuiet(kind, level, seed, days, checks) {
  if (!Object.hasOwn(CHECKS, checks))
    throw new Error(`--checks is ${Object.keys(CHECKS).join(" or ")}, and not ${checks}`);
  const endMs = START_MS + days * DAY_MS;
  // A deployment every other day harms nothing.
  const harmless = [1, 3, 5].map((day) => START_MS + day * DAY_MS + (seed % 20) * HOUR_MS);
  const stage = hostStage(kind, level, seed, endMs, harmless);
  const account = createAccount({
    seed,
    accountId: "123456789012",
    region: "eu-west-1",
    nowMs: endMs,
    stages: [stage],
    incidents: [],
  });
  const window = { startMs: START_MS - WINDOW_MS, endMs };
  const baseline = { startMs: window.startMs - BASELINE_MS, endMs: window.startMs };
  const answers = readQuestions(account, baseline, window);
  const whole = snapshotOf(account, answers, baseline, window);
  const told = new Map();
  for (let atMs = START_MS; atMs <= endMs; atMs += LOOK_MS) {
    for (const finding of lookAt(whole, atMs, CHECKS[checks])) {
      // The same stretch seen by the next report is the same false finding.
      const known = told.get(`${finding.analyzer} ${finding.route}`) ?? [];
      const fromMs = Date.parse(finding.startedAt);
      const toMs = finding.endedAt === null ? atMs : Date.parse(finding.endedAt);
      const same = known.find((one) => one.fromMs <= toMs + HOUR_MS && one.toMs >= fromMs - HOUR_MS);
      if (same === undefined)
        known.push({ fromMs, toMs, title: finding.title, confidence: finding.confidence });
      else same.toMs = Math.max(same.toMs, toMs);
      told.set(`${finding.analyzer} ${finding.route}`, known);
    }
  }
  const spans = { learnUntilMs: baseline.endMs, fromMs: START_MS, untilMs: endMs };
  return {
    kind: stage.kind,
    host: kind,
    level: level.name,
    seed,
    weeks: days / 7,
    found: [...told].flatMap(([what, list]) => list.map((one) => ({ what, ...one }))),
    sigma: sigmaAlarms(stage.kind, answers, spans).length,
    static: staticAlarms(stage.kind, answers, spans).length,
  };
}
