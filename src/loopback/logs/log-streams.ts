import { HOUR_MS, MINUTE_MS } from "../../core/window.ts";
import type { Account } from "../../simulate/account.ts";
import { logEventsOf } from "./span-log.ts";

export interface LogStream {
  readonly name: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** A busy group has too many events to look through them all, a quiet one has none in ten minutes. */
const LOOK_BACK_MS = [10 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS];

/**
 * The streams of a group as far as its latest events before `endMs` show them: those of ten minutes, where there
 * are none of an hour, where there are none of six hours. Their first event is the first of that time.
 */
export function recentStreams(account: Account, group: string, endMs: number): LogStream[] {
  for (const backMs of LOOK_BACK_MS) {
    const byName = new Map<string, LogStream>();
    for (const { streamName: name, timestampMs: lastMs } of logEventsOf(account, group, {
      startMs: endMs - backMs,
      endMs,
    })) {
      byName.set(name, { name, firstMs: byName.get(name)?.firstMs ?? lastMs, lastMs });
    }
    if (byName.size > 0) return [...byName.values()];
  }
  return [];
}
