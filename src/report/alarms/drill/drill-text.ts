import type { DrillCell, DrilledIncident, DrilledMagnitude, DrillTarget } from "../../../model/drill.ts";
import { formatCount } from "../../text/format.ts";

/** What the cells of a matrix mean, for the reader of one. */
export const CELL_LEGEND =
  "Cells: minutes from the incident's first minute to ALARM, the median of the starts; + it takes longer at one of them; ~ one of them differs, caught or not; miss: not caught; -: stays quiet, as it should; on: in ALARM anyway; . nothing happens. from: the smallest of the magnitudes laid that is caught.";

export function cellText(
  { result, medianMinutes, worstMinutes }: DrillCell,
  { shouldPage }: Pick<DrilledIncident, "shouldPage">,
): string {
  if (result === "no-effect") return ".";
  if (result === "already") return "on";
  const miss = shouldPage ? "miss" : "-";
  if (medianMinutes === null) return result === "sometimes" ? `${miss}~` : miss;
  const isEven = worstMinutes === medianMinutes;
  return `${medianMinutes}${result === "sometimes" ? "~" : isEven ? "" : "+"}`;
}

/** The magnitude that the incident is judged at; undefined where nothing of it was laid. */
export function judgedOf({ magnitudes, judgedMagnitude }: DrilledIncident): DrilledMagnitude | undefined {
  return magnitudes.find(({ magnitude }) => magnitude === judgedMagnitude);
}

export function smallestText({ smallestCaught }: DrilledIncident): string {
  return smallestCaught === null ? "never" : magnitudeText(smallestCaught);
}

export function magnitudeText(magnitude: number): string {
  return String(Number(magnitude.toPrecision(3)));
}

/** By what a reader asks first; incidents that change nothing stand apart. */
export function groupsOf({ incidents }: DrillTarget): {
  readonly paging: readonly DrilledIncident[];
  readonly quiet: readonly DrilledIncident[];
  readonly impossible: readonly DrilledIncident[];
} {
  const real = incidents.filter(({ hasEffect }) => hasEffect);
  return {
    paging: real.filter(({ shouldPage }) => shouldPage),
    quiet: real.filter(({ shouldPage }) => !shouldPage),
    impossible: incidents.filter(({ hasEffect }) => !hasEffect),
  };
}

/** Incidents that should wake somebody and that no alarm catches. */
export function uncaughtOf(target: DrillTarget): DrilledIncident[] {
  return groupsOf(target).paging.filter(({ caughtBy }) => caughtBy.length === 0);
}

/** "authorizer-outage (from 0.25)": what is caught once it is large enough says so. */
export function uncaughtText({ name, smallestCaught }: DrilledIncident): string {
  return smallestCaught === null ? name : `${name} (from ${magnitudeText(smallestCaught)} on)`;
}

/** "busiest 11-20 12:45 (161k requests), ..." */
export function startsText({ starts }: DrillTarget): string {
  return starts
    .map(
      ({ name, at, requests }) =>
        `${name} ${at.slice(5, 16).replace("T", " ")} (${formatCount(requests)} requests)`,
    )
    .join(", ");
}

/** "9 incidents" */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
