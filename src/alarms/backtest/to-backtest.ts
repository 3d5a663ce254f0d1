import { DAY_MS, type Window } from "../../core/window.ts";
import type { Backtest, BacktestIncident } from "../../model/backtest.ts";
import type { Finding } from "../../model/finding.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { CheckedAlarms } from "../to-alarm-set.ts";
import { backtestSet } from "./backtest-set.ts";
import { incidentsWithin } from "./catch-of.ts";
import { compareSets } from "./compare-sets.ts";
import { exceededLimits, type Limit } from "./exceeded-limits.ts";
import type { History } from "./history.ts";

interface NamedAlarms {
  readonly label: string;
  readonly checked: CheckedAlarms;
}

export interface BacktestQuestion {
  readonly toolVersion: string;
  readonly snapshot: Snapshot;
  readonly history: History;
  readonly proposed: NamedAlarms;
  readonly against: NamedAlarms | null;
  /** What the analyzers found in the snapshot; null: nobody looked. */
  readonly findings: readonly Finding[] | null;
  readonly limits: readonly Limit[];
  readonly notes: readonly string[];
}

/** An export does not say which Region it is of. */
const UNKNOWN_REGION = "unknown";

/** One or two sets of alarms over the same history, with what is to be said of it. */
export function toBacktest(question: BacktestQuestion): Backtest {
  const { snapshot, history, proposed, against, findings, limits } = question;
  const { window } = history;
  const judged = findings === null ? null : overlap(snapshot.window, window);
  const found = judged === null ? [] : incidentsWithin(incidentsOf(findings ?? []), judged);
  const region = snapshot.targets[0]?.region ?? null;
  const common = {
    history,
    incidents: found.map(({ startMs, endMs, incident: { id, target, route } }) => ({
      id,
      target,
      route,
      startMs,
      endMs,
    })),
    judged,
    targets: snapshot.targets,
    region: region === UNKNOWN_REGION ? null : region,
  };
  const first = backtestSet({ ...common, ...proposed });
  const days = (window.endMs - window.startMs) / DAY_MS;
  const incidents = found.map(({ incident }) => incident);
  return {
    schemaVersion: 1,
    tool: { name: "gatewatch", version: question.toolVersion },
    origin: snapshot.origin,
    window: isoSpan(window),
    days: Math.round(days * 1_000) / 1_000,
    judged: judged && isoSpan(judged),
    incidents,
    proposed: first,
    against: against && backtestSet({ ...common, ...against }),
    changes: against ? compareSets(proposed.checked, against.checked) : [],
    exceeded: exceededLimits(limits, first),
    notes: [...question.notes, ...windowNotes(history, days), ...judgedNotes(judged, window, incidents)],
    blindSpots: [...snapshot.blindSpots],
    cost: snapshot.cost,
  };
}

interface Found {
  readonly id: string;
  readonly target: string;
  readonly route: string | null;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly incident: BacktestIncident;
}

/** Findings that are worth being told of at night: warning and worse. */
function incidentsOf(findings: readonly Finding[]): Found[] {
  return findings
    .filter(({ severity }) => severity !== "info")
    .map(({ id, target, route, startedAt, endedAt, severity, title }) => ({
      id,
      target,
      route,
      startMs: Date.parse(startedAt),
      endMs: endedAt === null ? null : Date.parse(endedAt),
      incident: { id, target, route, start: startedAt, end: endedAt, severity, title },
    }))
    .sort((left, right) => left.startMs - right.startMs);
}

function windowNotes({ lacks }: History, days: number): string[] {
  return [
    ...(lacks
      ? [
          `Of the time asked for, ${minute(lacks.startMs)} to ${minute(lacks.endMs)} is not there or is what the alarms look back on.`,
        ]
      : []),
    ...(days < 7 ? ["Pages per week are extrapolated from less than a week."] : []),
  ];
}

function judgedNotes(
  judged: Window | null,
  window: Window,
  incidents: readonly BacktestIncident[],
): string[] {
  if (judged === null) return ["Nobody looked for incidents, so no firing is called right or false."];
  const notes: string[] = [];
  if (judged.startMs > window.startMs || judged.endMs < window.endMs) {
    notes.push(
      `Incidents were looked for from ${minute(judged.startMs)} to ${minute(judged.endMs)}; firings outside of that are called neither right nor false.`,
    );
  }
  if (incidents.length === 0) {
    notes.push("No incident was found in that time, so nothing shows what these alarms would catch.");
  }
  return notes;
}

function overlap(left: Window, right: Window): Window | null {
  const startMs = Math.max(left.startMs, right.startMs);
  const endMs = Math.min(left.endMs, right.endMs);
  return startMs < endMs ? { startMs, endMs } : null;
}

function isoSpan({ startMs, endMs }: Window): { start: string; end: string } {
  return { start: iso(startMs), end: iso(endMs) };
}

function minute(timeMs: number): string {
  return `${iso(timeMs).slice(0, 16).replace("T", " ")} UTC`;
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
