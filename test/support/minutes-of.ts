import { LATENCIES, MINUTE_ROW } from "../../src/logs/aggregate/aggregates.ts";
import type { Counts, LogAggregates, LogTarget } from "../../src/logs/aggregate/aggregates.ts";
import { bucketsOf } from "../../src/logs/aggregate/distribution.ts";

export interface UnpackedMinute extends Counts {
  target: LogTarget | null;
  startMs: number;
  /** One for each latency; buckets with their counts, ascending. */
  latencies: { buckets: number[]; sum: number }[];
}

/** The minutes of a log, each target's once, in the order in which they were met. */
export function minutesOf({ minutes }: Pick<LogAggregates, "minutes">): UnpackedMinute[] {
  const found = new Map<string, UnpackedMinute>();
  for (const { targets, words } of minutes) {
    for (let at = 0; at < words.length; at += words[at + MINUTE_ROW.length]!) {
      const row = unpack(targets, words.subarray(at, at + words[at + MINUTE_ROW.length]!));
      const name = JSON.stringify([row.target, row.startMs]);
      const known = found.get(name);
      found.set(name, known ? sumOf(known, row) : row);
    }
  }
  return [...found.values()];
}

function unpack(targets: readonly LogTarget[], row: Uint32Array): UnpackedMinute {
  const latencies: UnpackedMinute["latencies"] = [];
  let at: number = MINUTE_ROW.latencies;
  for (const _ of LATENCIES) {
    const [bytes = 0, count = 0, low = 0, high = 0] = row.subarray(at, at + 4);
    const entries = new Uint8Array(row.buffer, row.byteOffset + (at + 4) * 4, bytes);
    const sum = low + high * 2 ** 32;
    latencies.push({ buckets: bucketsOf({ entries, count, sum }), sum });
    at += 4 + Math.ceil(bytes / 4);
  }
  if (at !== row.length) throw new Error(`a row of ${row.length} words has ${at}`);
  return {
    target: targets[row[MINUTE_ROW.target]!] ?? null,
    startMs: row[MINUTE_ROW.minute]! * 60_000,
    requests: row[MINUTE_ROW.requests]!,
    byClass: [...row.subarray(MINUTE_ROW.byClass, MINUTE_ROW.byClass + 6)],
    throttled: row[MINUTE_ROW.throttled]!,
    quotaExceeded: row[MINUTE_ROW.quotaExceeded]!,
    gatewayErrors: row[MINUTE_ROW.gatewayErrors]!,
    latencies,
  };
}

function sumOf(left: UnpackedMinute, right: UnpackedMinute): UnpackedMinute {
  return {
    ...left,
    requests: left.requests + right.requests,
    byClass: left.byClass.map((count, at) => count + right.byClass[at]!),
    throttled: left.throttled + right.throttled,
    quotaExceeded: left.quotaExceeded + right.quotaExceeded,
    gatewayErrors: left.gatewayErrors + right.gatewayErrors,
    latencies: left.latencies.map((one, at) => {
      const other = right.latencies[at]!;
      const counts = new Map<number, number>();
      for (const { buckets } of [one, other])
        for (let pair = 0; pair < buckets.length; pair += 2)
          counts.set(buckets[pair]!, (counts.get(buckets[pair]!) ?? 0) + buckets[pair + 1]!);
      return { buckets: [...counts].sort(([a], [b]) => a - b).flat(), sum: one.sum + other.sum };
    }),
  };
}
