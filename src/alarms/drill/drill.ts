/**
 * The drill: what would these alarms have made of every known incident, had it happened on this very traffic?
 *
 *   recording ─▶ ground (three starts) ─▶ incident laid ─▶ alarms judged ─▶ cell: minutes, or missed
 *                 once a target            once for all alarms               median and worst of the starts
 */
import { API_GATEWAY_NAMESPACE } from "../../catalog/metrics.ts";
import type { Window } from "../../core/window.ts";
import type { Drill, DrillTarget, NotReplayed } from "../../model/drill.ts";
import type { Series } from "../../model/series.ts";
import type { Target } from "../../model/target.ts";
import type { AlarmSet } from "../evaluate/evaluate-alarms.ts";
import { alarmsOfTarget, planOf } from "./alarms-of-target.ts";
import { drillTarget, type TargetDrillOptions } from "./drill-target.ts";

/** Of an alarm of other APIs than those looked at. */
export const WATCHES_NOTHING = "it watches nothing of the APIs that are looked at";

export interface DrillInput extends TargetDrillOptions {
  readonly set: AlarmSet;
  /** Those to drill. */
  readonly targets: readonly Target[];
  /** Of these and, where alarms compare several, of others. */
  readonly series: readonly Series[];
  readonly toolVersion: string;
  readonly origin: Drill["origin"];
  readonly label: string;
  readonly notes: readonly string[];
}

/**
 * Pure; the same input gives the same result. Cost: seconds a target, see {@link drillTarget}.
 *
 * @param onTarget is told each target before its turn
 */
export function drill(input: DrillInput, onTarget: (id: string, index: number) => void = () => {}): Drill {
  const { set, targets, series, window, incidentMs, seed, toolVersion, origin, label, notes } = input;
  const why = new Map<string, string>();
  const judged = new Set<string>();
  const drilled = targets.map((target, index): DrillTarget => {
    onTarget(target.id, index);
    const found = alarmsOfTarget(set, target, targets, series);
    const { drilled: result, refused } = drillTarget(target, found, series, input);
    for (const [name, text] of refused) why.set(name, text);
    for (const { name } of result.alarms) judged.add(name);
    return result;
  });
  return {
    schemaVersion: 1,
    tool: { name: "gatewatch", version: toolVersion },
    origin,
    label,
    notes,
    seed,
    window: iso(window),
    incidentMinutes: incidentMs / 60_000,
    targets: drilled,
    notReplayed: notReplayed(set, judged, why, drilled),
    summary: summaryOf(drilled),
  };
}

function notReplayed(
  set: AlarmSet,
  judged: ReadonlySet<string>,
  why: ReadonlyMap<string, string>,
  targets: readonly DrillTarget[],
): NotReplayed[] {
  const skipped = targets.find((target) => target.skipped !== null);
  const composites = new Set(set.composite.map(({ AlarmName }) => AlarmName));
  return [...set.metric, ...set.composite]
    .filter(({ AlarmName }) => !judged.has(AlarmName))
    .map((alarm) => ({ alarm: alarm.AlarmName, why: why.get(alarm.AlarmName) ?? reasonFor(alarm) }));

  function reasonFor(alarm: (typeof set.metric)[number] | (typeof set.composite)[number]): string {
    if (composites.has(alarm.AlarmName) || "AlarmRule" in alarm) return WATCHES_NOTHING;
    const plan = planOf(alarm);
    if (typeof plan === "string") return plan;
    const foreign = [...plan.metrics.values()].find(({ namespace }) => namespace !== API_GATEWAY_NAMESPACE);
    if (foreign !== undefined) {
      return `what an incident does to ${foreign.namespace} ${foreign.metric} is not known`;
    }
    return skipped?.skipped ?? WATCHES_NOTHING;
  }
}

function summaryOf(targets: readonly DrillTarget[]): Drill["summary"] {
  const laid = targets.flatMap(({ incidents }) => incidents).filter(({ hasEffect }) => hasEffect);
  const paging = laid.filter(({ shouldPage }) => shouldPage);
  return {
    shouldPage: paging.length,
    caught: paging.filter(({ caughtBy }) => caughtBy.length > 0).length,
    falsePages: laid.filter(({ shouldPage, caughtBy }) => !shouldPage && caughtBy.length > 0).length,
  };
}

function iso({ startMs, endMs }: Window): Drill["window"] {
  return { start: new Date(startMs).toISOString(), end: new Date(endMs).toISOString() };
}
