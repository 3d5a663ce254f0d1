import type { Traffic } from "./traffic.ts";

/** Periods, in seconds, that an alarm of ours uses; all of them are evaluated every minute. */
const PERIODS = [60, 300, 900, 3_600, 21_600, 86_400] as const;

/** The shortest period in which the quietest hour of the day still brings so many requests; undefined where none does. */
export function shortestPeriod(
  traffic: Traffic,
  requests: number,
  longestSeconds = 86_400,
): number | undefined {
  return PERIODS.find(
    (period) => period <= longestSeconds && (traffic.quietPerMinute * period) / 60 >= requests,
  );
}
