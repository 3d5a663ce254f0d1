import type { Counts, Distributions, LogTarget, MinuteRows } from "./aggregates.ts";

/** A minute that something else than the scanner has counted. */
export interface CountedMinute extends Counts {
  readonly target: LogTarget;
  readonly minute: number;
  readonly distributions: Distributions;
}

/** In the scanner's form; see MINUTE_ROW. */
export function packMinutes(minutes: readonly CountedMinute[]): MinuteRows[] {
  return minutes.map((row) => {
    const latencies = row.distributions.flatMap((one) => {
      if (one === null) return [0, 0, 0, 0];
      const { entries, from = 0, end = entries.length, count, sum } = one;
      return [end - from, count, sum % 2 ** 32, Math.floor(sum / 2 ** 32), ...entries.subarray(from, end)];
    });
    const counts = [row.requests, ...row.byClass, row.throttled, row.quotaExceeded, row.gatewayErrors];
    const words = [0, row.minute, ...counts, ...latencies];
    return { targets: [row.target], words: Uint32Array.from([words.length + 1, ...words]) };
  });
}
