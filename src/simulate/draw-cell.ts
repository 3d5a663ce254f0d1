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
  readonly outcomes: readonly { readonly outcome: Outcome; readonly count: number }[];
}

/** Everything that one route did in `minutes` minutes of an unchanging behaviour, from the same distributions as single requests. */
function drawClasses(behaviour: Behaviour, minutes: number, random: Random): ClassDraw[] {
  const requests = behaviour.requestsPerMinute * minutes;
  return latencyClasses(behaviour.outcomes).map((outcomes) => {
    const tables = outcomes.tables;
    const share = outcomes.members.reduce((sum, outcome) => sum + outcome.share, 0);
    const latencies = drawLatencies(tables, requests * share, random);
    let left = latencies.count;
    let shareLeft = share;
    const counts = outcomes.members.map((outcome, index) => {
      const isLast = index === outcomes.members.length - 1;
      const count = isLast ? left : drawBinomial(left, Math.min(1, outcome.share / shareLeft), random);
      left -= count;
      shareLeft -= outcome.share;
      return { outcome, count };
    });
    return { tables, latencies, outcomes: counts };
  });
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
      if (count === 0) continue;
      countOutcome(cell, of.kind, of.routeKey, outcome, count);
      if (of.kind === "http") addBytes(cell, of.routeKey, outcome, count, random);
    }
  }
  return draws;
}

/** Rarer outcomes first, so that few random numbers are large. */
function latencyClasses(outcomes: readonly Outcome[]): { tables: LatencyTables; members: Outcome[] }[] {
  const classes: { tables: LatencyTables; members: Outcome[] }[] = [];
  for (let index = outcomes.length - 1; index >= 0; index -= 1) {
    const outcome = outcomes[index];
    if (outcome === undefined) continue;
    const known = classes.find(({ members: [first] }) => first !== undefined && isAsLong(first, outcome));
    if (known) known.members.push(outcome);
    else classes.push({ tables: latencyTables(outcome), members: [outcome] });
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
