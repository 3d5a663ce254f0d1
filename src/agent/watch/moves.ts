/*
 * Whether a target moves, told from a few series alone. This decides only whether everything of it is read, so it may be
 * wrong in one direction: a movement of nothing costs a fraction of a cent, one that is not seen costs time until the
 * next sweep. Each threshold of the configuration is taken at seven tenths, and each comparison is with the most
 * that hours of this kind have shown, not with an average:
 *
 *   errors   more, over 5, 15 or 60 minutes, than the usual share of so many requests makes, by 3.5 of its deviations;
 *            the deviation is widened by how much this target's hours differ from each other anyway
 *   traffic  fewer requests over 15 or 60 minutes than the quieter, or more than the busier, of the same hour on other
 *            days and the same hour of the same weekday
 *   latency  an average over 5, 15 or 60 minutes above that of the same hours, by 3.5 times what they differ
 */
import { median, robustSpread } from "../../core/stats/quantile.ts";
import { HOUR_MS, MINUTE_MS } from "../../core/window.ts";
import type { WatchedTarget } from "../../model/agent-state.ts";
import type { ResolvedSettings } from "../../model/config.ts";
import type { Run } from "../../model/series.ts";
import { TRIPWIRE } from "./tripwire.ts";

/** Each threshold of the configuration is taken at so much of itself. */
export const LENIENCY = 0.7;
export const DEVIATIONS = 3.5;
const MINUTES = { errors: [5, 15, 60], traffic: [15, 60], latency: [5, 15, 60] } as const;
/** Fewer hours do not tell what is usual: then the sweep alone looks. */
const FEWEST_HOURS = 6;
/** One request that waits for a cold start moves the average of fewer. */
const FEWEST_TIMED = 100;
const DAY_HOURS = 24;
const WEEK_HOURS = 7 * DAY_HOURS;
/** The median of the squares of a standard normal variable. */
const MEDIAN_CHI_SQUARE = 0.455;

type Rows = readonly (readonly number[])[];

/**
 * What moves: for each place in the tripwire how far, where it is more than usual. Empty where nothing does.
 *
 * @param settledMs end of what is final; nothing later is looked at.
 */
export function moves(
  { target, hours, recent }: Pick<WatchedTarget, "target" | "hours" | "recent">,
  settledMs: number,
  settings: ResolvedSettings,
): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  if (hours.length < FEWEST_HOURS) return found;
  TRIPWIRE[target.kind].forEach(({ role }, at) => {
    for (const minutes of MINUTES[role]) {
      const span = { startMs: settledMs - minutes * MINUTE_MS, endMs: settledMs };
      const alike = hoursAlike(hours, span);
      const seen = { minutes, requests: sumOfMinutes(recent[0], span), rows: hours, alike, at };
      const far =
        role === "errors"
          ? errorsMove({ ...seen, errors: sumOfMinutes(recent[at], span) }, settings)
          : role === "traffic"
            ? trafficMoves(seen, settings)
            : latencyMoves({ ...seen, totalMs: product(recent[at], recent[0], span) }, settings);
      if (far > 0) found.set(at, Math.max(far, found.get(at) ?? 0));
    }
  });
  return found;
}

interface Seen {
  readonly minutes: number;
  readonly requests: number;
  readonly rows: Rows;
  readonly alike: Alike;
  /** Place in the tripwire. */
  readonly at: number;
}

/** How many times the usual share. */
function errorsMove(
  { requests, errors, rows, alike, at }: Seen & { errors: number },
  settings: ResolvedSettings,
): number {
  if (errors < settings.minErrors || requests <= 0) return 0;
  const usual = Math.max(shareOf(rows, at), shareOf(alike.sameHour, at));
  const rise = errors / requests - usual;
  if (rise < LENIENCY * settings.minErrorRatioRise) return 0;
  const expected = requests * usual;
  const variance = expected * dispersion(rows, at, usual) + 1;
  return errors - expected > DEVIATIONS * Math.sqrt(variance) ? errors / (expected + 1) : 0;
}

/** Of what is usual how many times as much, or the inverse of it. */
function trafficMoves({ minutes, requests, alike }: Seen, settings: ResolvedSettings): number {
  const perHour = [median(alike.sameHour.map(requestsOf)), median(alike.sameWeekday.map(requestsOf))].filter(
    (one) => Number.isFinite(one),
  );
  if (perHour.length === 0) return 0;
  const part = minutes / 60;
  const [low, high] = [Math.min(...perHour) * part, Math.max(...perHour) * part];
  const isLow = requests < (1 - LENIENCY * settings.minTrafficDrop) * low - DEVIATIONS * Math.sqrt(low);
  if (isLow) return low / (requests + 1);
  const isHigh =
    requests > (1 + LENIENCY * settings.minTrafficRise) * high + DEVIATIONS * Math.sqrt(high + 1);
  return isHigh ? requests / (high + 1) : 0;
}

/** How many times the usual average. */
function latencyMoves(
  { requests, totalMs, rows, alike, at }: Seen & { totalMs: number },
  settings: ResolvedSettings,
): number {
  if (requests < FEWEST_TIMED || totalMs <= 0) return 0;
  const known = (alike.sameHour.length >= 3 ? alike.sameHour : rows).filter(
    (row) => requestsOf(row) > 0 && sumOf(row, at) > 0,
  );
  const averages = known.map((row) => sumOf(row, at) / requestsOf(row));
  const usualMs = median(averages);
  if (!Number.isFinite(usualMs)) return 0;
  // Fewer requests than an hour has differ by more.
  const fewer = Math.max(1, median(known.map(requestsOf)) / requests);
  const spreadMs = robustSpread(averages) * Math.sqrt(fewer);
  const rise = totalMs / requests - usualMs;
  const isMuch =
    rise >= LENIENCY * settings.minLatencyRise * usualMs && rise >= LENIENCY * settings.minLatencyRiseMs;
  return isMuch && rise > DEVIATIONS * spreadMs ? totalMs / requests / usualMs : 0;
}

interface Alike {
  /** Of the same hour of the day, on any day. */
  readonly sameHour: Rows;
  readonly sameWeekday: Rows;
}

/** Hours of the day in which most of the span lies. */
function hoursAlike(rows: Rows, { startMs, endMs }: { startMs: number; endMs: number }): Alike {
  const hour = Math.floor((startMs + endMs) / 2 / HOUR_MS);
  const past = rows.filter(([one = 0]) => one < hour);
  return {
    sameHour: past.filter(([one = 0]) => (hour - one) % DAY_HOURS === 0),
    sameWeekday: past.filter(([one = 0]) => (hour - one) % WEEK_HOURS === 0),
  };
}

/** A row begins with its hour. */
function sumOf(row: readonly number[], at: number): number {
  return row[at + 1] ?? 0;
}

function requestsOf(row: readonly number[]): number {
  return sumOf(row, 0);
}

function shareOf(rows: Rows, at: number): number {
  const requests = rows.reduce((total, row) => total + requestsOf(row), 0);
  const errors = rows.reduce((total, row) => total + sumOf(row, at), 0);
  return requests === 0 ? 0 : Math.min(1, errors / requests);
}

/** By how much the hours' errors vary more than chance makes them: 1 and up. By the median, so that incidents do not count. */
function dispersion(rows: Rows, at: number, share: number): number {
  const squares = rows.flatMap((row) => {
    const expected = requestsOf(row) * share;
    return expected < 0.5 ? [] : [(sumOf(row, at) - expected) ** 2 / expected];
  });
  return squares.length < FEWEST_HOURS ? 1 : Math.max(1, median(squares) / MEDIAN_CHI_SQUARE);
}

/** Of values a minute each. */
export function sumOfMinutes(
  runs: readonly Run[] | undefined,
  span: { startMs: number; endMs: number },
): number {
  let total = 0;
  forEachPoint(runs, span, (_timeMs, value) => {
    total += value;
  });
  return total;
}

function product(
  runs: readonly Run[] | undefined,
  weights: readonly Run[] | undefined,
  span: { startMs: number; endMs: number },
): number {
  const byTime = new Map<number, number>();
  forEachPoint(weights, span, (timeMs, value) => byTime.set(timeMs, value));
  let total = 0;
  forEachPoint(runs, span, (timeMs, value) => {
    total += value * (byTime.get(timeMs) ?? 0);
  });
  return total;
}

function forEachPoint(
  runs: readonly Run[] | undefined,
  { startMs, endMs }: { startMs: number; endMs: number },
  visit: (timeMs: number, value: number) => void,
): void {
  for (const [runMs, values] of runs ?? []) {
    values.forEach((value, index) => {
      const timeMs = runMs + index * MINUTE_MS;
      if (timeMs >= startMs && timeMs < endMs) visit(timeMs, value);
    });
  }
}
