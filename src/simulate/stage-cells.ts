import { type Random, createRandom } from "../core/random.ts";
import { HOUR_MS, MINUTE_MS, type Window } from "../core/window.ts";
import type { Behaviour, Outcome } from "./behaviour.ts";
import type { StageModel } from "./behaviour-at.ts";
import { type Cell, compactCell, countOutcome, emptyCell, mergeCell } from "./cell.ts";
import type { CellOf } from "./draw-cell.ts";
import { type CountedRequests, countRequests } from "./count-requests.ts";
import { addLatencies } from "./draw-latencies.ts";
import { drawBareRequests } from "./draw-requests.ts";
import { drawRoute, drawRouteClasses } from "./draw-route.ts";
import type { RouteOutcomes } from "./minute-requests.ts";
import { outcomeName } from "./outcome-name.ts";
import type { AccountPlan, RoutePlan } from "./plan.ts";
import type { SimulatedRequest } from "./request.ts";
import { splitDraw } from "./split-draw.ts";
import { limitBehaviour, type StageLimits } from "./stage-limits.ts";
import { createStageRequests } from "./stage-requests.ts";
import { BLOCK_MS } from "./traffic.ts";

const MINUTES = BLOCK_MS / MINUTE_MS;
/** So near to "now" every minute is drawn by itself, since it will be asked for. */
const FINE_MS = 3 * HOUR_MS;

/** Everything that happened in one period: the stage as a whole, and each route where routes are kept apart. */
interface StagePeriod {
  readonly stage: Cell;
  readonly routes: ReadonlyMap<string, Cell>;
}

/** How the requests of a route ended in one minute. */
export interface RouteMinute {
  /** With incidents; with limits where they were worked out without single requests. */
  readonly behaviour: Behaviour;
  /** Requests by outcomeName. */
  readonly counts: ReadonlyMap<string, number>;
}

interface DrawnRoute {
  readonly route: RoutePlan;
  readonly of: CellOf;
  readonly random: Random;
}

const NO_ROUTES: ReadonlyMap<string, Cell> = new Map();
const NOTHING: StagePeriod = { stage: emptyCell(), routes: NO_ROUTES };

export interface StageCells {
  /** Five minutes; `block` counts them from the epoch. */
  block(block: number): StagePeriod;
  /** One minute, counted from the epoch. The five of a block add up to it. */
  minute(minute: number): StagePeriod;
  /** Single requests of a window, ascending, as many as the cells count. */
  requests(window: Window): Generator<SimulatedRequest>;
  routeMinute(routeKey: string, minute: number): RouteMinute;
}

/**
 * Draws a stage's periods when they are first asked for and keeps them. Each draw has a stream of chance
 * of its own, named by target, route and time, so the order of questions does not matter.
 */
export function createStageCells(plan: AccountPlan, model: StageModel, limits: StageLimits): StageCells {
  const { stage } = model;
  const random = createRandom(plan.seed).fork(model.id);
  const ofRoute = stage.routes.map((route): DrawnRoute => ({
    route,
    of: { kind: stage.kind, routeKey: route.key },
    random: random.fork(route.key),
  }));
  const blocks = new Map<number, StagePeriod>();
  const minutes = new Map<number, StagePeriod>();
  let counted: CountedRequests | null = null;

  const requestWindow = stage.requestWindow ?? { startMs: 0, endMs: 0 };
  const byRequest = (): CountedRequests =>
    (counted ??= countRequests(
      drawBareRequests(model, limits, requestWindow, random.fork("requests")),
      stage,
    ));

  const isByRequest = (startMs: number, endMs: number): boolean =>
    stage.requestWindow !== null &&
    startMs < stage.requestWindow.endMs &&
    endMs > stage.requestWindow.startMs;

  const isFine = (block: number): boolean => {
    const startMs = block * BLOCK_MS;
    const endMs = startMs + BLOCK_MS;
    return endMs > plan.nowMs - FINE_MS || isByRequest(startMs, endMs) || model.isTouched(startMs, endMs);
  };

  const limited = (route: RoutePlan, timeMs: number, lengthMs: number): Behaviour => {
    const behaviour = model.behaviourAt(route, timeMs);
    const turned = limits.turnedAway(timeMs, lengthMs);
    return turned === null ? behaviour : limitBehaviour(model, route, behaviour, turned);
  };

  /** The cells that `draw` fills: each route's own where the stage has route metrics, else one for all of them. */
  const drawPeriod = (draw: (of: DrawnRoute, cell: Cell, whole: Cell) => void): StagePeriod => {
    const whole = emptyCell();
    if (!stage.detailedMetrics) {
      for (const of of ofRoute) draw(of, whole, whole);
      return compacted({ stage: whole, routes: NO_ROUTES });
    }
    const routes = new Map<string, Cell>();
    for (const of of ofRoute) {
      const cell = emptyCell();
      draw(of, cell, whole);
      routes.set(of.route.key, cell);
      mergeCell(whole, cell);
    }
    return compacted({ stage: whole, routes });
  };

  const drawBlock = (block: number): StagePeriod => {
    const startMs = block * BLOCK_MS;
    return drawPeriod(({ route, of, random: own }, cell, whole) => {
      drawRoute(cell, whole, of, limited(route, startMs, BLOCK_MS), MINUTES, own.fork(`block ${block}`));
    });
  };

  const drawMinute = (minute: number): StagePeriod => {
    const startMs = minute * MINUTE_MS;
    if (startMs >= plan.nowMs) return NOTHING;
    if (isByRequest(startMs, startMs + MINUTE_MS)) return byRequest().periods.get(minute) ?? NOTHING;
    return drawPeriod(({ route, of, random: own }, cell, whole) => {
      drawRoute(cell, whole, of, limited(route, startMs, MINUTE_MS), 1, own.fork(`minute ${minute}`));
    });
  };

  /** The same draw as the block's, dealt to its minutes. */
  const splitBlock = (block: number): StagePeriod[] => {
    const startMs = block * BLOCK_MS;
    const byRoute = new Map<DrawnRoute, Cell[]>();
    for (const drawn of ofRoute) {
      const { route, of, random: own } = drawn;
      const whole = emptyCell();
      const behaviour = limited(route, startMs, BLOCK_MS);
      const draws = drawRoute(whole, whole, of, behaviour, MINUTES, own.fork(`block ${block}`));
      const chance = own.fork(`split ${block}`);
      const cells = Array.from({ length: MINUTES }, emptyCell);
      for (const draw of draws) {
        splitDraw(draw, MINUTES, chance).forEach((part, minute) => {
          const cell = cells[minute];
          if (cell === undefined) return;
          addLatencies(cell, part.tables, part.latencies);
          for (const { outcome, count } of part.outcomes)
            countOutcome(cell, of.kind, of.routeKey, outcome, count);
        });
      }
      splitBytes(whole, cells);
      byRoute.set(drawn, cells);
    }
    return Array.from({ length: MINUTES }, (_, minute) =>
      drawPeriod((drawn, cell) => {
        const part = byRoute.get(drawn)?.[minute];
        if (part !== undefined) mergeCell(cell, part);
      }),
    );
  };

  const minuteOf = (minute: number): StagePeriod => {
    const known = minutes.get(minute);
    if (known) return known;
    const block = Math.floor(minute / MINUTES);
    if (isFine(block)) {
      const drawn = drawMinute(minute);
      minutes.set(minute, drawn);
      return drawn;
    }
    splitBlock(block).forEach((part, index) => minutes.set(block * MINUTES + index, part));
    return minutes.get(minute) ?? NOTHING;
  };

  const blockOf = (block: number): StagePeriod => {
    const known = blocks.get(block);
    if (known) return known;
    const drawn = isFine(block)
      ? mergePeriods(Array.from({ length: MINUTES }, (_, index) => minuteOf(block * MINUTES + index)))
      : drawBlock(block);
    blocks.set(block, drawn);
    return drawn;
  };

  /** The draw of a minute once more, for what its cell does not keep. */
  const outcomesOf = ({ route, random: own }: DrawnRoute, minute: number): RouteOutcomes => {
    const block = Math.floor(minute / MINUTES);
    if (isFine(block)) {
      const behaviour = limited(route, minute * MINUTE_MS, MINUTE_MS);
      const draws = drawRouteClasses(behaviour, 1, own.fork(`minute ${minute}`));
      return { route, behaviour, outcomes: draws.flatMap(({ outcomes }) => outcomes) };
    }
    const behaviour = limited(route, block * BLOCK_MS, BLOCK_MS);
    const draws = drawRouteClasses(behaviour, MINUTES, own.fork(`block ${block}`));
    const chance = own.fork(`split ${block}`);
    const parts = draws.map((one) => splitDraw(one, MINUTES, chance));
    const outcomes = parts.flatMap((part) => part[minute - block * MINUTES]?.outcomes ?? []);
    return { route, behaviour, outcomes };
  };

  const requests = createStageRequests(
    model,
    limits,
    random,
    (minute) => ofRoute.map((drawn) => outcomesOf(drawn, minute)),
    () => counted?.requests ?? null,
  );

  const routeMinute = (routeKey: string, minute: number): RouteMinute => {
    const startMs = minute * MINUTE_MS;
    const counts = new Map<string, number>();
    const add = (outcome: Outcome, count: number): void => {
      const name = outcomeName(outcome);
      counts.set(name, (counts.get(name) ?? 0) + count);
    };
    const found = ofRoute.find(({ route }) => route.key === routeKey);
    if (found === undefined) return { behaviour: { requestsPerMinute: 0, outcomes: [] }, counts };
    if (isByRequest(startMs, startMs + MINUTE_MS)) {
      const ended = byRequest().outcomes.get(minute)?.get(routeKey) ?? [];
      for (const [outcome, count] of ended) add(outcome, count);
      return { behaviour: model.behaviourAt(found.route, startMs), counts };
    }
    const { behaviour, outcomes } = outcomesOf(found, minute);
    for (const { outcome, count } of outcomes) add(outcome, count);
    return { behaviour, counts };
  };
  return { block: blockOf, minute: minuteOf, requests, routeMinute };
}

/** Adds periods up; they are left as they were. */
function mergePeriods(periods: readonly StagePeriod[]): StagePeriod {
  const stage = emptyCell();
  const routes = new Map<string, Cell>();
  for (const one of periods) {
    if (one.stage.requests > 0) mergeCell(stage, one.stage);
    for (const [key, cell] of one.routes) {
      const sum = routes.get(key) ?? emptyCell();
      mergeCell(sum, cell);
      routes.set(key, sum);
    }
  }
  return compacted({ stage, routes });
}

function compacted(period: StagePeriod): StagePeriod {
  compactCell(period.stage);
  for (const cell of period.routes.values()) compactCell(cell);
  return period;
}

/** By requests; every minute is given the extremes of the whole. */
function splitBytes(whole: Cell, cells: readonly Cell[]): void {
  let requests = whole.requests;
  let { bytes } = whole;
  for (const cell of cells) {
    if (cell.requests === 0) continue;
    const own = Math.round((bytes * cell.requests) / requests);
    cell.bytes = own;
    cell.minBytes = whole.minBytes;
    cell.maxBytes = whole.maxBytes;
    bytes -= own;
    requests -= cell.requests;
  }
}
