import { hashText } from "../../core/hash.ts";
import { DAY_MS, MINUTE_MS } from "../../core/window.ts";
import type { WatchedTarget } from "../../model/agent-state.ts";

/** Why everything of a target is read, the more urgent first. */
export const DUE_REASONS = ["incident", "moved", "new", "sweep"] as const;
export interface Due {
  readonly reason: (typeof DUE_REASONS)[number];
  /** The metrics of routes as well: many, where detailed metrics are on. */
  readonly withRoutes: boolean;
}

/** Something that moves further than this times what was looked at in vain is looked at again at once. */
const FURTHER = 1.5;
/** A detector needs some minutes; after so many looks in vain the pauses grow. */
const LOOKS_WITHOUT_PAUSE = 3;
const FIRST_PAUSE_MS = 5 * MINUTE_MS;
const LONGEST_PAUSE_MS = 30 * MINUTE_MS;
const ROUTES_EVERY_MS = DAY_MS;

/**
 * Whether everything of a target is to be read in this run; null: the tripwire is enough. Targets take their turns in the
 * sweep at times of their own, so that no run has to read them all.
 */
export function dueOf(
  watched: WatchedTarget,
  moved: ReadonlyMap<number, number>,
  hasIncident: boolean,
  nowMs: number,
  sweepMs: number,
): Due | null {
  if (hasIncident) return { reason: "incident", withRoutes: true };
  const isWaiting = nowMs < watched.waitUntilMs;
  const isFurther = [...moved].some(([at, far]) => far > FURTHER * (watched.movedBefore[at] ?? 0));
  if (moved.size > 0 && (!isWaiting || isFurther)) return { reason: "moved", withRoutes: true };
  if (watched.readWholeMs === null) return { reason: "new", withRoutes: true };
  if (!isTurn(watched, watched.readWholeMs, nowMs, sweepMs)) return null;
  const withRoutes =
    watched.routesReadMs === null || isTurn(watched, watched.routesReadMs, nowMs, ROUTES_EVERY_MS);
  return { reason: "sweep", withRoutes };
}

/** The target after everything of it was read. @param isFruitful something was found, or is going on. */
export function afterReading(
  watched: WatchedTarget,
  due: Due,
  moved: ReadonlyMap<number, number>,
  isFruitful: boolean,
  nowMs: number,
): WatchedTarget {
  const fruitless = isFruitful ? 0 : due.reason === "moved" ? watched.fruitless + 1 : watched.fruitless;
  const isPausing = !isFruitful && due.reason === "moved" && fruitless >= LOOKS_WITHOUT_PAUSE;
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (fruitless - LOOKS_WITHOUT_PAUSE + 1));
  return {
    ...watched,
    readWholeMs: nowMs,
    routesReadMs: due.withRoutes ? nowMs : watched.routesReadMs,
    fruitless,
    waitUntilMs: isPausing ? nowMs + pauseMs : isFruitful ? 0 : watched.waitUntilMs,
    movedBefore: isFruitful
      ? {}
      : isPausing
        ? Object.fromEntries([...moved].map(([at, far]) => [String(at), far]))
        : watched.movedBefore,
  };
}

/** The target where nothing of it moves: what it was looked at for in vain is over. */
export function afterQuiet(watched: WatchedTarget, nowMs: number): WatchedTarget {
  if (watched.fruitless === 0 || nowMs < watched.waitUntilMs) return watched;
  return { ...watched, fruitless: 0, movedBefore: {} };
}

/** Whether a target's turn, once in every so long, has come since it was last there. */
export function isTurn(
  { target }: Pick<WatchedTarget, "target">,
  lastMs: number,
  nowMs: number,
  everyMs: number,
): boolean {
  const phaseMs = (hashText(target.id) / 2 ** 32) * everyMs;
  return Math.floor((nowMs + phaseMs) / everyMs) > Math.floor((lastMs + phaseMs) / everyMs);
}
