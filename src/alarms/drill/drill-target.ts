import type { Window } from "../../core/window.ts";
import type { DrillCell, DrilledIncident, DrilledMagnitude, DrillTarget } from "../../model/drill.ts";
import type { Series } from "../../model/series.ts";
import type { Target } from "../../model/target.ts";
import type { Incident } from "../../simulate/incident.ts";
import { watchesText } from "../backtest/watches-text.ts";
import type { AlarmsOfTarget, TargetAlarm } from "./alarms-of-target.ts";
import { earliestMinutes } from "./earliest-minutes.ts";
import type { DrillGround } from "./ground.ts";
import { groundWithinReach } from "./ground-within-reach.ts";
import { judgeLaid, putAlarm, type AlarmOnGround } from "./judge-laid.ts";
import { layIncident } from "./lay-incident.ts";
import { magnitudesOf, type AskedMagnitude } from "./magnitudes.ts";
import { summarizeIncident, toCell } from "./summarize.ts";

export interface TargetDrillOptions {
  /** Where the series were read throughout. */
  readonly window: Window;
  readonly incidents: readonly Incident[];
  /** None: a quarter of the usual one, the usual one and four times that. */
  readonly magnitudes: readonly AskedMagnitude[];
  readonly incidentMs: number;
  readonly seed: number;
}

/** What came of a target; `refused` are alarms that turned out not to be replayable, by name. */
export interface TargetDrill {
  readonly drilled: DrillTarget;
  readonly refused: ReadonlyMap<string, string>;
}

/**
 * Every incident that can happen to the target, at every magnitude, against each of its alarms.
 *
 * Cost: incidents x magnitudes x starts overlays, each judged by all alarms; seconds for a target.
 */
export function drillTarget(
  target: Target,
  { alarms, refused: refusedBefore }: AlarmsOfTarget,
  history: readonly Series[],
  options: TargetDrillOptions,
): TargetDrill {
  const refused = new Map(refusedBefore);
  const nothing = (skipped: string): TargetDrill => ({
    drilled: { id: target.id, starts: [], skipped, alarms: [], incidents: [] },
    refused,
  });
  if (alarms.length === 0 && refused.size > 0) {
    return nothing("none of the alarms that watch it can be replayed");
  }
  const found = groundWithinReach(target, alarms, history, options);
  if (typeof found === "string") return nothing(found);
  const { ground, within } = found;
  for (const [name, text] of found.tooFar) refused.set(name, text);

  const put: { readonly alarm: TargetAlarm; readonly on: AlarmOnGround }[] = [];
  for (const alarm of within) {
    const on = putAlarm(alarm.drilled, ground);
    if (typeof on === "string") refused.set(alarm.drilled.alarm.AlarmName, on);
    else put.push({ alarm, on });
  }
  if (put.length === 0 && alarms.length > 0) {
    return nothing("none of the alarms that watch it can be replayed");
  }
  // Without alarms there is but one question: what would happen unseen.
  const asked = put.length === 0 ? { ...options, magnitudes: [{ value: 1, isTimes: true }] } : options;
  const incidents = options.incidents
    .filter(({ kinds }) => kinds.includes(target.kind))
    .map((incident) =>
      drillIncident(
        incident,
        ground,
        put.map(({ on }) => on),
        asked,
      ),
    );
  return {
    drilled: {
      id: target.id,
      starts: ground.starts.map(({ name, startMs, requests }) => ({
        name,
        at: new Date(startMs).toISOString(),
        requests,
      })),
      skipped: null,
      alarms: put.map(({ alarm, on }) => describe(alarm, on)),
      incidents,
    },
    refused,
  };
}

function drillIncident(
  incident: Incident,
  ground: DrillGround,
  alarms: readonly AlarmOnGround[],
  { magnitudes, seed }: TargetDrillOptions,
): DrilledIncident {
  const drilled = magnitudesOf(incident, magnitudes).map((magnitude): DrilledMagnitude => {
    const laid = layIncident(ground, incident, magnitude, seed);
    return {
      magnitude,
      hasEffect: laid.starts.some(({ hasEffect }) => hasEffect),
      alarms: alarms.map((on): DrillCell => toCell(on.drilled.alarm.AlarmName, judgeLaid(on, laid))),
    };
  });
  return summarizeIncident(incident, drilled);
}

function describe({ drilled, plan, notes }: TargetAlarm, on: AlarmOnGround): DrillTarget["alarms"][number] {
  const everyMs = on.without[0]?.everyMs ?? 0;
  const earliest =
    plan === null ? [] : on.ground.starts.map(({ startMs }) => earliestMinutes(plan, everyMs, startMs));
  return {
    name: drilled.alarm.AlarmName,
    kind: drilled.kind,
    watches: watchesText(drilled.alarm),
    earliestMinutes: earliest.length === 0 ? null : Math.max(...earliest),
    notes: [...new Set([...notes, ...on.without.flatMap((line) => line.notes ?? [])])],
  };
}
