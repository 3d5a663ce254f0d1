import type { Random } from "../core/random.ts";
import type { Behaviour } from "./behaviour.ts";
import type { Cell } from "./cell.ts";
import { type CellOf, type ClassDraw, drawCell } from "./draw-cell.ts";

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
  const unrouted = behaviour.outcomes.filter((outcome) => outcome.unrouted === true);
  if (unrouted.length === 0) return drawCell(route, of, behaviour, minutes, random);
  const routed = behaviour.outcomes.filter((outcome) => outcome.unrouted !== true);
  return [
    ...drawCell(route, of, { ...behaviour, outcomes: routed }, minutes, random),
    ...drawCell(stage, of, { ...behaviour, outcomes: unrouted }, minutes, random.fork("unrouted")),
  ];
}
