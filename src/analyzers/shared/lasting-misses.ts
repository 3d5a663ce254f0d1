import { lastingShare, type UsualCounts } from "../../core/detect/lasting-share.ts";
import type { ShareGates } from "../../core/detect/share-gates.ts";
import { timeOfDayMs, UTC_CALENDAR, type Calendar } from "../../core/season.ts";
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
  const { start, end, ...counted } = found;
  const untilMs = timeAt(window, window.whole.length);
  // The first and the last of the longer periods may reach beyond the window.
  const seenUntilMs = Math.min(untilMs, timeAt(now, end));
  const stretch = {
    ...counted,
    startMs: Math.max(window.startMs, timeAt(now, start)),
    endMs: untilMs - seenUntilMs >= CALM_MS ? seenUntilMs : null,
    seenUntilMs,
  };
  return [withRefinedStart(stretch, [window], window.startMs, timeAt(now, start + 1))];
}

/** The share of each hour of the day, drawn towards that of all, as high as few events let it be. Null for too few. */
function usualShares(counts: Counts, calendar: Calendar): ((timeMs: number) => number) | null {
  const hourOf = (timeMs: number): number => Math.floor(timeOfDayMs(calendar, timeMs) / HOUR_MS);
  const hours = Array.from({ length: 24 }, () => ({ part: 0, whole: 0 }));
  const all = { part: 0, whole: 0 };
  counts.whole.forEach((whole, index) => {
    const part = counts.part[index] ?? 0;
    for (const sum of [all, hours[hourOf(timeAt(counts, index))]]) {
      if (sum === undefined) continue;
      sum.part += part;
      sum.whole += whole;
    }
  });
  if (all.part < LEAST_EVENTS) return null;
  const overall = (all.part + Math.sqrt(all.part)) / all.whole;
  const shares = hours.map(({ part, whole }) =>
    Math.min(0.98, (part + HOUR_STRENGTH * overall) / (whole + HOUR_STRENGTH)),
  );
  return (timeMs) => shares[hourOf(timeMs)] ?? overall;
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
