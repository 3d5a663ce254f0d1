import type { Random } from "../../core/random.ts";
import { quantile } from "../../core/stats/quantile.ts";
import type { Target } from "../../model/target.ts";
import type { TraceSlice } from "../../model/trace.ts";
import {
  TRACE_PHASES,
  type StepTimes,
  type TargetTraces,
  type TracePhase,
} from "../../model/trace-report.ts";
import { compareProfiles } from "./compare-profiles.ts";
import { findPatterns } from "./find-patterns.ts";
import type { RequestProfile } from "./profile-trace.ts";
import { profileSlices } from "./profile-slices.ts";
import { meanOf, spreadOf } from "./spread.ts";
import { toTracedRequest } from "./to-traced-request.ts";
import { toWaterfall } from "./to-waterfall.ts";

const MOST_LISTED = 10;
/** The slowest tenth against the faster half. */
const SLOW = 0.9;
const FAST = 0.5;

/**
 * What the traces of one target say.
 *
 * @param slices of the target.
 * @param waterfallOf the trace that is drawn; undefined: the slowest.
 */
export function summarizeTarget(
  target: Target,
  slices: readonly TraceSlice[],
  random: Random,
  waterfallOf?: string,
): TargetTraces {
  const { profiles, problems } = profileSlices(slices, target);
  const sample = profiles.filter(({ pick }) => pick === "sample");
  const slowestFirst = profiles.toSorted((left, right) => right.durationMs - left.durationMs);
  const drawn =
    waterfallOf === undefined ? slowestFirst[0] : profiles.find((one) => one.traceId === waterfallOf);
  const spannedMs = slices.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  const lookedMs = slices.reduce((sum, one) => sum + (one.endMs - one.startMs) * one.sampledShare, 0);
  return {
    target: target.id,
    kind: target.kind,
    apiName: target.apiName,
    stage: target.stage,
    found: slices.reduce((sum, { found }) => sum + found, 0),
    sampledShare: spannedMs > 0 ? lookedMs / spannedMs : 0,
    requests: sample.length,
    faults: sample.filter(({ isFault }) => isFault).length,
    errors: sample.filter(({ isError }) => isError).length,
    throttles: sample.filter(({ isThrottle }) => isThrottle).length,
    durationMs: sample.length === 0 ? null : spreadOf(sample.map(({ durationMs }) => durationMs)),
    phases: phasesOf(sample),
    steps: stepsOf(sample),
    patterns: findPatterns(sample),
    slowAgainstFast: slowAgainstFast(sample, random),
    baseAgainstCanary: compareProfiles(
      sample.filter(({ isCanary }) => isCanary === false),
      sample.filter(({ isCanary }) => isCanary === true),
      random.fork("canary"),
    ),
    slowest: slowestFirst.slice(0, MOST_LISTED).map(toTracedRequest),
    faulty: slowestFirst
      .filter(({ isFault }) => isFault)
      .slice(0, MOST_LISTED)
      .map(toTracedRequest),
    waterfall: drawn === undefined ? null : toWaterfall(drawn),
    problems,
  };
}

function slowAgainstFast(sample: readonly RequestProfile[], random: Random): TargetTraces["slowAgainstFast"] {
  // Requests that failed are fast or slow for reasons of their own.
  const served = sample.filter(({ isFault, isError }) => !isFault && !isError);
  const durations = served.map(({ durationMs }) => durationMs);
  const [fastMs, slowMs] = [quantile(durations, FAST), quantile(durations, SLOW)];
  return compareProfiles(
    served.filter(({ durationMs }) => durationMs <= fastMs),
    served.filter(({ durationMs }) => durationMs >= slowMs),
    random,
  );
}

function phasesOf(sample: readonly RequestProfile[]): TargetTraces["phases"] {
  const inPhase = (profile: RequestProfile, phase: TracePhase): number =>
    [...profile.steps.values()].reduce(
      (sum, { step, waitedMs }) => sum + (step.phase === phase ? waitedMs : 0),
      0,
    );
  const totalMs = meanOf(sample.map(({ durationMs }) => durationMs));
  return TRACE_PHASES.flatMap((phase) => {
    const met = sample.some(({ steps }) => [...steps.values()].some(({ step }) => step.phase === phase));
    if (!met) return [];
    const waitedMs = spreadOf(sample.map((profile) => inPhase(profile, phase)));
    return [{ phase, waitedMs, share: totalMs > 0 ? waitedMs.mean / totalMs : 0 }];
  });
}

function stepsOf(sample: readonly RequestProfile[]): StepTimes[] {
  const totalMs = meanOf(sample.map(({ durationMs }) => durationMs));
  const known = new Map(sample.flatMap(({ steps }) => [...steps].map(([label, { step }]) => [label, step])));
  return [...known.values()]
    .map((step): StepTimes => {
      const times = sample.map(({ steps }) => steps.get(step.label));
      const calls = times.reduce((sum, time) => sum + (time?.calls ?? 0), 0);
      const faults = times.reduce((sum, time) => sum + (time?.faults ?? 0), 0);
      const waitedMs = spreadOf(times.map((time) => time?.waitedMs ?? 0));
      return {
        ...step,
        callsPerRequest: calls / sample.length,
        faultRatio: calls > 0 ? faults / calls : 0,
        waitedMs,
        share: totalMs > 0 ? waitedMs.mean / totalMs : 0,
      };
    })
    .sort((left, right) => right.waitedMs.mean - left.waitedMs.mean);
}
