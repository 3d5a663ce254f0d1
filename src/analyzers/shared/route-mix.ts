import { timeOfDayMs, UTC_CALENDAR, type Calendar } from "../../core/season.ts";
import { DAY_MS, HOUR_MS } from "../../core/window.ts";
import { blockVariance } from "./block-variance.ts";
import { timeAt, type Grid } from "./grid.ts";
import type { TrafficModel } from "./traffic-model.ts";

/** What the share of an hour is drawn to the overall share by. */
const STRENGTH_DAYS = 2;

/**
 * How many of a stage's requests are a route's: its share by the hour of the calendar's day, drawn towards its overall share by two
 * days' worth of requests. What is to be expected of the route follows from what really came to the stage, so a quiet
 * hour, a holiday or an outage of everything is no news.
 */
export function fitMix(
  route: Grid,
  stage: Grid,
  routeWindow: Grid,
  stageWindow: Grid,
  calendar: Calendar = UTC_CALENDAR,
): TrafficModel | null {
  const hourOf = (timeMs: number): number => Math.floor(timeOfDayMs(calendar, timeMs) / HOUR_MS);
  const days = (route.values.length * route.periodMs) / DAY_MS;
  if (days < 1 || route.values.length !== stage.values.length) return null;
  const own = new Float64Array(24);
  const all = new Float64Array(24);
  stage.values.forEach((value, index) => {
    const hour = hourOf(timeAt(stage, index));
    all[hour] = (all[hour] ?? 0) + (value || 0);
    own[hour] = (own[hour] ?? 0) + (route.values[index] || 0);
  });
  const [ownTotal, total] = [own, all].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  if (!total || !ownTotal) return null;
  const overall = ownTotal / total;
  const strength = (STRENGTH_DAYS * total) / (24 * days);
  const shares = own.map((count, hour) => (count + strength * overall) / ((all[hour] ?? 0) + strength));
  const shareAt = (timeMs: number): number => shares[hourOf(timeMs)] ?? overall;
  const usual = stage.values.map((value, index) => (value || 0) * shareAt(timeAt(stage, index)));
  const came = route.values.map((value) => value || 0);
  const variances = new Map<number, number>();
  return {
    days,
    timesSeen: () => days + STRENGTH_DAYS,
    expectedIn: (startMs, lengthMs) => {
      const from = startMs >= routeWindow.startMs ? stageWindow : stage;
      let sum = 0;
      const first = Math.round((startMs - from.startMs) / from.periodMs);
      for (let index = first; timeAt(from, index) < startMs + lengthMs; index += 1)
        sum += (from.values[index] || 0) * shareAt(timeAt(from, index));
      return sum;
    },
    sizeOf: (widthMs) => {
      const known =
        variances.get(widthMs) ??
        blockVariance(came, usual, Math.max(1, Math.round(widthMs / route.periodMs)));
      variances.set(widthMs, known);
      return 1 / known;
    },
  };
}
