import type { Random } from "../core/random.ts";
import type { ApiKind } from "../model/target.ts";
import type { Behaviour, Outcome, Overhead } from "./behaviour.ts";
import type { Incident } from "./incident.ts";
import { rejected, replaceFraction } from "./incidents/reshape.ts";
import { addTallies, combineTallies, EMPTY_TALLY, type Cell, type Tally } from "./overlay-cell.ts";
import { drawFlow, tallyOf } from "./overlay-flow.ts";
import {
  mixturePoints,
  OutcomePoints,
  samplePoints,
  type LatencySide,
  type Mixture,
} from "./overlay-points.ts";
import { overheadOf, rebuildLatency, rebuildOutcomes, splitCanary } from "./overlay-rebuild.ts";
import type { RoutePlan, StagePlan } from "./plan.ts";

/** A route that may be behind a part, its share of the part's requests, and whether the incident concerns it. */
export interface Candidate {
  readonly route: RoutePlan;
  /** 0..1; all candidates of a part sum to 1. */
  readonly weight: number;
  readonly isAffected: boolean;
}

/** What the incident does at one moment. */
export interface Moment {
  readonly stage: StagePlan;
  readonly incident: Incident;
  readonly magnitude: number;
  readonly progress: number;
  /** How much of the period lies within the incident, 0..1. */
  readonly overlap: number;
  /** Share of requests that a lowered limit turns away, 0..1. */
  readonly rejectedShare: number;
}

/** A part's requests as classes that metrics can tell apart, before or after. */
export interface PartState {
  readonly tally: Tally;
  /** Made when first asked for: often only one of the two is watched. */
  readonly points: Readonly<Record<LatencySide, () => Mixture>>;
}

export interface ChangedPart {
  readonly after: PartState;
  /** As `after`, without the requests that match no route. */
  readonly afterRouted: PartState;
  /** Whether a request went another way, or took another time. */
  readonly hasEffect: boolean;
}

/** Beyond this many requests of a class single draws tell no more than its distribution does. */
const MAX_SAMPLES = 60;

/** A part as distributions, for as many incidents as are laid over it. */
export interface RebuiltPart {
  readonly candidates: readonly (Candidate & { readonly normal: Behaviour })[];
  readonly memory: OutcomePoints;
  readonly where: Where;
}

/** What a period of a route (or of what a stage holds besides its recorded routes) becomes; undefined where nothing changes. */
export function changePart(part: RebuiltPart, moment: Moment, random: Random): ChangedPart | undefined {
  const before: Outcome[] = [];
  const after: Outcome[] = [];
  let isChanged = false;
  for (const { route, weight, isAffected, normal } of part.candidates) {
    const changed = isAffected ? changedBehaviour(normal, route, moment) : normal;
    if (changed !== normal) isChanged = true;
    const overlap = changed === normal ? 0 : moment.overlap;
    before.push(...inRequests(normal, weight));
    after.push(...inRequests(normal, weight * (1 - overlap)), ...inRequests(changed, weight * overlap));
  }
  if (!isChanged) return undefined;
  return drawClasses(before, after, part, random);
}

/** A part that the incident does not concern. */
export function unchangedState({ candidates, memory, where }: RebuiltPart): PartState {
  const outcomes = candidates.flatMap(({ normal, weight }) => inRequests(normal, weight));
  return joinStates(
    classify(outcomes, outcomes, where).map(({ tally, before }) => {
      const count = Math.round(sumShares(before));
      return stateOf(tally, count, (side) => mixture(before, count, side, memory));
    }),
  );
}

/** @param stage its traffic and limits do not matter here */
export function rebuildPart(cell: Cell, candidates: readonly Candidate[], stage: StagePlan): RebuiltPart {
  const latency = rebuildLatency(cell);
  // Routes that pass the same phases share one object, by which equal latencies are recognised.
  const overheads = new Map<boolean, Overhead>();
  const rebuilt = candidates.map((candidate) => {
    const isAuthorized = candidate.route.authorizer !== null;
    const overhead = overheads.get(isAuthorized) ?? overheadOf(latency.overheadMs, stage, candidate.route);
    overheads.set(isAuthorized, overhead);
    const outcomes = rebuildOutcomes(cell, stage.kind, latency, overhead);
    return {
      ...candidate,
      normal: {
        requestsPerMinute: cell.tally.requests,
        outcomes: splitCanary(outcomes, stage.canaryPercent),
      },
    };
  });
  return { candidates: rebuilt, memory: new OutcomePoints(), where: whereOf(candidates, stage) };
}

/** What tells which metrics a request counts in. */
interface Where {
  readonly kind: ApiKind;
  readonly isConnect: boolean;
}

function whereOf(candidates: readonly Candidate[], stage: StagePlan): Where {
  return { kind: stage.kind, isConnect: candidates[0]?.route.key === "$connect" };
}

function changedBehaviour(normal: Behaviour, route: RoutePlan, moment: Moment): Behaviour {
  const { stage, incident, magnitude, progress, rejectedShare } = moment;
  const changed = incident.apply(normal, { stage, route, magnitude, progress });
  return replaceFraction(
    changed,
    rejectedShare,
    () => true,
    (outcome) => rejected(outcome, "limits", "THROTTLED"),
  );
}

/** Outcomes whose share is a number of requests instead. */
function inRequests(behaviour: Behaviour, weight: number): Outcome[] {
  const requests = behaviour.requestsPerMinute * weight;
  return behaviour.outcomes
    .map((outcome) => ({ ...outcome, share: outcome.share * requests }))
    .filter(({ share }) => share > 0);
}

/** Outcomes that metrics cannot tell apart but by latency. */
interface OutcomeClass {
  readonly tally: Tally;
  readonly isUnrouted: boolean;
  readonly before: Outcome[];
  readonly after: Outcome[];
}

function classify(before: readonly Outcome[], after: readonly Outcome[], where: Where): OutcomeClass[] {
  const classes = new Map<number, OutcomeClass>();
  const classOf = (outcome: Outcome): OutcomeClass => {
    const key = classKey(outcome, where.kind);
    const known = classes.get(key);
    if (known !== undefined) return known;
    const tally = tallyOf(outcome, where.kind, where.isConnect);
    const found = { tally, isUnrouted: outcome.unrouted === true, before: [], after: [] };
    classes.set(key, found);
    return found;
  };
  for (const outcome of before) classOf(outcome).before.push(outcome);
  for (const outcome of after) classOf(outcome).after.push(outcome);
  return [...classes.values()];
}

/** Equal for outcomes that count in the same metrics. */
function classKey(
  { status, responseType, cache, integrationLatency, unrouted }: Outcome,
  kind: ApiKind,
): number {
  const error = status < 400 ? 0 : status < 500 ? 1 : 2;
  // Of a WebSocket API it matters whose error it is.
  const gateways = kind === "websocket" && error > 0 && responseType !== null ? 1 : 0;
  const cached = cache === null ? 0 : cache === "hit" ? 1 : 2;
  const integrated = integrationLatency === null ? 0 : 1;
  return (((error * 2 + gateways) * 3 + cached) * 2 + integrated) * 2 + (unrouted === true ? 1 : 0);
}

function drawClasses(
  before: readonly Outcome[],
  after: readonly Outcome[],
  { where, memory }: RebuiltPart,
  random: Random,
): ChangedPart {
  const changedMemory = new OutcomePoints(memory);
  const all = classify(before, after, where);
  const counts = all.map((item) => Math.round(sumShares(item.before)));
  const drawn = drawFlow(
    counts,
    // Rounding noise must not pass for a change.
    all.map((item, index) => {
      const wanted = sumShares(item.after);
      const count = counts[index] ?? 0;
      return Math.abs(wanted - count) < 1e-6 ? count : wanted;
    }),
    random,
  );
  const states = all.map((item, index) => {
    const is = drawn[index] ?? 0;
    return {
      item,
      after: stateOf(item.tally, is, (side) => {
        if (hasSameLatencies(item)) return mixture(item.before, is, side, memory);
        const draw = random.fork(`${side} ${index}`);
        return drawnMixture(mixture(item.after, is, side, changedMemory), is, draw);
      }),
    };
  });
  return {
    after: joinStates(states.map((state) => state.after)),
    hasEffect: all.some(
      (item, index) => drawn[index] !== counts[index] || (drawn[index] !== 0 && !hasSameLatencies(item)),
    ),
    afterRouted: joinStates(states.filter(({ item }) => !item.isUnrouted).map((state) => state.after)),
  };
}

function sumShares(outcomes: readonly Outcome[]): number {
  return outcomes.reduce((sum, { share }) => sum + share, 0);
}

/** Whether the class is as fast as before, whatever became of its size. */
function hasSameLatencies({ before, after }: OutcomeClass): boolean {
  if (before.length === 0) return false;
  const known = new Set(before.flatMap(({ integrationLatency, overhead }) => [integrationLatency, overhead]));
  return (
    new Set(before.map(({ overhead }) => overhead)).size === 1 &&
    after.every(({ integrationLatency, overhead }) => known.has(integrationLatency) && known.has(overhead))
  );
}

function mixture(
  outcomes: readonly Outcome[],
  count: number,
  side: LatencySide,
  memory: OutcomePoints,
): Mixture {
  const total = sumShares(outcomes);
  return outcomes.flatMap((outcome) => {
    const points = memory.of(outcome, side);
    return points.length === 0 ? [] : [{ points, weight: (outcome.share * count) / total }];
  });
}

function drawnMixture(mixed: Mixture, count: number, random: Random): Mixture {
  if (count > MAX_SAMPLES || mixed.length === 0) return mixed;
  return [{ points: samplePoints(mixturePoints(mixed), count, random), weight: 1 }];
}

function stateOf(tally: Tally, count: number, pointsOf: (side: LatencySide) => Mixture): PartState {
  return {
    tally: combineTallies(tally, EMPTY_TALLY, (value) => value * count),
    points: pointsBySide((side) => (count === 0 ? [] : pointsOf(side))),
  };
}

/** Several states as one. */
export function joinStates(states: readonly PartState[]): PartState {
  return {
    tally: states.reduce((sum, { tally }) => addTallies(sum, tally), EMPTY_TALLY),
    points: pointsBySide((side) => states.flatMap(({ points }) => points[side]())),
  };
}

function pointsBySide(make: (side: LatencySide) => Mixture): PartState["points"] {
  const once = (side: LatencySide): (() => Mixture) => {
    let made: Mixture | undefined;
    return () => (made ??= make(side));
  };
  return { latency: once("latency"), integrationLatency: once("integrationLatency") };
}
