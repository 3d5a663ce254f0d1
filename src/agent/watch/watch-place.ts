import { ToolError } from "../../core/errors.ts";
import { ceilTo, DAY_MS, floorTo, HOUR_MS, MINUTE_MS, type Window } from "../../core/window.ts";
import type { AccountReader, TargetFilter } from "../../collectors/account-reader.ts";
import { findTargets } from "../../collectors/find-targets.ts";
import type { PlaceState, WatchedTarget } from "../../model/agent-state.ts";
import type { SettingsFor } from "../../model/config.ts";
import type { MetricKey } from "../../model/metric-key.ts";
import type { Series } from "../../model/series.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";
import { afterQuiet, dueOf, isTurn, type Due } from "./due.ts";
import { learnHours, learnMinutes } from "./learn.ts";
import { moves } from "./moves.ts";
import { readWhole } from "./read-whole.ts";
import { TAIL_EVERY_MS, tailMoves, tailQueries } from "./tail.ts";
import { TRIPWIRE, wireQueries } from "./tripwire.ts";
import { within } from "./within.ts";

export interface WatchContext {
  readonly window: Window;
  readonly baseline: Window;
  readonly nowMs: number;
  readonly settledMs: number;
  readonly sweepMs: number;
  readonly filter: TargetFilter;
  /** For everything that is read beyond the tripwire; null: no limit. */
  readonly maxCostUsd: number | null;
  readonly settingsFor: SettingsFor;
  /** Ids, without a scope, of the targets with an incident that is not over. */
  readonly inTrouble: ReadonlySet<string>;
  /** Time that is left, ms. */
  readonly leftMs: () => number;
}

/** A target of which everything was read. */
export interface ReadTarget {
  readonly target: Target;
  readonly due: Due;
  readonly moved: ReadonlyMap<number, number>;
  /** False where a part of it could not be read: what is absent means nothing then. */
  readonly isComplete: boolean;
}

/** What a run saw of one region of one account. Ids without a scope. */
export interface Watched {
  readonly place: PlaceState;
  readonly whole: readonly ReadTarget[];
  readonly series: readonly Series[];
  readonly blindSpots: readonly BlindSpot[];
  readonly isTruncated: boolean;
}

/** What exists changes rarely, and asking for it takes a share of what deployments may ask of the control plane. */
const INVENTORY_EVERY_MS = HOUR_MS;
/** Datapoints come late: what was read this near to a run's end is read again in the next. */
const READ_AGAIN_MS = 15 * MINUTE_MS;
/** After a longer sleep what is usual is learned anew rather than from minutes. */
const LONGEST_SLEEP_MS = DAY_MS;

/**
 * One run over one region: the tripwire of every target since it was last read, and everything of those that it, an
 * incident or the sweep asks for.
 *
 * Errors: E_CREDENTIALS; E_NOTHING_READABLE where nothing is known of it yet. Everything else that fails is a blind spot.
 */
export async function watchPlace(
  reader: AccountReader,
  before: PlaceState,
  context: WatchContext,
): Promise<Watched> {
  const blindSpots: BlindSpot[] = [];
  const found = await inventory(reader, before, context);
  if (found === LATE) return cutShort(before, [], blindSpots, reader.region);
  blindSpots.push(...found.blindSpots);
  const read = await readTripwires(reader, found.place.targets, context);
  if (read === LATE) return cutShort(found.place, [], blindSpots, reader.region);
  blindSpots.push(...read.blindSpots);

  const asked: { watched: WatchedTarget; due: Due; moved: ReadonlyMap<number, number> }[] = [];
  const targets = read.targets.map((watched) => {
    const settings = context.settingsFor({ ...watched.target, configuration: null }, null);
    // What was not read in this run has not moved, it is unknown.
    const isFresh = watched.readToMs === context.window.endMs;
    const tail = read.tails.get(watched.target.id) ?? [];
    const moved = isFresh
      ? new Map([
          ...moves(watched, context.settledMs, settings),
          ...tailMoves(watched, tail, context.settledMs, settings),
        ])
      : NOTHING_MOVED;
    const hasIncident = context.inTrouble.has(watched.target.id);
    const due = dueOf(watched, moved, hasIncident, context.nowMs, context.sweepMs);
    if (due !== null) asked.push({ watched, due, moved });
    return moved.size === 0 ? afterQuiet(watched, context.nowMs) : watched;
  });
  const place = { ...found.place, targets };
  const quiet = (ids: ReadonlySet<string>): Series[] =>
    targets.filter(({ target }) => !ids.has(target.id)).flatMap(recentSeries);
  if (asked.length === 0)
    return { place, whole: [], series: quiet(new Set()), blindSpots, isTruncated: false };

  const whole = await within(readWhole(reader, asked, found.fresh, context), context.leftMs(), LATE);
  if (whole === LATE) return cutShort(place, quiet(new Set()), blindSpots, reader.region);
  const ids = new Set(whole.read.map(({ target }) => target.id));
  return {
    place: whole.isInventoryOld ? { ...place, inventoryMs: null } : place,
    whole: whole.read,
    series: [...whole.series, ...quiet(ids)],
    blindSpots: [...blindSpots, ...whole.blindSpots],
    isTruncated: false,
  };
}

const NOTHING_MOVED: ReadonlyMap<number, number> = new Map();
const LATE = Symbol("late");

function cutShort(
  place: PlaceState,
  series: readonly Series[],
  blindSpots: readonly BlindSpot[],
  region: string,
): Watched {
  const hint = `The run's time ran out before everything of ${region} was read; the next run goes on with it. Give it more time, or watch fewer targets in one run.`;
  const late: BlindSpot = { source: "agent", target: null, code: "OUT_OF_TIME", hint };
  return { place, whole: [], series, blindSpots: [...blindSpots, late], isTruncated: true };
}

/** What the control plane and the list of metrics told in this run. */
export interface Fresh {
  readonly targets: readonly Target[];
  readonly listed: readonly MetricKey[] | null;
  readonly isListPartial: boolean;
}

async function inventory(
  reader: AccountReader,
  before: PlaceState,
  context: WatchContext,
): Promise<{ place: PlaceState; fresh: Fresh | null; blindSpots: readonly BlindSpot[] } | typeof LATE> {
  const isRecent =
    before.inventoryMs !== null &&
    before.inventoryMs <= context.nowMs &&
    context.nowMs - before.inventoryMs < INVENTORY_EVERY_MS;
  if (isRecent) return { place: before, fresh: null, blindSpots: [] };
  const found = await within(
    findTargets(reader, context.filter, () => undefined),
    context.leftMs(),
    LATE,
  );
  if (found === LATE) return LATE;
  if (found.isBlind && before.targets.length === 0) throw nothingReadable(reader.region, found.blindSpots);
  const known = new Map(before.targets.map((watched) => [watched.target.id, watched]));
  // Where nothing could be listed, what was known is still watched: metrics may be readable.
  const targets = found.isBlind
    ? before.targets
    : found.targets.map(({ configuration, ...target }) => ({
        ...(known.get(target.id) ?? unknownTarget(target)),
        target,
        isCached: (configuration?.cache ?? null) !== null,
      }));
  const accountId = found.targets.find((target) => target.accountId !== null)?.accountId ?? before.accountId;
  return {
    place: { accountId, inventoryMs: found.isBlind ? before.inventoryMs : context.nowMs, targets },
    fresh: found.isBlind ? null : found,
    blindSpots: found.blindSpots,
  };
}

function nothingReadable(region: string, [first]: readonly BlindSpot[]): ToolError {
  const why = first === undefined ? "" : ` (${first.code})`;
  return new ToolError(
    "E_NOTHING_READABLE",
    `nothing could be read in ${region}${why}: neither the APIs nor their metrics could be listed`,
    first === undefined ? {} : { hint: first.hint },
  );
}

function unknownTarget(target: WatchedTarget["target"]): WatchedTarget {
  return {
    target,
    isCached: false,
    readToMs: null,
    hours: [],
    recent: TRIPWIRE[target.kind].map(() => []),
    readWholeMs: null,
    routesReadMs: null,
    fruitless: 0,
    waitUntilMs: 0,
    movedBefore: {},
  };
}

interface Tripwires {
  readonly targets: readonly WatchedTarget[];
  /** Of the targets whose turn it is. */
  readonly tails: ReadonlyMap<string, readonly Series[]>;
  readonly blindSpots: readonly BlindSpot[];
}

/** Targets that could not be read are as before: their time is read again in the next run. */
async function readTripwires(
  reader: AccountReader,
  targets: readonly WatchedTarget[],
  context: WatchContext,
): Promise<Tripwires | typeof LATE> {
  const toMs = context.window.endMs;
  const plans = targets.map((watched) => {
    const isKnown = watched.readToMs !== null && toMs - watched.readToMs < LONGEST_SLEEP_MS;
    const own = isKnown ? watched : { ...watched, readToMs: null };
    const fromMs =
      own.readToMs === null ? floorTo(context.window.startMs, HOUR_MS) : own.readToMs - READ_AGAIN_MS;
    const minutes = { fromMs: floorTo(Math.min(fromMs, toMs - READ_AGAIN_MS), MINUTE_MS), toMs };
    const lastHour = own.hours.at(-1)?.[0];
    const hours = isKnown
      ? null
      : {
          fromMs: ceilTo(
            Math.max(context.baseline.startMs, lastHour === undefined ? -Infinity : (lastHour + 1) * HOUR_MS),
            HOUR_MS,
          ),
          toMs: floorTo(context.window.startMs, HOUR_MS),
        };
    // New targets and those in trouble are read whole anyway; where something moved in vain, it may go on.
    const isTailDue =
      own.readToMs !== null &&
      !context.inTrouble.has(own.target.id) &&
      (own.fruitless > 0 || isTurn(own, own.readToMs, toMs, TAIL_EVERY_MS));
    return {
      own,
      minutes,
      hours: hours !== null && hours.fromMs < hours.toMs ? hours : null,
      tail: isTailDue ? tailQueries(own, context.settledMs) : [],
    };
  });
  const queries = plans.flatMap(({ own, minutes, hours, tail }) => [
    ...tail,
    ...wireQueries(own.target, { periodSeconds: 60, startMs: minutes.fromMs, endMs: minutes.toMs }),
    ...(hours === null
      ? []
      : wireQueries(own.target, { periodSeconds: 3_600, startMs: hours.fromMs, endMs: hours.toMs })),
  ]);
  if (queries.length === 0) return { targets, tails: new Map(), blindSpots: [] };
  const reading = await within(
    reader.readMetrics(queries, () => undefined),
    context.leftMs(),
    LATE,
  );
  if (reading === LATE) return LATE;
  const answers = new Map(
    reading.series.map((series) => [keyOf(series.target, series.metric, series.periodSeconds), series]),
  );
  const answersOf = ({ target }: WatchedTarget, periodSeconds: number): Series[] | null => {
    const all = wireQueries(target, { periodSeconds, startMs: 0, endMs: 0 }).flatMap(
      ({ key }) => answers.get(keyOf(target.id, key.metric, periodSeconds)) ?? [],
    );
    return all.length === TRIPWIRE[target.kind].length ? all : null;
  };
  const tails = plans.flatMap(({ own, tail }): [string, readonly Series[]][] => {
    const all = tail.flatMap(
      ({ target, key, periodSeconds }) => answers.get(keyOf(target, key.metric, periodSeconds)) ?? [],
    );
    return all.length === tail.length && all.length > 0 ? [[own.target.id, all]] : [];
  });
  const keepFromMs = Math.min(context.window.startMs, toMs - 2 * HOUR_MS);
  return {
    targets: plans.map(({ own, minutes, hours }, at) => {
      const fine = answersOf(own, 60);
      const coarse = hours === null ? [] : answersOf(own, 3_600);
      if (fine === null || coarse === null) return targets[at] ?? own;
      const learned = hours === null ? own : learnHours(own, coarse, hours);
      const bounds = { keepFromMs, settledMs: context.settledMs, forgetMs: context.baseline.startMs };
      return learnMinutes(learned, fine, minutes, bounds);
    }),
    tails: new Map(tails),
    blindSpots: reading.blindSpots,
  };
}

function keyOf(target: string | null, metric: string, periodSeconds: number): string {
  return JSON.stringify([target, metric, periodSeconds]);
}

/** What is known of a target that nothing more was read of, as series of the window. */
function recentSeries({ target, recent }: WatchedTarget): Series[] {
  return wireQueries(target, { periodSeconds: 60, startMs: 0, endMs: 0 }).flatMap(({ key, stat }, at) => {
    const runs = recent[at] ?? [];
    return runs.length === 0
      ? []
      : [{ target: target.id, route: null, ...key, stat, periodSeconds: 60, runs: [...runs] }];
  });
}
