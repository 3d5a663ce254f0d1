import { errorWithHint } from "../core/errors.ts";
import type { AgentEvent } from "../model/agent-event.ts";
import type { AgentState } from "../model/agent-state.ts";
import type { BlindSpot } from "../model/snapshot.ts";
import { toView, type ReportView } from "../report/view/to-view.ts";
import type { AgentSettings } from "./agent-settings.ts";
import { matchIncidents } from "./incidents/match-incidents.ts";
import { snoozeReasons } from "./incidents/snoozed.ts";
import type { Seen } from "./look.ts";
import type { ReportArchive } from "./report-archive.ts";
import type { RunOnceInput } from "./run-once.ts";
import { withinBounds } from "./state/within-bounds.ts";
import { within } from "./watch/within.ts";

interface Concluded {
  readonly view: ReportView;
  /** News, linked to the report where it is kept. */
  readonly events: readonly AgentEvent[];
  /** With the news in the outbox of every sink; the lease is still held. */
  readonly state: AgentState;
}

/** What a run makes of what it saw: news, the report behind them, and what the next run must know. Does not throw. */
export async function conclude(
  { config, nowMs, runKey, sinks, archive, toolVersion }: RunOnceInput,
  settings: AgentSettings,
  before: AgentState,
  { snapshot, findings, places, isSeen }: Seen,
  spots: readonly BlindSpot[],
  leftMs: () => number,
): Promise<Concluded> {
  const reasonOf = snoozeReasons(config);
  const targets = new Map(snapshot.targets.map((target) => [target.id, target]));
  const matched = matchIncidents({
    tracked: before.incidents,
    findings,
    isSeen,
    placeOf: (id) => {
      const { accountId = null, region = "" } = targets.get(id) ?? {};
      return { accountId, region };
    },
    nowMs,
    lastRunMs: before.lastRunMs,
    calmMs: settings.calmMs,
    reopenMs: settings.reopenMs,
    minSeverity: settings.minSeverity,
    isSnoozed: (incident) => reasonOf(incident, nowMs) !== null,
  });
  const state = withinBounds(
    {
      ...before,
      lastRunMs: nowMs,
      finishedRuns: runKey === null ? before.finishedRuns : [...before.finishedRuns, runKey],
      places,
      incidents: [...matched.tracked],
      outbox: before.outbox,
    },
    nowMs,
    settings.reopenMs,
  );
  const lost = lostEvents(before, state);
  const blindSpots = [...snapshot.blindSpots, ...spots, ...lost];
  const view = toView({ ...snapshot, blindSpots }, findings, toolVersion);
  const kept = matched.events.length === 0 ? NOT_KEPT : await keep(archive, view, nowMs, leftMs());
  const events = matched.events.map((event) => ({ ...event, reportUrl: kept.url }));
  const named = sinks.map(({ name }) => name);
  const news = named.length === 0 ? [] : events.map((event) => ({ event, sinks: [...named] }));
  const outbox = [...state.outbox, ...news];
  return {
    view: kept.problem === null ? view : withBlindSpot(view, kept.problem),
    events,
    state: { ...state, outbox },
  };
}

interface Kept {
  readonly url: string | null;
  readonly problem: BlindSpot | null;
}

const NOT_KEPT: Kept = { url: null, problem: null };

/** A message without a link is better than none. */
async function keep(
  archive: ReportArchive | null,
  view: ReportView,
  nowMs: number,
  leftMs: number,
): Promise<Kept> {
  if (archive === null) return NOT_KEPT;
  const failed = (what: string, why: string): BlindSpot => ({
    source: "agent",
    target: null,
    code: "REPORT_NOT_KEPT",
    hint: `The report ${what}: ${why}`,
  });
  const none = `could not be kept in ${archive.name}, so no message links to it`;
  const notWhole = `is not whole in ${archive.name}`;
  // Known before all is kept: whoever runs out of time behind it links to it all the same.
  let there: string | null = null;
  const unkept = (why: string): Kept => ({
    url: there,
    problem: failed(there === null ? none : notWhole, why),
  });
  try {
    const put = archive.put(view, nowMs, (url) => {
      there = url;
    });
    const kept = await within(put, leftMs, null);
    if (kept === null) return unkept("the run's time ran out.");
    const { url, lost } = kept;
    const what = url === null ? none : notWhole;
    return { url, problem: lost.length === 0 ? null : failed(what, lost.join("; ")) };
  } catch (error) {
    return unkept(errorWithHint(error));
  }
}

function withBlindSpot(view: ReportView, spot: BlindSpot): ReportView {
  const { report } = view;
  return { ...view, report: { ...report, blindSpots: [...report.blindSpots, spot] } };
}

function lostEvents(before: AgentState, after: AgentState): BlindSpot[] {
  const lost = after.dropped.events - before.dropped.events;
  if (lost === 0) return [];
  const hint = `${lost} events that a sink did not take for a week, or that were too many to keep, are given up. Look at what the sinks report.`;
  return [{ source: "agent", target: null, code: "EVENTS_DROPPED", hint }];
}
