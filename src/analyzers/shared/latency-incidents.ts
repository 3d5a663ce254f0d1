import type { AnalyzerInput } from "../analyzer.ts";
import { extentOfShift, type Extent } from "./latency-extent.ts";
import { sideOf, type SideVerdict } from "./latency-side.ts";
import { latencyTracks, levelsOf, type Levels, type Track, type TrackStat } from "./latency-tracks.ts";
import { rankedSeries, rankShift } from "./rank-shift.ts";
import { lastingShift } from "./lasting-shift.ts";
import { scanLevel, type LevelShift } from "./level-scan.ts";
import { hasMatchingSamples, reachedShare } from "./sample-match.ts";
import { learnt, routesWithMetrics } from "./scope.ts";

/** One latency incident, where it belongs. Each is told by exactly one analyzer: the one of its side. */
export interface LatencyIncident extends Extent {
  readonly route: string | null;
  /** Routes that slowed down with it, where it is the stage's. */
  readonly routes: readonly string[];
  readonly verdict: SideVerdict;
  /** The track that shows it best. */
  readonly track: Track;
  readonly strength: number;
  /** True where the slow requests got slower and the typical one did not. */
  readonly isTailOnly: boolean;
  /** Every track of the scope over the incident. */
  readonly levels: readonly (Levels & { readonly track: Track })[];
}

interface Candidate extends Extent {
  readonly track: Track;
  readonly shift: LevelShift;
}

const MOST_PER_SCOPE = 2;
/** A route speaks for the stage when it has this share of the added time of all routes that slowed down. */
const MOST = 0.8;
const FOLLOWING = 0.5;
/**
 * Ranks take periods for alike, and those of few requests stray wider the fewer they hold. Where the level does not say
 * the same, they must exceed what they need by so much.
 */
const ALONE = 1.15;
const byInput = new WeakMap<AnalyzerInput, readonly LatencyIncident[]>();

/** Computed once for each input: three analyzers ask. */
export function latencyIncidents(input: AnalyzerInput): readonly LatencyIncident[] {
  const known = byInput.get(input) ?? attribute(input);
  byInput.set(input, known);
  return known;
}

function attribute(input: AnalyzerInput): readonly LatencyIncident[] {
  const matching = hasMatchingSamples(input);
  const stageTracks = latencyTracks({ input, route: null }, matching);
  const routes = routesWithMetrics(input).map((route) => ({
    route,
    tracks: latencyTracks({ input, route }, matching),
  }));
  const ofRoutes = routes.flatMap(({ route, tracks }) => incidentsOf(input, route, tracks, matching));
  const told = new Set<LatencyIncident>();
  const result: LatencyIncident[] = [];
  for (const stage of incidentsOf(input, null, stageTracks, matching)) {
    const own = ofRoutes
      .filter((other) => overlaps(stage, other))
      .sort((left, right) => addedMs(right) - addedMs(left));
    for (const incident of own) told.add(incident);
    const [first] = own;
    const all = own.reduce((sum, incident) => sum + addedMs(incident), 0);
    const isOne = first !== undefined && (own.length === 1 || addedMs(first) >= MOST * all);
    if (isOne && !othersFollow(first, routes)) result.push(first);
    else if (own.length > 0) result.push({ ...stage, routes: own.flatMap(({ route }) => route ?? []) });
    else if (!isMixOnly(stage, routes)) result.push(stage);
  }
  return [...new Set([...result, ...ofRoutes.filter((incident) => !told.has(incident))])];
}

function incidentsOf(
  input: AnalyzerInput,
  route: string | null,
  tracks: readonly Track[],
  matching: boolean,
): LatencyIncident[] {
  const { minLatencyRise, minLatencyRiseMs } = input.settings(route);
  const series = rankedSeries(input);
  const candidates = tracks.flatMap((track): Candidate[] => {
    if (!isHeard(track, tracks)) return [];
    const leastShift = (timeMs: number): number =>
      Math.max(
        Math.log1p(minLatencyRise),
        Math.log1p(minLatencyRiseMs / Math.exp(track.model.expectedAt(timeMs))),
      );
    const candidate = candidateOf(track, leastShift, series);
    return candidate === null ? [] : [candidate];
  });
  const chosen: Candidate[] = [];
  for (const candidate of candidates.sort((left, right) => right.shift.strength - left.shift.strength)) {
    if (chosen.length < MOST_PER_SCOPE && !chosen.some((other) => overlaps(other, candidate)))
      chosen.push(candidate);
  }
  return chosen.map((candidate) => toIncident(input, route, tracks, candidate, matching));
}

/** What a track shows best, by its level, by the ranks of its periods, or by both. */
function candidateOf(track: Track, leastShift: (timeMs: number) => number, series: number): Candidate | null {
  const level = (): LevelShift | null =>
    stronger(
      scanLevel(track.window, track.trust, track.model, leastShift, track.isEnough),
      lastingShift(track, leastShift),
    );
  const ofRanks = rankShift(track, leastShift, series);
  const isSure = ofRanks !== null && ofRanks.strength >= ALONE;
  if (track.ranked === null || isTail(track)) {
    const shift = stronger(level(), isSure ? ofRanks : null);
    return shift && { track, shift, ...extentOfShift(track, shift) };
  }
  // Of so few requests a level alone says nothing.
  if (ofRanks === null) return null;
  if (track.single === null && !isSure && !isSharedPlace(level(), ofRanks)) return null;
  const { window } = track.ranked;
  const fine = track.single === null ? track.fine : window;
  return { track, shift: ofRanks, ...extentOfShift({ ...track, window, fine }, ofRanks) };
}

/** Places are of one grid. */
function isSharedPlace(level: LevelShift | null, { start, end }: LevelShift): boolean {
  return level !== null && level.start < end && start < level.end;
}

function toIncident(
  input: AnalyzerInput,
  route: string | null,
  tracks: readonly Track[],
  { track, shift, startMs, endMs, seenUntilMs }: Candidate,
  matching: boolean,
): LatencyIncident {
  const levels = tracks.flatMap((one) => {
    const found = levelsOf(one, startMs, seenUntilMs);
    return found === null ? [] : [{ track: one, ...found }];
  });
  const reached = {
    before: reachedShare(input, learnt(input)),
    during: reachedShare(input, { startMs, endMs: seenUntilMs }),
  };
  const typical = levels.find((one) => one.track.side === track.side && one.track.stat === "p50");
  return {
    startMs,
    endMs,
    seenUntilMs,
    route,
    routes: [],
    verdict:
      track.side === "overhead"
        ? {
            side: "overhead",
            reason: "The mean time spent in the gateway itself rose, over the same requests.",
            doubt: 1,
          }
        : sideOf(tracks, track.stat, startMs, seenUntilMs, { reached, hasMatchingSamples: matching }),
    track,
    strength: shift.strength,
    isTailOnly: typical !== undefined && Math.log(typical.observedMs / typical.expectedMs) < shift.shift / 3,
    levels,
  };
}

/**
 * A mean is moved by one request that takes half a minute. It is heard where nothing else tells of the tail and periods
 * hold a few requests each, several of which then have to be slow; and where there are no percentiles at all.
 */
function isHeard({ stat, side, single }: Track, tracks: readonly Track[]): boolean {
  if (stat !== "Average" || side === "overhead") return true;
  const has = (other: TrackStat): boolean => tracks.some((one) => one.stat === other && one.side === side);
  return !has("p90") && (single === null || !has("p50"));
}

function isTail({ stat }: Track): boolean {
  return stat === "p90" || stat === "p99";
}

function stronger(left: LevelShift | null, right: LevelShift | null): LevelShift | null {
  if (left === null || right === null) return left ?? right;
  return right.strength > left.strength ? right : left;
}

/** Whether most of the other routes that can be followed rose by half as much: then it is only seen best on one. */
function othersFollow(
  { route, track, levels, startMs, seenUntilMs }: LatencyIncident,
  routes: readonly { readonly route: string; readonly tracks: readonly Track[] }[],
): boolean {
  const own = levels.find((one) => one.track === track);
  if (own === undefined) return false;
  const rises = routes
    .filter((other) => other.route !== route)
    .flatMap(({ tracks }) => {
      const same = tracks.find((one) => one.side === track.side && one.stat === track.stat);
      const found = same === undefined ? null : levelsOf(same, startMs, seenUntilMs);
      return found === null ? [] : [found.observedMs - found.expectedMs];
    });
  const followers = rises.filter((addedOf) => addedOf >= FOLLOWING * (own.observedMs - own.expectedMs));
  return 2 * followers.length > rises.length;
}

/** Mean milliseconds added, as far as a mean is known, else of the track that shows it best. Only compares routes. */
function addedMs({ levels, track }: LatencyIncident): number {
  const best =
    levels.find((one) => one.track.side === track.side && one.track.stat === "Average") ??
    levels.find((one) => one.track === track);
  return best === undefined ? 0 : Math.max(0, best.observedMs - best.expectedMs);
}

/** True where routes have metrics and none of them slowed down: then slow routes only got more of the requests. */
function isMixOnly(
  { startMs, seenUntilMs, track, levels }: LatencyIncident,
  routes: readonly { readonly tracks: readonly Track[] }[],
): boolean {
  const own = levels.find((one) => one.track === track);
  const followed = routes.flatMap(({ tracks }) => tracks);
  if (own === undefined || followed.length === 0) return false;
  const shift = Math.log(own.observedMs / own.expectedMs);
  return !followed.some((other) => {
    const found = levelsOf(other, startMs, seenUntilMs);
    return found !== null && Math.log(found.observedMs / found.expectedMs) >= shift / 2;
  });
}

function overlaps(left: Extent, right: Extent): boolean {
  return left.startMs < right.seenUntilMs && right.startMs < left.seenUntilMs;
}
