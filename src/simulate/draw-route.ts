import type { Random } from "../core/random.ts";
import type { Behaviour } from "./behaviour.ts";
import type { Cell } from "./cell.ts";
import { type CellOf, type ClassDraw, drawCell, drawClasses } from "./draw-cell.ts";

/**
 * Draws a route's period and adds it to the route's cell; requests that matched no route are in the stage's alone.
 *
 * @param stage may be the same cell, where routes are not kept apart.
 */
export function drawRoute(
  route: Cell,
  stage: Cell,
  of: CellOf,
  behaviour: Behaviour,
  minutes: number,
  random: Random,
): readonly ClassDraw[] {
  const { routed, unrouted } = apart(behaviour, random);
  const draws = drawCell(route, of, routed, minutes, random);
  return unrouted === null
    ? draws
    : [...draws, ...drawCell(stage, of, unrouted.behaviour, minutes, unrouted.random)];
}

/** The same draw without the cells: how the requests ended. */
export function drawRouteClasses(
  behaviour: Behaviour,
  minutes: number,
  random: Random,
): readonly ClassDraw[] {
  const { routed, unrouted } = apart(behaviour, random);
  const draws = drawClasses(routed, minutes, random);
  return unrouted === null ? draws : [...draws, ...drawClasses(unrouted.behaviour, minutes, unrouted.random)];
}

function apart(behaviour: Behaviour, random: Random) {
  const unrouted = behaviour.outcomes.filter((outcome) => outcome.unrouted === true);
  if (unrouted.length === 0) return { routed: behaviour, unrouted: null };
  const routed = behaviour.outcomes.filter((outcome) => outcome.unrouted !== true);
  return {
    routed: { ...behaviour, outcomes: routed },
    unrouted: { behaviour: { ...behaviour, outcomes: unrouted }, random: random.fork("unrouted") },
  };
}
