/**
 * The drill as the threshold search asks it: incidents are laid over a target's recording once, and every candidate of
 * every alarm is judged on what was laid.
 */
import { HOUR_MS, type Window } from "../../core/window.ts";
import type { MetricAlarm } from "../../model/alarm-spec.ts";
import type { Series } from "../../model/series.ts";
import type { Target } from "../../model/target.ts";
import { findIncident } from "../../simulate/incidents/registry.ts";
import { evaluationMs } from "../backtest/look-back.ts";
import { prepareGround, type DrillGround } from "../drill/ground.ts";
import { judgeLaid, putAlarm } from "../drill/judge-laid.ts";
import { layIncident, type LaidIncident } from "../drill/lay-incident.ts";
import type { AlarmProposal } from "../rules/alarm-proposal.ts";
import type { CatchDelays } from "../thresholds/search-threshold.ts";

/** Incidents last long enough for an alarm to see them whole; one of the lengths, so that many alarms share what is laid. */
const LENGTHS_MS = [1, 6, 24].map((hours) => hours * HOUR_MS);
const SEED = 1;

export type DrillCandidate = (proposal: AlarmProposal, alarm: MetricAlarm) => CatchDelays;

/** What cannot be laid or judged there is left out of the answer: it says nothing for or against a threshold. */
export function drillCandidates(
  targets: readonly Target[],
  series: readonly Series[],
  window: Window,
  lookBackMs: number,
): DrillCandidate {
  const grounds = new Map<string, DrillGround | string>();
  const laid = new Map<string, LaidIncident | null>();
  const groundOf = (target: Target, incidentMs: number): DrillGround | string => {
    const id = `${target.id} ${incidentMs}`;
    const known = grounds.get(id);
    if (known !== undefined) return known;
    const own = series.filter((one) => one.target === target.id || one.target === null);
    const ground = prepareGround(target, own, { window, incidentMs, lookBackMs });
    grounds.set(id, ground);
    return ground;
  };
  const layOnce = (ground: DrillGround, name: string, incidentMs: number): LaidIncident | null => {
    const id = `${ground.target.id} ${incidentMs} ${name}`;
    const known = laid.get(id);
    if (known !== undefined) return known;
    const incident = findIncident(name);
    const canHappen = incident.kinds.includes(ground.target.kind);
    const made = canHappen ? layIncident(ground, incident, incident.magnitude.default, SEED) : null;
    laid.set(id, made);
    return made;
  };
  return ({ target: id, search }, alarm) => {
    const target = targets.find((one) => one.id === id);
    const delays = new Map<string, number | null>();
    if (!target || !search) return delays;
    const reachMs = evaluationMs(alarm);
    const incidentMs = LENGTHS_MS.find((length) => length >= 3 * reachMs) ?? LENGTHS_MS.at(-1) ?? HOUR_MS;
    const ground = groundOf(target, incidentMs);
    if (typeof ground === "string") return delays;
    const put = putAlarm({ kind: "metric", alarm }, ground);
    if (typeof put === "string") return delays;
    for (const name of search.catches) {
      const incident = layOnce(ground, name, incidentMs);
      const minutes = incident && usualMinutes(judgeLaid(put, incident));
      if (minutes !== undefined && incident !== null) delays.set(name, minutes);
    }
    return delays;
  };
}

/** The middle one of the starts (busiest, usual, quietest); null where that one is missed, undefined where nothing happened. */
function usualMinutes(runs: ReturnType<typeof judgeLaid>): number | null | undefined {
  const minutes = runs
    .filter(({ result }) => result !== "no-effect")
    .map((run) => (run.result === "caught" ? run.minutes : Number.POSITIVE_INFINITY))
    .sort((left, right) => left - right);
  const middle = minutes[Math.floor(minutes.length / 2)];
  return middle === Number.POSITIVE_INFINITY ? null : middle;
}
