import { analyze } from "../analyzers/run.ts";
import { unjudged } from "../analyzers/unjudged.ts";
import { SETTLE_MS } from "../catalog/retention.ts";
import { addCosts } from "../collectors/add-costs.ts";
import { redactSnapshot } from "../collectors/files/redact.ts";
import { floorTo, MINUTE_MS } from "../core/window.ts";
import type { AgentState, PlaceState } from "../model/agent-state.ts";
import type { Finding } from "../model/finding.ts";
import type { Incident } from "../model/incident.ts";
import { settingsFor } from "../model/settings-for.ts";
import { NO_COST, type BlindSpot, type Snapshot } from "../model/snapshot.ts";
import type { AgentSettings } from "./agent-settings.ts";
import { withoutScope } from "./incidents/without-scope.ts";
import { readNewLogs } from "./read-new-logs.ts";
import type { RunOnceInput } from "./run-once.ts";
import { afterReading } from "./watch/due.ts";
import {
  watchEverywhere,
  type OpenPlace,
  type SeenPlace,
  type WatchedEverywhere,
} from "./watch/watch-everywhere.ts";

/** What a run saw and concluded. */
export interface Seen {
  /** Of all targets; redacted where the settings say so. */
  readonly snapshot: Snapshot;
  /** Worst first. */
  readonly findings: readonly Finding[];
  readonly places: AgentState["places"];
  /** Whether an incident's target was looked at so well that a finding that is absent means that nothing is wrong. */
  readonly isSeen: (incident: Incident) => boolean;
  readonly targetsReadWhole: number;
  readonly isTruncated: boolean;
}

/**
 * Watches every region of every account, reads the logs of what is new, and analyzes.
 *
 * Errors: the first place's where none could be looked at. Everything else that fails is a blind spot.
 */
export async function look(
  input: RunOnceInput,
  state: AgentState,
  settings: AgentSettings,
  leftMs: () => number,
): Promise<Seen> {
  const open = input.accounts.map((account) => ({ account, reader: account.open(input.nowMs) }));
  try {
    return await lookThrough(open, input, state, settings, leftMs);
  } finally {
    for (const { reader } of open) reader.close();
  }
}

async function lookThrough(
  open: readonly OpenPlace[],
  { config, nowMs }: RunOnceInput,
  state: AgentState,
  settings: AgentSettings,
  leftMs: () => number,
): Promise<Seen> {
  const forTarget = settingsFor(config);
  const readers = open.map(({ reader }) => reader);
  const spans = spansOf(nowMs, settings);
  const { sweepMs, filter, maxCostUsd } = settings;
  const watched = await watchEverywhere(open, state, {
    ...spans,
    nowMs,
    sweepMs,
    filter,
    maxCostUsd,
    settingsFor: forTarget,
    leftMs,
  });
  const isRead = new Set(watched.places.flatMap(({ whole }) => whole.map(({ target }) => target.id)));
  const costSoFar = () => readers.map((reader) => reader.cost()).reduce(addCosts, NO_COST);
  const metrics: Snapshot = {
    schemaVersion: 1,
    origin: readers[0]?.origin ?? "aws",
    ...spans,
    targets: [...watched.targets],
    series: [...watched.series],
    logs: [],
    blindSpots: [...watched.blindSpots],
    cost: costSoFar(),
  };
  const conclusions = (unredacted: Snapshot) => {
    const snapshot = settings.redact ? redactSnapshot(unredacted, state.redactionKey).snapshot : unredacted;
    // A few series of a quiet target are no ground for a finding, or for its absence.
    const judged = { ...snapshot, targets: snapshot.targets.filter(({ id }) => isRead.has(id)) };
    return { snapshot, judged, ...analyze(judged, forTarget) };
  };
  const first = conclusions(metrics);
  const found = first.findings;
  const withLogs = await readNewLogs(metrics, found, readers, state.incidents, settings, forTarget, leftMs);
  const { snapshot, judged, findings, failures } = withLogs === null ? first : conclusions(withLogs);
  const defects = failures.map(({ analyzer, target, message }): BlindSpot => {
    const hint = `A defect of gatewatch: ${analyzer} failed with "${message}". Please report it; everything else was looked at.`;
    return { source: "analyzers", target, code: "INTERNAL", hint };
  });
  return {
    snapshot: {
      ...snapshot,
      blindSpots: [...snapshot.blindSpots, ...unjudged(judged), ...defects],
      cost: costSoFar(),
    },
    findings,
    places: placesAfter(watched, findings, state, nowMs),
    isSeen: seenBy(watched, new Set(failures.map(({ target }) => target)), nowMs),
    targetsReadWhole: isRead.size,
    isTruncated: watched.isTruncated,
  };
}

/** Whole minutes: CloudWatch has no finer ones of API Gateway. */
function spansOf(nowMs: number, { windowMs, baselineMs }: AgentSettings) {
  const endMs = floorTo(nowMs, MINUTE_MS);
  const startMs = floorTo(endMs - windowMs, MINUTE_MS);
  return {
    window: { startMs, endMs },
    baseline: { startMs: floorTo(startMs - baselineMs, MINUTE_MS), endMs: startMs },
    settledMs: Math.min(endMs, nowMs - SETTLE_MS),
  };
}

/** Places that the configuration does not name any more are forgotten; those that could not be looked at are not. */
function placesAfter(
  { places }: WatchedEverywhere,
  findings: readonly Finding[],
  state: AgentState,
  nowMs: number,
): AgentState["places"] {
  const lasting = new Set(findings.flatMap(({ target, endedAt }) => (endedAt === null ? [target] : [])));
  const seen = places.map((place): [string, PlaceState] => {
    const read = new Map(place.whole.map((one) => [one.target.id, one]));
    const targets = place.state.targets.map((watched) => {
      const id = `${place.scope}${watched.target.id}`;
      const one = read.get(id);
      if (one === undefined) return watched;
      return afterReading(watched, one.due, one.moved, lasting.has(id), nowMs);
    });
    return [place.key, { ...place.state, accountId: place.accountId, targets }];
  });
  return { ...state.places, ...Object.fromEntries(seen) };
}

function seenBy(
  { places }: WatchedEverywhere,
  broken: ReadonlySet<string>,
  nowMs: number,
): (incident: Incident) => boolean {
  const isAt = (place: SeenPlace, incident: Incident): boolean =>
    place.region === incident.region &&
    (place.accountId === null || incident.accountId === null || place.accountId === incident.accountId);
  return (incident) => {
    const place = places.find((one) => isAt(one, incident));
    if (place === undefined) return false;
    const id = withoutScope(incident.target);
    const read = place.whole.find(({ target }) => withoutScope(target.id) === id);
    if (read !== undefined) return read.isComplete && !broken.has(read.target.id);
    // What exists was just asked: a stage that is gone has nothing wrong any more.
    return place.state.inventoryMs === nowMs && place.state.targets.every(({ target }) => target.id !== id);
  };
}
