import type { DrillCell, DrilledIncident, DrilledMagnitude, DrillRun } from "../../model/drill.ts";
import type { Incident } from "../../simulate/incident.ts";

/** The runs of an alarm at all starts as one answer. Runs that can tell nothing (no effect, on already) do not count. */
export function toCell(alarm: string, runs: readonly DrillRun[]): DrillCell {
  const minutes = runs
    .flatMap((run) => (run.result === "caught" ? [run.minutes] : run.result === "missed" ? [Infinity] : []))
    .sort((left, right) => left - right);
  const median = minutes[Math.floor(minutes.length / 2)];
  const worst = minutes.at(-1);
  return {
    alarm,
    result: resultOf(runs, minutes),
    medianMinutes: median === undefined || median === Infinity ? null : median,
    worstMinutes: worst === undefined || worst === Infinity ? null : worst,
    runs,
  };
}

function resultOf(runs: readonly DrillRun[], minutes: readonly number[]): DrillCell["result"] {
  if (minutes.length === 0) return runs.some(({ result }) => result === "already") ? "already" : "no-effect";
  if (!minutes.includes(Infinity)) return "caught";
  return minutes[0] === Infinity ? "missed" : "sometimes";
}

/** An incident counts as caught by an alarm that goes off for it in the median of the starts. */
function isCaught({ medianMinutes }: DrillCell): boolean {
  return medianMinutes !== null;
}

/** @param magnitudes ascending; none where nothing that was asked for would change anything */
export function summarizeIncident(
  incident: Incident,
  magnitudes: readonly DrilledMagnitude[],
): DrilledIncident {
  const usual = magnitudes.find(({ magnitude }) => magnitude === incident.magnitude.default);
  const judged = usual ?? magnitudes.at(-1);
  const caught = (judged?.alarms ?? [])
    .filter(isCaught)
    .sort((left, right) => (left.medianMinutes ?? 0) - (right.medianMinutes ?? 0));
  return {
    name: incident.name,
    title: incident.title,
    shouldPage: incident.shouldPage,
    meaning: incident.magnitude.meaning,
    judgedMagnitude: judged?.magnitude ?? incident.magnitude.default,
    magnitudes,
    hasEffect: judged?.hasEffect ?? false,
    caughtBy: caught.map(({ alarm }) => alarm),
    smallestCaught: smallestCaught(magnitudes),
  };
}

/** Where there are few requests chance may let an alarm go off for a little and not for more; that little is not it. */
function smallestCaught(magnitudes: readonly DrilledMagnitude[]): number | null {
  const lastMissed = magnitudes.findLastIndex(({ alarms }) => !alarms.some(isCaught));
  return magnitudes[lastMissed + 1]?.magnitude ?? null;
}
