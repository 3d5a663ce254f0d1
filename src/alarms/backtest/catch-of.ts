import { MINUTE_MS, type Window } from "../../core/window.ts";
import type { BacktestAlarm, BacktestSet } from "../../model/backtest.ts";

/** Something that an alarm should tell of. */
export interface Incident {
  readonly id: string;
  readonly target: string;
  readonly route: string | null;
  readonly startMs: number;
  /** Null while it lasts. */
  readonly endMs: number | null;
}

/** Who was first to tell of the incident, and when the first page went out for it. */
export function catchOf(
  incident: Incident,
  alarms: readonly BacktestAlarm[],
): BacktestSet["catches"][number] {
  const caught = alarms
    .flatMap(({ name, caught: all }) =>
      all.filter((one) => one.incident === incident.id).map(({ afterMinutes }) => ({ name, afterMinutes })),
    )
    .sort((left, right) => left.afterMinutes - right.afterMinutes);
  const paged = alarms
    .flatMap(({ firings }) => firings)
    .filter(({ pages, incidents }) => pages > 0 && incidents.includes(incident.id))
    .map(({ start }) => Math.max(0, Math.round((Date.parse(start) - incident.startMs) / MINUTE_MS)));
  return {
    incident: incident.id,
    alarm: caught[0]?.name ?? null,
    afterMinutes: caught[0]?.afterMinutes ?? null,
    pagedAfterMinutes: paged.length === 0 ? null : Math.min(...paged),
  };
}

/** The incidents that lie, at least in part, in what was replayed. */
export function incidentsWithin<T extends Incident>(
  incidents: readonly T[],
  { startMs, endMs }: Window,
): T[] {
  return incidents.filter(
    (incident) => incident.startMs < endMs && (incident.endMs === null || incident.endMs > startMs),
  );
}
