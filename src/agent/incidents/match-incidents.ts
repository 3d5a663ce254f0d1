import { compareText } from "../../core/order.ts";
import { wideHash } from "../../core/wide-hash.ts";
import type { AgentEvent } from "../../model/agent-event.ts";
import type { TrackedIncident } from "../../model/agent-state.ts";
import type { Finding, Severity } from "../../model/finding.ts";
import type { Incident } from "../../model/incident.ts";
import { SEVERITY_RANK } from "../../model/severity-rank.ts";
import { kinship } from "./is-same.ts";
import { newsOf } from "./news-of.ts";
import { withoutScope } from "./without-scope.ts";

export interface MatchInput {
  readonly tracked: readonly TrackedIncident[];
  /** Of this run, worst first as analyze gives them. */
  readonly findings: readonly Finding[];
  /** Whether a target was looked at so that a finding that is absent means that nothing is wrong. */
  readonly isSeen: (incident: Incident) => boolean;
  /** Where a target is, by its id. */
  readonly placeOf: (target: string) => { readonly accountId: string | null; readonly region: string };
  readonly nowMs: number;
  /** "Now" of the run before; null: this is the first. */
  readonly lastRunMs: number | null;
  /** How long nothing may be found until an incident is over, and how long after that it is taken up again. */
  readonly calmMs: number;
  readonly reopenMs: number;
  readonly minSeverity: Severity;
  readonly isSnoozed: (incident: Incident) => boolean;
}

interface Matched {
  readonly tracked: readonly TrackedIncident[];
  /** What there is to tell, in the order of the incidents' starts. */
  readonly events: readonly AgentEvent[];
}

/**
 * Follows incidents from run to run: each finding belongs to an incident that is going on, or begins one; what is no longer
 * found calms down, and is over after the calm period. What comes back soon is the same incident, and has to be calm for twice
 * as long each time. Pure: a run that is repeated from the same state gives the same events with the same ids.
 *
 * Edge cases: a target that could not be looked at leaves its incidents as they are. A finding that was over before the last
 * run and is of no incident is no news. Findings below `minSeverity` keep an incident going, but begin none.
 */
export function matchIncidents(input: MatchInput): Matched {
  const groups = assign(input);
  const tracked = groups.map(({ before, findings, isNew }) =>
    newsOf(isNew ? before : follow(before, findings, input), isNew, input),
  );
  tracked.sort((left, right) => compareText(orderOf(left.tracked), orderOf(right.tracked)));
  return {
    tracked: tracked.map((one) => one.tracked),
    events: tracked.flatMap(({ event }) => (event === null ? [] : [event])),
  };
}

interface Group {
  before: TrackedIncident;
  readonly findings: Finding[];
  readonly isNew: boolean;
}

/** Every finding goes to the incident that it is most like; what is like none begins one, worst first. */
function assign(input: MatchInput): Group[] {
  const groups: Group[] = input.tracked.map((before) => ({ before, findings: [], isNew: false }));
  for (const finding of input.findings) {
    const place = input.placeOf(finding.target);
    let best: Group | null = null;
    let most = 0;
    for (const group of groups) {
      const { incident } = group.before;
      if (!isSameTarget(incident, finding, place)) continue;
      // What goes on comes before what was over.
      const kin =
        kinship(group.before, finding, input.reopenMs) * 2 - (incident.state === "resolved" ? 1 : 0);
      if (kin > most) [best, most] = [group, kin];
    }
    if (best === null) {
      if (isNews(finding, input))
        groups.push({ before: begin(finding, input, groups), findings: [], isNew: true });
    } else if (best.isNew) best.before = { ...best.before, signs: [...best.before.signs, finding] };
    else best.findings.push(finding);
  }
  return groups;
}

function isNews({ severity, endedAt }: Finding, input: MatchInput): boolean {
  if (SEVERITY_RANK[severity] < SEVERITY_RANK[input.minSeverity]) return false;
  return endedAt === null || Date.parse(endedAt) > (input.lastRunMs ?? input.nowMs) - input.calmMs;
}

/** An account that could not be told once is the same account. */
function isSameTarget(
  incident: Incident,
  finding: Finding,
  { accountId, region }: ReturnType<MatchInput["placeOf"]>,
): boolean {
  return (
    withoutScope(incident.target) === withoutScope(finding.target) &&
    incident.region === region &&
    (incident.accountId === accountId || incident.accountId === null || accountId === null)
  );
}

/**
 * Named after its place and start, so that a run that is repeated names it alike. Another incident may have begun at the same
 * place in the same minute, as where one was over for long and its start is found anew: the later one is named by a number more.
 */
function idOf(finding: Finding, place: ReturnType<MatchInput["placeOf"]>, groups: readonly Group[]): string {
  const [family = ""] = finding.analyzer.split("/");
  const key = [
    place.accountId,
    place.region,
    withoutScope(finding.target),
    finding.route,
    family,
    finding.startedAt,
  ];
  const named = (parts: readonly unknown[]): string =>
    `${family}-${wideHash(JSON.stringify(parts)).toString(16).padStart(16, "0")}`;
  const taken = new Set(groups.map(({ before }) => before.incident.id));
  let id = named(key);
  for (let count = 2; taken.has(id); count++) id = named([...key, count]);
  return id;
}

function begin(finding: Finding, input: MatchInput, groups: readonly Group[]): TrackedIncident {
  const place = input.placeOf(finding.target);
  const now = new Date(input.nowMs).toISOString();
  return {
    incident: {
      id: idOf(finding, place, groups),
      target: finding.target,
      route: finding.route,
      analyzer: finding.analyzer,
      ...place,
      state: finding.endedAt === null ? "open" : "calming",
      severity: finding.severity,
      openedAt: finding.startedAt,
      updatedAt: now,
      resolvedAt: null,
      finding,
      flaps: 0,
    },
    signs: [finding],
    calmSinceMs: finding.endedAt === null ? null : Date.parse(finding.endedAt),
    events: 0,
    told: null,
  };
}

/** The incident after a run that found these of it, perhaps none. */
function follow(before: TrackedIncident, findings: readonly Finding[], input: MatchInput): TrackedIncident {
  const { incident } = before;
  const lasting = findings.filter(({ endedAt }) => endedAt === null);
  const now = new Date(input.nowMs).toISOString();
  const wasOver = incident.state === "resolved";
  if (lasting.length > 0) {
    const finding = withKnownCause(lead(lasting, incident), incident.finding);
    return {
      ...before,
      signs: [...lasting],
      calmSinceMs: null,
      incident: {
        ...incident,
        target: finding.target,
        route: finding.route,
        analyzer: finding.analyzer,
        state: "open",
        severity: worst([incident.severity, ...lasting.map(({ severity }) => severity)]),
        updatedAt: now,
        resolvedAt: null,
        finding,
        flaps: incident.flaps + (wasOver ? 1 : 0),
      },
    };
  }
  if (wasOver || !input.isSeen(incident)) return before;
  const ends = findings.flatMap(({ endedAt }) => (endedAt === null ? [] : [Date.parse(endedAt)]));
  // Without an end of its own it ended some time after it was last seen.
  const calmSinceMs =
    ends.length > 0 ? Math.max(...ends) : (before.calmSinceMs ?? Date.parse(incident.updatedAt));
  const finding =
    findings.length > 0 ? withKnownCause(lead(findings, incident), incident.finding) : incident.finding;
  const isOver = input.nowMs - calmSinceMs >= input.calmMs * 2 ** Math.min(incident.flaps, MOST_DOUBLINGS);
  return {
    ...before,
    signs: findings.length > 0 ? [...findings] : before.signs,
    calmSinceMs,
    incident: {
      ...incident,
      finding,
      state: isOver ? "resolved" : "calming",
      severity: worst([incident.severity, ...findings.map(({ severity }) => severity)]),
      updatedAt: now,
      resolvedAt: isOver ? new Date(calmSinceMs).toISOString() : null,
    },
  };
}

/** What flaps must be calm for up to eight calm periods. */
const MOST_DOUBLINGS = 3;

/** The one that says most: the worst, and among equals what was said so far. */
function lead(findings: readonly Finding[], incident: Incident): Finding {
  const most = Math.max(...findings.map(({ severity }) => SEVERITY_RANK[severity]));
  const worstOnes = findings.filter(({ severity }) => SEVERITY_RANK[severity] === most);
  const same = worstOnes.find(
    ({ analyzer, route }) => analyzer === incident.analyzer && route === incident.route,
  );
  return same ?? worstOnes[0] ?? incident.finding;
}

/** Logs are not read in every run: without them a cause that is known is not forgotten. */
function withKnownCause(finding: Finding, before: Finding): Finding {
  const isKnown = finding.cause.kind !== "unknown" || before.cause.kind === "unknown";
  return isKnown || finding.analyzer !== before.analyzer ? finding : { ...finding, cause: before.cause };
}

function worst(severities: readonly Severity[]): Severity {
  return severities.reduce((one, other) => (SEVERITY_RANK[other] > SEVERITY_RANK[one] ? other : one));
}

function orderOf({ incident }: TrackedIncident): string {
  return `${incident.openedAt} ${incident.id}`;
}
