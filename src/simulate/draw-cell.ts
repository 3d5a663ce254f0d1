import type { Random } from "../core/random.ts";
import type { ApiKind } from "../model/target.ts";
import type { Behaviour, Outcome } from "./behaviour.ts";
import { type Cell, countOutcome } from "./cell.ts";
import { drawBinomial } from "./draw-binomial.ts";
import { type LatencyDraw, addLatencies, drawLatencies } from "./draw-latencies.ts";
import { type LatencyTables, latencyTables } from "./latency-tables.ts";
import { addBytes } from "./response-bytes.ts";

/** Whose requests they are: what decides which metrics a request counts in. */
export interface CellOf {
  readonly kind: ApiKind;
  readonly routeKey: string;
}

/** Outcomes that take equally long, drawn together; how long a request took and how it ended are then independent. */
export interface ClassDraw {
  readonly tables: LatencyTables;
  readonly latencies: LatencyDraw;
  /** Those that happened. */
  readonly outcomes: readonly { readonly outcome: Outcome; readonly count: number }[];
}

/** Everything that one route did in `minutes` minutes of an unchanging behaviour, from the same distributions as single requests. */
export function drawClasses(behaviour: Behaviour, minutes: number, random: Random): ClassDraw[] {
  const requests = behaviour.requestsPerMinute * minutes;
  const draws: ClassDraw[] = [];
  for (const { tables, members, share } of latencyClasses(behaviour.outcomes)) {
    const latencies = drawLatencies(tables, requests * share, random);
    if (latencies.count > 0)
      draws.push({ tables, latencies, outcomes: drawOutcomes(members, share, latencies.count, random) });
  }
  return draws;
}

/** Deals `count` requests to outcomes by their shares, which sum to `share`. */
function drawOutcomes(
  members: readonly Outcome[],
  share: number,
  count: number,
  random: Random,
): ClassDraw["outcomes"] {
  const counts: { outcome: Outcome; count: number }[] = [];
  let left = count;
  let shareLeft = share;
  const last = members.at(-1);
  for (const outcome of members) {
    const own = outcome === last ? left : drawBinomial(left, Math.min(1, outcome.share / shareLeft), random);
    left -= own;
    shareLeft -= outcome.share;
    if (own > 0) counts.push({ outcome, count: own });
  }
  return counts;
}

/** Draws a route's period and adds it to `cell`. */
export function drawCell(
  cell: Cell,
  of: CellOf,
  behaviour: Behaviour,
  minutes: number,
  random: Random,
): readonly ClassDraw[] {
  const draws = drawClasses(behaviour, minutes, random);
  for (const draw of draws) {
    addLatencies(cell, draw.tables, draw.latencies);
    for (const { outcome, count } of draw.outcomes) {
      countOutcome(cell, of.kind, of.routeKey, outcome, count);
      if (of.kind === "http") addBytes(cell, of.routeKey, outcome, count, random);
    }
  }
  return draws;
}

interface LatencyClass {
  readonly tables: LatencyTables;
  readonly first: Outcome;
  readonly members: Outcome[];
  share: number;
}

/** Rarer outcomes first, so that few random numbers are large. */
function latencyClasses(outcomes: readonly Outcome[]): LatencyClass[] {
  const classes: LatencyClass[] = [];
  for (let index = outcomes.length - 1; index >= 0; index -= 1) {
    const outcome = outcomes[index];
    if (outcome === undefined) continue;
    let known: LatencyClass | undefined;
    for (const one of classes) {
      if (!isAsLong(one.first, outcome)) continue;
      known = one;
      break;
    }
    if (known === undefined) {
      const tables = latencyTables(outcome);
      classes.push({ tables, first: outcome, members: [outcome], share: outcome.share });
    } else {
      known.members.push(outcome);
      known.share += outcome.share;
    }
  }
  return classes;
}

function isAsLong(left: Outcome, right: Outcome): boolean {
  return (
    left.integrationLatency === right.integrationLatency &&
    left.overhead.gateway === right.overhead.gateway &&
    left.overhead.authorizer === right.overhead.authorizer &&
    left.overhead.waf === right.overhead.waf
  );
}
