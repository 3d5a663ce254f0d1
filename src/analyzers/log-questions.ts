import { ceilTo, floorTo, MINUTE_MS, type Window } from "../core/window.ts";
import type { Finding } from "../model/finding.ts";
import type { BlindSpot, Snapshot } from "../model/snapshot.ts";
import type { Target } from "../model/target.ts";

/** A span of a target's access log that would say more of what was found. */
export interface LogSpan {
  readonly target: Target;
  /** Whole minutes. No span reaches over the start or the end of a finding of its target. */
  readonly window: Window;
}

export interface LogQuestions {
  /** Of one target ascending, without overlap; targets in the order of their worst finding. */
  readonly questions: readonly LogSpan[];
  /** Targets with a finding of which no log can be asked. */
  readonly blindSpots: readonly BlindSpot[];
}

/** An incident that is longer is read in part: its beginning and its latest minutes. */
const LONGEST_MS = 10 * MINUTE_MS;
/** Few requests are read whole, however long they took to come. */
const FEW_REQUESTS = 2_000;
/** Detection may be late by as much: minutes this near before an incident are not surely quiet. */
const MARGIN_MS = 5 * MINUTE_MS;
/** Whoever has more in trouble at once looks at the worst first. */
const MOST_TARGETS = 20;
const MOST_FINDINGS = 3;

/**
 * What access logs are to be asked after a first look at the metrics: for each finding a span or two of the incident, and as
 * long a span before it that belongs to no incident.
 *
 * @param findings worst first, as analyze gives them.
 */
export function logQuestions(snapshot: Snapshot, findings: readonly Finding[]): LogQuestions {
  const questions: LogSpan[] = [];
  const blindSpots: BlindSpot[] = [];
  const ids = [...new Set(findings.map(({ target }) => target))];
  for (const id of ids.slice(0, MOST_TARGETS)) {
    const target = snapshot.targets.find((one) => one.id === id);
    if (target === undefined) continue;
    const blind = withoutLog(target);
    if (blind !== null) blindSpots.push(blind);
    else {
      const own = findings.filter((finding) => finding.target === id);
      questions.push(...spansOf(snapshot, own).map((window) => ({ target, window })));
    }
  }
  if (ids.length > MOST_TARGETS) {
    const hint = `${ids.length} targets have findings; the access logs of the ${MOST_TARGETS} worst were asked. Look at the others with --api.`;
    blindSpots.push({ source: "access-logs", target: null, code: "TOO_MANY_TARGETS", hint });
  }
  return { questions, blindSpots };
}

function withoutLog({ id, configuration }: Target): BlindSpot | null {
  if (configuration === null) {
    const hint =
      "The stage's settings could not be read, so nobody knows where its access log is: routes, clients and response types behind the findings are not told.";
    return { source: "access-logs", target: id, code: "NO_CONFIGURATION", hint };
  }
  if (configuration.accessLog !== null) return null;
  const hint =
    "Without an access log nobody can tell which routes, clients, response types and phases are behind the findings. Set a log group and a JSON Format in the stage's access-log settings.";
  return { source: "access-logs", target: id, code: "NO_ACCESS_LOG", hint };
}

/** The spans of a target's logs that its findings ask for, ascending. @param findings its own, worst first. */
export function spansOf(snapshot: Snapshot, findings: readonly Finding[]): Window[] {
  const final = {
    startMs: ceilTo(Math.min(snapshot.baseline.startMs, snapshot.window.startMs), MINUTE_MS),
    endMs: floorTo(Math.min(snapshot.window.endMs, snapshot.settledMs), MINUTE_MS),
  };
  const incidents = findings.map((finding) => incidentOf(finding, final));
  const wanted = findings.slice(0, MOST_FINDINGS).flatMap((finding, index) => {
    const incident = incidents[index];
    if (incident === undefined || incident.startMs >= incident.endMs) return [];
    const spans = partsOf(finding, incident);
    const lengthMs = spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
    return [...spans, ...quietBefore(incident, lengthMs, incidents, final)];
  });
  const edges = incidents.flatMap(({ startMs, endMs }) => [startMs, endMs]);
  return cutAt(united(wanted), edges);
}

function incidentOf({ startedAt, endedAt }: Finding, final: Window): Window {
  const startMs = Math.max(final.startMs, floorTo(Date.parse(startedAt), MINUTE_MS));
  const endMs = endedAt === null ? final.endMs : ceilTo(Date.parse(endedAt), MINUTE_MS);
  return { startMs, endMs: Math.min(final.endMs, endMs) };
}

/** The whole incident, or its beginning and its end. */
function partsOf({ impact }: Finding, incident: Window): Window[] {
  const { startMs, endMs } = incident;
  const requests = impact.share > 0 ? impact.requests / impact.share : Infinity;
  const few = Math.min(1, FEW_REQUESTS / Math.max(1, requests)) * (endMs - startMs);
  const lengthMs = floorTo(Math.max(LONGEST_MS, few), 2 * MINUTE_MS);
  if (endMs - startMs <= lengthMs) return [incident];
  return [
    { startMs, endMs: startMs + lengthMs / 2 },
    { startMs: endMs - lengthMs / 2, endMs },
  ];
}

/** The nearest span before the incident that touches none; shorter where the data begin, none where there is no room. */
function quietBefore(
  { startMs }: Window,
  lengthMs: number,
  incidents: readonly Window[],
  final: Window,
): Window[] {
  let endMs = startMs - MARGIN_MS;
  for (const other of incidents.toSorted((left, right) => right.endMs - left.endMs)) {
    if (other.startMs < endMs && other.endMs + MARGIN_MS > endMs - lengthMs)
      endMs = Math.min(endMs, other.startMs - MARGIN_MS);
  }
  const quiet = { startMs: Math.max(final.startMs, endMs - lengthMs), endMs };
  return quiet.startMs < quiet.endMs ? [quiet] : [];
}

/** The same time, ascending and without overlap. */
function united(windows: readonly Window[]): Window[] {
  const found: { startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of windows.toSorted((left, right) => left.startMs - right.startMs)) {
    const last = found.at(-1);
    if (last !== undefined && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else found.push({ startMs, endMs });
  }
  return found;
}

/** The same time in pieces that end where any of the `edges` lies inside one. */
function cutAt(windows: readonly Window[], edges: readonly number[]): Window[] {
  return windows.flatMap(({ startMs, endMs }) => {
    const inside = [...new Set(edges)].filter((edge) => edge > startMs && edge < endMs).sort((a, b) => a - b);
    const marks = [startMs, ...inside, endMs];
    return marks
      .slice(1)
      .map((endsMs, index): Window => ({ startMs: marks[index] ?? startMs, endMs: endsMs }));
  });
}
