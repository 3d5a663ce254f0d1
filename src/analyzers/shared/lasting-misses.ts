import { lastingShare, type UsualCounts } from "../../core/detect/lasting-share.ts";
import type { ShareGates } from "../../core/detect/share-gates.ts";
import { timeOfDayMs, UTC_CALENDAR, wallClockMs, type Calendar } from "../../core/season.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../core/window.ts";
import type { Counts } from "./counts.ts";
import { timeAt } from "./grid.ts";
import { withRefinedStart } from "./refined-start.ts";
import type { ShareStretch } from "./replay-share.ts";

/** Requests that the share of all hours is worth in each of them. */
const HOUR_STRENGTH = 200;
/** Fewer events do not tell the usual share. */
const LEAST_EVENTS = 30;
const CALM_MS = 10 * MINUTE_MS;

/**
 * What the share of the whole window says against that of the baseline, by the hour of the day; empty or one stretch.
 *
 * @param window counts whose period divides the baseline's.
 */
export function lastingMisses(
  baseline: Counts,
  window: Counts,
  gates: ShareGates,
  calendar: Calendar = UTC_CALENDAR,
): ShareStretch[] {
  const shareAt = baseline.whole.length * baseline.periodMs < DAY_MS ? null : usualShares(baseline, calendar);
  if (shareAt === null) return [];
  const now = coarser(window, baseline.periodMs);
  const withUsual = (counts: Counts): UsualCounts => ({
    ...counts,
    usual: Float64Array.from(counts.whole, (_, index) => shareAt(timeAt(counts, index))),
  });
  const found = lastingShare(withUsual(baseline), withUsual(now), gates);
  if (found === null) return [];
  const { start, startBefore, end, ...counted } = found;
  const untilMs = timeAt(window, window.whole.length);
  // The first and the last of the longer periods may reach beyond the window.
  const seenUntilMs = Math.min(untilMs, timeAt(now, end));
  const stretch = {
    ...counted,
    startMs: Math.max(window.startMs, timeAt(now, start)),
    endMs: untilMs - seenUntilMs >= CALM_MS ? seenUntilMs : null,
    seenUntilMs,
  };
  return [withRefinedStart(stretch, [window], window.startMs, timeAt(now, startBefore))];
}

/**
 * The share of each hour of the day, drawn towards that of all, as high as few events let it be. Null for too few.
 *
 * An hour is that of the middle half of the days or more, so that a bad day of a week is not usual. Days are put in order by the
 * hour's own share as far as its requests tell it, else by the day's: the order of a few requests is that of chance, and the
 * middle of it would lie too low.
 */
function usualShares(counts: Counts, calendar: Calendar): ((timeMs: number) => number) | null {
  const hourOf = (timeMs: number): number => Math.floor(timeOfDayMs(calendar, timeMs) / HOUR_MS);
  const days = new Map<number, Sum[]>();
  counts.whole.forEach((whole, index) => {
    const timeMs = timeAt(counts, index);
    const day = Math.floor(wallClockMs(calendar, timeMs) / DAY_MS);
    const hours = days.get(day) ?? Array.from({ length: 24 }, () => ({ part: 0, whole: 0 }));
    days.set(day, hours);
    const sum = hours[hourOf(timeMs)];
    if (sum === undefined) return;
    sum.part += counts.part[index] ?? 0;
    sum.whole += whole;
  });
  const known = [...days.values()].map((hours) => ({ hours, share: shareOf(added(hours)) }));
  const middles = Array.from({ length: 24 }, (_, hour) =>
    added(
      middleOf(
        known.flatMap(({ hours, share }) => {
          const sum = hours[hour];
          return sum === undefined || sum.whole === 0 ? [] : [{ ...sum, rank: drawn(sum, share) }];
        }),
      ),
    ),
  );
  const all = added(middles);
  if (all.part < LEAST_EVENTS) return null;
  const overall = (all.part + Math.sqrt(all.part)) / all.whole;
  const shares = middles.map((sum) => Math.min(0.98, drawn(sum, overall)));
  return (timeMs) => shares[hourOf(timeMs)] ?? overall;
}

interface Sum {
  part: number;
  whole: number;
}

function added(sums: readonly Sum[]): Sum {
  const all = { part: 0, whole: 0 };
  for (const { part, whole } of sums) {
    all.part += part;
    all.whole += whole;
  }
  return all;
}

function shareOf({ part, whole }: Sum): number {
  return part / Math.max(1, whole);
}

function drawn({ part, whole }: Sum, share: number): number {
  return (part + HOUR_STRENGTH * share) / (whole + HOUR_STRENGTH);
}

/** Without the lowest and the highest quarter; of three or fewer all. */
function middleOf<T extends { readonly rank: number }>(all: readonly T[]): T[] {
  const quarter = Math.floor(all.length / 4);
  return [...all].sort((left, right) => left.rank - right.rank).slice(quarter, all.length - quarter);
}

/** Sums over longer periods; the last one may be shorter. */
function coarser(counts: Counts, periodMs: number): Counts {
  const startMs = Math.floor(counts.startMs / periodMs) * periodMs;
  const endMs = counts.startMs + counts.whole.length * counts.periodMs;
  const length = Math.ceil((endMs - startMs) / periodMs);
  const part = new Float64Array(length);
  const whole = new Float64Array(length);
  counts.whole.forEach((requests, index) => {
    const place = Math.floor((timeAt(counts, index) - startMs) / periodMs);
    part[place] = (part[place] ?? 0) + (counts.part[index] ?? 0);
    whole[place] = (whole[place] ?? 0) + requests;
  });
  return { startMs, periodMs, part, whole };
}
