import { entriesOf } from "./distribution.ts";
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
      const entries = entriesOf(one);
      const whole = new Uint32Array(Math.ceil(entries.length / 4));
      new Uint8Array(whole.buffer).set(entries);
      return [entries.length, one.count, one.sum % 2 ** 32, Math.floor(one.sum / 2 ** 32), ...whole];
    });
    const counts = [row.requests, ...row.byClass, row.throttled, row.quotaExceeded, row.gatewayErrors];
    const words = [0, row.minute, ...counts, ...latencies];
    return { targets: [row.target], words: Uint32Array.from([words.length + 1, ...words]) };
  });
}
