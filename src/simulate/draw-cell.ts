import type { Random } from "../core/random.ts";
import type { ApiKind } from "../model/target.ts";
import type { Behaviour } from "./behaviour.ts";
import { type Cell, countOutcome } from "./cell.ts";
import { addLatencies, drawOutcome, type OutcomeDraw } from "./draw-outcome.ts";
import { addBytes } from "./response-bytes.ts";

/** Whose requests they are: what decides which metrics a request counts in. */
export interface CellOf {
  readonly kind: ApiKind;
  readonly routeKey: string;
}

/**
 * Draws everything that one route did in `minutes` minutes of an unchanging behaviour, from the same
 * distributions as single requests, and adds it to `cell`.
 *
 * @returns one draw for each outcome, in their order.
 */
export function drawCell(
  cell: Cell,
  of: CellOf,
  behaviour: Behaviour,
  minutes: number,
  random: Random,
): readonly OutcomeDraw[] {
  return behaviour.outcomes.map((outcome) => {
    const draw = drawOutcome(outcome, behaviour.requestsPerMinute * minutes * outcome.share, random);
    addDraw(cell, of, outcome, draw, random);
    return draw;
  });
}

/** Adds one outcome's draw to a cell; only the bytes are drawn here. */
export function addDraw(
  cell: Cell,
  of: CellOf,
  outcome: Behaviour["outcomes"][number],
  draw: OutcomeDraw,
  random: Random,
): void {
  if (draw.count === 0) return;
  countOutcome(cell, of.kind, of.routeKey, outcome, draw.count);
  addLatencies(cell, outcome, draw);
  if (of.kind === "http") addBytes(cell, of.routeKey, outcome, draw.count, random);
}
