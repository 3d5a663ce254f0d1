import type { AgentState, Dropped, PlaceState, WatchedTarget } from "../../model/agent-state.ts";
import { DAY_MS } from "../../core/window.ts";

/** Events by id are remembered so long that no retry comes later. */
const MOST_FINISHED_RUNS = 50;
const MOST_INCIDENTS_OVER = 500;
const MOST_EVENTS = 1_000;
/** What nobody took for a week is no news any more. */
const EVENTS_KEPT_MS = 7 * DAY_MS;
/** Rows of learned sums in all: a fortnight of some three hundred targets. */
const MOST_HOURS = 100_000;

/**
 * The state without what needs not be kept, and within bounds that hold however many targets, incidents and failing sinks
 * there are. What goes first: the oldest learned hours, which are learned again or are not missed; incidents that are over,
 * the oldest first; events that no sink took for a week, then the oldest. Open incidents always stay. What was lost is counted;
 * what had merely served its time is not.
 *
 * @param reopenMs for how long an incident that is over may come back.
 */
export function withinBounds(state: AgentState, nowMs: number, reopenMs: number): AgentState {
  const dropped = { ...state.dropped };
  return {
    ...state,
    finishedRuns: state.finishedRuns.slice(-MOST_FINISHED_RUNS),
    incidents: boundIncidents(state, nowMs, reopenMs, dropped),
    outbox: boundOutbox(state, nowMs, dropped),
    places: boundHours(state, dropped),
    dropped,
  };
}

type Counts = { -readonly [Key in keyof Dropped]: Dropped[Key] };

function boundIncidents(
  { incidents }: AgentState,
  nowMs: number,
  reopenMs: number,
  dropped: Counts,
): AgentState["incidents"] {
  const overMs = ({ resolvedAt }: AgentState["incidents"][number]["incident"]): number =>
    resolvedAt === null ? Infinity : Date.parse(resolvedAt);
  const mayReturn = incidents.filter(({ incident }) => overMs(incident) + reopenMs >= nowMs);
  const over = mayReturn
    .filter(({ incident }) => incident.state === "resolved")
    .sort((left, right) => overMs(right.incident) - overMs(left.incident));
  const tooMany = new Set(over.slice(MOST_INCIDENTS_OVER));
  dropped.incidents += tooMany.size;
  return mayReturn.filter((one) => !tooMany.has(one));
}

function boundOutbox({ outbox }: AgentState, nowMs: number, dropped: Counts): AgentState["outbox"] {
  const waiting = outbox.filter(({ sinks }) => sinks.length > 0);
  const kept = waiting
    .filter(({ event }) => Date.parse(event.at) + EVENTS_KEPT_MS >= nowMs)
    .slice(-MOST_EVENTS);
  dropped.events += waiting.length - kept.length;
  return kept;
}

function boundHours({ places }: AgentState, dropped: Counts): AgentState["places"] {
  const count = Object.values(places).reduce((sum, { targets }) => sum + targets.length, 0);
  const most = Math.floor(MOST_HOURS / Math.max(1, count));
  const bound = (watched: WatchedTarget): WatchedTarget => {
    const tooMany = Math.max(0, watched.hours.length - most);
    dropped.hours += tooMany;
    return tooMany === 0 ? watched : { ...watched, hours: watched.hours.slice(tooMany) };
  };
  return Object.fromEntries(
    Object.entries(places).map(([key, place]): [string, PlaceState] => [
      key,
      { ...place, targets: place.targets.map(bound) },
    ]),
  );
}
