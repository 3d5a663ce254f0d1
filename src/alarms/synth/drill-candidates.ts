/**
 * The drill as the threshold search asks it: incidents are laid over a target's recording once, and every candidate of
 * every alarm is judged on what was laid.
 */
import { ALARM_EVALUATION } from "../../catalog/alarm-limits.ts";
import { METRICS } from "../../catalog/metrics.ts";
import { HOUR_MS, type Window } from "../../core/window.ts";
import type { MetricAlarm } from "../../model/alarm-spec.ts";
import type { Series } from "../../model/series.ts";
import type { Target } from "../../model/target.ts";
import { findIncident } from "../../simulate/incidents/registry.ts";
import { evaluationMs } from "../backtest/look-back.ts";
import { alarmsOfTarget, type TargetAlarm } from "../drill/alarms-of-target.ts";
import { prepareGround, type DrillGround } from "../drill/ground.ts";
import { judgeLaid, putAlarm } from "../drill/judge-laid.ts";
import { layIncident, type LaidIncident } from "../drill/lay-incident.ts";
import { seriesFor } from "../drill/series-for.ts";
import type { AlarmProposal } from "../rules/alarm-proposal.ts";
import type { CatchDelays } from "../thresholds/search-threshold.ts";
import { alarmKey } from "./alarm-key.ts";

/** Incidents last long enough for an alarm to see them whole; one of the lengths, so that many alarms share what is laid. */
const LENGTHS_MS = [1, 3, 9, 36].map((hours) => hours * HOUR_MS);
/** Of what an alarm evaluates: a datapoint that holds some of the incident may be the first to breach. */
const REACHES = 1.5;
const SEED = 1;

/**
 * When the alarm catches each of the incidents that it is for, laid over its target's own history.
 *
 * @param strength 1: as bad as the incident usually is; 0.5: half of the way from what changes nothing
 */
export type DrillCandidate = (proposal: AlarmProposal, alarm: MetricAlarm, strength: number) => CatchDelays;

/**
 * What cannot be laid or judged there is left out of the answer: it says nothing for or against a threshold.
 *
 * @param series what was recorded of the targets, under their ids; `window` is where it was read throughout
 */
export function drillCandidates(
  targets: readonly Target[],
  series: readonly Series[],
  window: Window,
  proposals: readonly AlarmProposal[],
): DrillCandidate {
  const stages = new Map<string, Stage>();
  return ({ target: id, ...proposal }, alarm, strength) => {
    const target = targets.find((one) => one.id === id);
    if (!target || !proposal.search) return new Map();
    const stage = stages.get(target.id) ?? new Stage(target, targets, series, window, proposals);
    stages.set(target.id, stage);
    return stage.delaysOf(proposal.search.catches, alarmKey({ target: id, ...proposal }), alarm, strength);
  };
}

/** One target's recording, and all that was ever laid over it. */
class Stage {
  readonly #target: Target;
  readonly #series: readonly Series[];
  readonly #window: Window;
  readonly #alarms: ReadonlyMap<string, TargetAlarm>;
  readonly #grounds = new Map<string, DrillGround | null>();
  readonly #laid = new Map<string, LaidIncident>();

  constructor(
    target: Target,
    targets: readonly Target[],
    series: readonly Series[],
    window: Window,
    proposals: readonly AlarmProposal[],
  ) {
    this.#target = target;
    this.#series = series;
    this.#window = window;
    const metric = proposals
      .filter((proposal) => proposal.target === target.id && proposal.search !== null)
      .map((proposal) => ({ AlarmName: alarmKey(proposal), ...proposal.definition }));
    const { alarms } = alarmsOfTarget({ metric, composite: [], muteRules: [] }, target, targets, series);
    this.#alarms = new Map(alarms.map((alarm) => [alarm.drilled.alarm.AlarmName, alarm]));
  }

  /** By incident. Null: missed at the usual traffic; left out where it cannot be told. */
  delaysOf(incidents: readonly string[], key: string, alarm: MetricAlarm, strength: number): CatchDelays {
    const delays = new Map<string, number | null>();
    const possible = incidents.filter((name) => findIncident(name).kinds.includes(this.#target.kind));
    const known = this.#alarms.get(key);
    if (known === undefined || possible.length === 0) return delays;
    const reachMs = evaluationMs(alarm);
    const lengthMs = LENGTHS_MS.find((length) => length >= REACHES * reachMs) ?? LENGTHS_MS.at(-1) ?? HOUR_MS;
    const isTimed = measuresTime(known);
    const ground = this.#groundOf(lengthMs, isTimed);
    const put = ground && putAlarm({ kind: "metric", alarm }, ground);
    if (!ground || typeof put === "string" || !put) return delays;
    for (const name of possible) {
      const minutes = usualMinutes(
        judgeLaid(put, this.#lay(ground, `${lengthMs} ${isTimed}`, name, strength)),
      );
      if (minutes !== undefined) delays.set(name, minutes);
    }
    return delays;
  }

  /** Latencies are most of what laying an incident costs, and most alarms watch none. */
  #groundOf(incidentMs: number, isTimed: boolean): DrillGround | null {
    const id = `${incidentMs} ${isTimed}`;
    const known = this.#grounds.get(id);
    if (known !== undefined) return known;
    const alike = [...this.#alarms.values()].filter((alarm) => measuresTime(alarm) === isTimed);
    const fitting = alike.filter(({ plan }) => (plan ? reachOf(plan) * REACHES <= incidentMs : false));
    const alarms = fitting.length > 0 ? fitting : alike;
    const ground = prepareGround(this.#target, seriesFor(this.#target, alarms, this.#series), {
      window: this.#window,
      incidentMs,
      lookBackMs: Math.max(
        ...alarms.map(({ plan }) => (plan ? reachOf(plan, ALARM_EVALUATION.extraPoints) : 0)),
      ),
      watched: new Set(alarms.flatMap(({ series }) => series)),
      needsWholePast: false,
    });
    // At the usual traffic alone: three starts cost three times as much, and a search asks for one number.
    const found =
      typeof ground === "string"
        ? null
        : {
            ...ground,
            starts: ground.starts.filter(
              ({ name }, index) => name === "usual" || (index === 0 && ground.starts.length < 3),
            ),
          };
    this.#grounds.set(id, found);
    return found;
  }

  #lay(ground: DrillGround, groundId: string, name: string, strength: number): LaidIncident {
    const id = `${groundId} ${name} ${strength}`;
    const incident = findIncident(name);
    const { nothing, default: usual } = incident.magnitude;
    const magnitude = nothing + strength * (usual - nothing);
    const laid = this.#laid.get(id) ?? layIncident(ground, incident, magnitude, SEED);
    this.#laid.set(id, laid);
    return laid;
  }
}

function measuresTime({ series }: TargetAlarm): boolean {
  return series.some(({ metric }) =>
    METRICS.some((fact) => fact.metric === metric && fact.unit === "Milliseconds"),
  );
}

function reachOf(
  { evaluationPeriods, periodSeconds }: { evaluationPeriods: number; periodSeconds: number },
  extra = 0,
): number {
  return (evaluationPeriods + extra) * periodSeconds * 1_000;
}

/** Null where it is missed, undefined where nothing happened. */
function usualMinutes([run]: ReturnType<typeof judgeLaid>): number | null | undefined {
  if (run === undefined || run.result === "no-effect") return undefined;
  return run.result === "caught" ? run.minutes : null;
}
